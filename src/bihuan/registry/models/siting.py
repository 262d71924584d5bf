"""How a station was built and stands."""

from django.db import models

from bihuan.accounts.models import Organisation
from bihuan.accounts.scope import ScopedQuerySet
from bihuan.registry.models.place import Station


class Power(models.TextChoices):
    """What a station runs on (供电方式)."""

    MAINS = "mains", "市电"
    SOLAR = "solar", "太阳能"
    BOTH = "both", "市电加太阳能"


class StationSitingQuerySet(ScopedQuerySet["StationSiting"]):
    """Siting files, scoped by their station."""

    district_path = "station__district_id"


class StationSiting(models.Model):
    """Siting file of a station (站点建设档案): where it stands, on what it runs, who built it."""

    station = models.OneToOneField(
        Station, models.CASCADE, related_name="siting", verbose_name="站点"
    )
    address = models.CharField("安装地址", max_length=200, blank=True)
    intake_height_m = models.FloatField("采样口离地高度（米）", null=True, blank=True)
    road_distance_m = models.FloatField("距最近道路（米）", null=True, blank=True)
    surroundings = models.CharField("周边环境", max_length=300, blank=True)
    nearby_sources = models.CharField("周边污染源", max_length=300, blank=True)
    access = models.CharField("进站条件", max_length=200, blank=True)
    power = models.CharField("供电方式", max_length=6, choices=Power, blank=True)
    carrier = models.CharField("通信运营商", max_length=40, blank=True)
    sim = models.CharField("SIM 卡号", max_length=40, blank=True)
    board = models.CharField("主板型号与编号", max_length=80, blank=True)
    spare_units = models.PositiveSmallIntegerField("备机数量", null=True, blank=True)
    approval = models.CharField("批复（选址）文号", max_length=80, blank=True)
    built = models.DateField("建成日期", null=True, blank=True)
    accepted = models.DateField("验收日期", null=True, blank=True)
    maintainer = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="maintained_stations",
        verbose_name="运维单位",
    )
    keeper = models.CharField("责任人", max_length=40, blank=True)
    note = models.CharField("备注", max_length=300, blank=True)

    objects = StationSitingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "站点建设档案"
        ordering = ["station"]

    def __str__(self) -> str:
        return f"{self.station}建设档案"
