"""Work at a point during which its data do not count."""

from django.db import models

from bihuan.accounts.models import User
from bihuan.registry.models import MonitoringPoint
from bihuan.registry.scope import AssignmentScopedQuerySet


class MaintenanceResult(models.TextChoices):
    """How the work ended (维护结果)."""

    DONE = "done", "已完成，数据正常"
    PARTLY = "partly", "部分完成，仍需处理"
    FAILED = "failed", "未完成"


class MaintenanceQuerySet(AssignmentScopedQuerySet["Maintenance"]):
    """Maintenance, scoped by its point."""


class Maintenance(models.Model):
    """Maintenance of a point (维护时段): rules keep quiet, its hours carry the mark M.

    It ends by itself at `planned_end` so that a forgotten one does not blind the platform;
    `marked_at` is when its values were marked.
    """

    point = models.ForeignKey(
        MonitoringPoint, models.CASCADE, related_name="maintenance", verbose_name="监测点"
    )
    work = models.CharField("维护内容", max_length=200)
    by = models.ForeignKey(
        User, models.PROTECT, related_name="maintenance", verbose_name="维护人员"
    )
    start = models.DateTimeField("开始时间")
    planned_end = models.DateTimeField("计划结束时间")
    end = models.DateTimeField("结束时间", null=True, blank=True)
    result = models.CharField("维护结果", max_length=8, choices=MaintenanceResult, blank=True)
    note = models.CharField("结果说明", max_length=300, blank=True)
    ended_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="ended_maintenance", verbose_name="结束人"
    )
    marked_at = models.DateTimeField("标记时间", null=True, blank=True)

    objects = MaintenanceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "维护时段"
        ordering = ["-start", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["point"],
                condition=models.Q(end__isnull=True),
                name="watch_maintenance_open_once",
                violation_error_message="该监测点正在维护中",
            ),
            models.CheckConstraint(
                name="watch_maintenance_plan_after_start",
                condition=models.Q(planned_end__gt=models.F("start")),
                violation_error_message="计划结束时间必须晚于开始时间",
            ),
        ]
        indexes = [models.Index(fields=["point", "start"], name="watch_maintenance_point")]

    def __str__(self) -> str:
        return f"{self.point} {self.work}"
