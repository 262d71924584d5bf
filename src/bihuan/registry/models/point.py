"""Monitoring points, their factors and limits."""

from django.db import models

from bihuan.accounts.models import District
from bihuan.accounts.models.choice import one_of
from bihuan.registry.models.medium import Medium
from bihuan.registry.models.place import Outlet, Station
from bihuan.registry.scope import UnitScopedQuerySet

__all__ = ["Averaging", "FactorLimit", "Medium", "MonitoringPoint", "PointFactor"]


class MonitoringPointQuerySet(UnitScopedQuerySet["MonitoringPoint"]):
    """Points, scoped by their district and their outlet's enterprise."""

    unit_path = "outlet__enterprise_id"


class MonitoringPoint(models.Model):
    """Monitoring point (监测点); its key is telemetry's `point` (32 bits), for ever one series."""

    id = models.AutoField(primary_key=True)
    name = models.CharField("名称", max_length=120)
    medium = models.CharField("监测类别", max_length=16, choices=Medium)
    outlet = models.ForeignKey(
        Outlet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="points",
        verbose_name="排放口",
    )
    station = models.ForeignKey(
        Station,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="points",
        verbose_name="站点",
    )
    district = models.ForeignKey(
        District, models.PROTECT, related_name="points", verbose_name="行政区划"
    )
    is_active = models.BooleanField("启用", default=True)

    objects = MonitoringPointQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "监测点"
        ordering = ["district", "name", "id"]
        constraints = [
            one_of("medium", Medium, name="registry_point_medium_known"),
            models.CheckConstraint(
                name="registry_point_outlet_or_station",
                condition=models.Q(outlet__isnull=False, station__isnull=True)
                | models.Q(outlet__isnull=True, station__isnull=False),
                violation_error_message="监测点必须且只能属于一个排放口或一个站点",
            ),
        ]
        indexes = [
            models.Index(fields=["district", "name", "id"], name="registry_point_list"),
            models.Index(fields=["medium", "district"], name="registry_point_medium"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def position(self) -> tuple[float | None, float | None]:
        """Longitude and latitude (位置): the outlet's own, else its enterprise's; the station's."""
        owners = (self.station, self.outlet, self.outlet.enterprise if self.outlet else None)
        for owner in owners:
            if owner is not None and owner.longitude is not None:
                return owner.longitude, owner.latitude
        return None, None


class PointFactorQuerySet(UnitScopedQuerySet["PointFactor"]):
    """Factors, scoped by their point."""

    district_path = "point__district_id"
    unit_path = "point__outlet__enterprise_id"


class PointFactor(models.Model):
    """Factor that a point measures (监测因子), with how it is shown and what range is possible."""

    point = models.ForeignKey(
        MonitoringPoint, models.CASCADE, related_name="factors", verbose_name="监测点"
    )
    factor = models.CharField("因子编码", max_length=20)
    name_zh = models.CharField("因子名称", max_length=60)
    unit = models.CharField("单位", max_length=24, blank=True)
    decimals = models.PositiveSmallIntegerField("小数位数", default=2)
    minimum = models.FloatField("量程下限", null=True, blank=True)
    maximum = models.FloatField("量程上限", null=True, blank=True)
    order = models.PositiveSmallIntegerField("排序", default=0)

    objects = PointFactorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "监测因子"
        ordering = ["point", "order", "factor"]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "factor"],
                name="registry_point_factor_once",
                violation_error_message="该监测点已有此因子",
            ),
            models.CheckConstraint(
                name="registry_point_factor_range_rises",
                condition=models.Q(minimum__isnull=True)
                | models.Q(maximum__isnull=True)
                | models.Q(maximum__gt=models.F("minimum")),
                violation_error_message="量程上限必须大于下限",
            ),
            models.CheckConstraint(
                name="registry_point_factor_few_decimals",
                condition=models.Q(decimals__lte=10),
                violation_error_message="小数位数不能超过 10",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name_zh}（{self.factor}）"


class Averaging(models.TextChoices):
    """Averaging time of a limit or a value (数据类型)."""

    REALTIME = "realtime", "实时"
    MINUTE = "minute", "分钟"
    HOUR = "hour", "小时"
    DAY = "day", "日"


class FactorLimitQuerySet(UnitScopedQuerySet["FactorLimit"]):
    """Limits, scoped by the point."""

    district_path = "point_factor__point__district_id"
    unit_path = "point_factor__point__outlet__enterprise_id"


class FactorLimit(models.Model):
    """Limit of a factor at a point (限值), from one source, for days [start, end)."""

    point_factor = models.ForeignKey(
        PointFactor, models.CASCADE, related_name="limits", verbose_name="监测因子"
    )
    averaging = models.CharField("数据类型", max_length=10, choices=Averaging)
    upper = models.DecimalField("上限", max_digits=20, decimal_places=6, null=True, blank=True)
    lower = models.DecimalField("下限", max_digits=20, decimal_places=6, null=True, blank=True)
    source = models.CharField("限值依据", max_length=200)
    start = models.DateField("执行日期")
    end = models.DateField("停止日期", null=True, blank=True)

    objects = FactorLimitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "限值"
        ordering = ["point_factor", "averaging", "start"]
        constraints = [
            one_of("averaging", Averaging, name="registry_limit_averaging_known"),
            models.UniqueConstraint(
                fields=["point_factor", "averaging", "source", "start"],
                name="registry_limit_once",
                violation_error_message="该限值已存在",
            ),
            models.CheckConstraint(
                name="registry_limit_says_something",
                condition=models.Q(upper__isnull=False) | models.Q(lower__isnull=False),
                violation_error_message="上限和下限至少填写一项",
            ),
            models.CheckConstraint(
                name="registry_limit_rises",
                condition=models.Q(upper__isnull=True)
                | models.Q(lower__isnull=True)
                | models.Q(upper__gt=models.F("lower")),
                violation_error_message="上限必须大于下限",
            ),
            models.CheckConstraint(
                name="registry_limit_ends_after_start",
                condition=models.Q(end__isnull=True) | models.Q(end__gt=models.F("start")),
                violation_error_message="停止日期必须晚于执行日期",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point_factor} {self.get_averaging_display()} {self.source}"
