"""Alarms that are kept quiet for a while."""

from django.db import models

from bihuan.accounts.models import District, User
from bihuan.registry.models import Enterprise, MonitoringPoint
from bihuan.registry.scope import UnitScopedQuerySet


class SuppressionQuerySet(UnitScopedQuerySet["Suppression"]):
    """Suppressions, scoped by their district and enterprise."""


class Suppression(models.Model):
    """Alarms kept quiet (报警屏蔽): what, why, by whom, until when; events are still recorded."""

    rule = models.CharField("规则", max_length=60, blank=True)
    factor = models.CharField("因子编码", max_length=20, blank=True)
    point = models.ForeignKey(
        MonitoringPoint,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="suppressions",
        verbose_name="监测点",
    )
    enterprise = models.ForeignKey(
        Enterprise,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="suppressions",
        verbose_name="企业",
    )
    district = models.ForeignKey(
        District, models.PROTECT, related_name="suppressions", verbose_name="行政区划"
    )
    reason = models.CharField("原因", max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="suppressions", verbose_name="屏蔽人")
    start = models.DateTimeField("开始时间")
    end = models.DateTimeField("结束时间")
    lifted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="lifted", verbose_name="解除人"
    )
    lifted_at = models.DateTimeField("解除时间", null=True, blank=True)

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报警屏蔽"
        ordering = ["-start", "-id"]
        constraints = [
            models.CheckConstraint(
                name="watch_suppression_ends_after_start",
                condition=models.Q(end__gt=models.F("start")),
                violation_error_message="结束时间必须晚于开始时间",
            ),
        ]
        indexes = [models.Index(fields=["end", "start"], name="watch_suppression_span")]

    def __str__(self) -> str:
        return f"{self.point or self.enterprise or self.district} {self.reason}"
