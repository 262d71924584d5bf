"""Where something is measured: outlets of enterprises and stations of the air network."""

from django.db import models

from bihuan.accounts.models import District, Organisation
from bihuan.accounts.models.choice import one_of
from bihuan.accounts.scope import ScopedQuerySet
from bihuan.registry.models.datum import datum_field
from bihuan.registry.models.enterprise import Enterprise
from bihuan.registry.models.medium import Medium
from bihuan.registry.scope import UnitScopedQuerySet


class OutletQuerySet(UnitScopedQuerySet["Outlet"]):
    """Outlets, scoped by their enterprise."""

    district_path = "enterprise__district_id"


class Outlet(models.Model):
    """Outlet of an enterprise (排放口)."""

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="outlets", verbose_name="企业"
    )
    name = models.CharField("名称", max_length=80)
    code = models.CharField("排放口编号", max_length=40, blank=True)
    medium = models.CharField("监测类别", max_length=16, choices=Medium)
    longitude = models.FloatField("经度", null=True, blank=True)
    latitude = models.FloatField("纬度", null=True, blank=True)
    datum = datum_field()

    objects = OutletQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "排放口"
        ordering = ["enterprise", "code", "id"]
        constraints = [
            one_of("medium", Medium, name="registry_outlet_medium_known"),
            models.UniqueConstraint(
                fields=["enterprise", "code"],
                condition=~models.Q(code=""),
                name="registry_outlet_code_once",
                violation_error_message="该企业已有相同编号的排放口",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.name}"


class StationClass(models.TextChoices):
    """Class of a station (站点类别)."""

    PROVINCIAL = "provincial", "省控站"
    TOWNSHIP = "township", "乡镇（街道）站"
    MICRO = "micro", "微型站"
    WEATHER = "weather", "气象站"


class FunctionalArea(models.TextChoices):
    """Functional area of ambient air (环境空气功能区, GB 3095 4.1)."""

    CLASS_1 = "class1", "一类区"
    CLASS_2 = "class2", "二类区"


class StationQuerySet(ScopedQuerySet["Station"]):
    """Stations, scoped by their district."""


class Station(models.Model):
    """Station of the ambient network (站点); a township has at most one township station."""

    name = models.CharField("名称", max_length=80)
    code = models.CharField("站点编码", max_length=40, unique=True)
    station_class = models.CharField("站点类别", max_length=12, choices=StationClass)
    functional_area = models.CharField(
        "环境空气功能区", max_length=8, choices=FunctionalArea, blank=True
    )
    district = models.ForeignKey(
        District, models.PROTECT, related_name="stations", verbose_name="行政区划"
    )
    owner = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stations",
        verbose_name="产权单位",
    )
    longitude = models.FloatField("经度", null=True, blank=True)
    latitude = models.FloatField("纬度", null=True, blank=True)
    datum = datum_field()

    objects = StationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "站点"
        ordering = ["district", "code"]
        constraints = [
            one_of("station_class", StationClass, name="registry_station_class_known"),
            models.UniqueConstraint(
                fields=["district"],
                condition=models.Q(station_class=StationClass.TOWNSHIP),
                name="registry_station_one_a_township",
                violation_error_message="该乡镇（街道）已有站点",
            ),
        ]
        indexes = [
            models.Index(fields=["station_class", "district"], name="registry_station_class"),
        ]

    def __str__(self) -> str:
        return self.name
