"""Annual targets (年度目标)."""

from django.conf import settings
from django.db import models

from bihuan.accounts.models import District
from bihuan.accounts.models.choice import one_of
from bihuan.accounts.scope import ScopedQuerySet


class TargetItem(models.TextChoices):
    """What a target is about (目标项)."""

    SO2 = "so2", "SO₂ 年均"
    NO2 = "no2", "NO₂ 年均"
    CO = "co", "CO 第 95 百分位"
    O3 = "o3", "O₃ 第 90 百分位"
    PM10 = "pm10", "PM₁₀ 年均"
    PM25 = "pm2_5", "PM₂.₅ 年均"
    COMPOSITE = "composite", "综合指数"
    GOOD_DAYS = "good_days", "优良天数"


class TargetQuerySet(ScopedQuerySet["Target"]):
    """Targets, scoped by their district."""

    system = "air"


class Target(models.Model):
    """Annual target of a district (年度目标)."""

    district = models.ForeignKey(
        District, models.PROTECT, related_name="+", verbose_name="行政区划"
    )
    year = models.PositiveSmallIntegerField("年份")
    item = models.CharField("目标项", max_length=10, choices=TargetItem)
    value = models.DecimalField("目标值", max_digits=8, decimal_places=3)
    source = models.CharField("下达依据", max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="录入人"
    )
    at = models.DateTimeField("录入时间")

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度目标"
        ordering = ["-year", "item"]
        constraints = [
            one_of("item", TargetItem, name="air_target_item_known"),
            models.UniqueConstraint(
                fields=["district", "year", "item"],
                name="air_target_once",
                violation_error_message="该年度已有此目标",
            ),
            models.CheckConstraint(name="air_target_positive", condition=models.Q(value__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.get_item_display()} {self.value}"
