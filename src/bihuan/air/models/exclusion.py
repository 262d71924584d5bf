"""Provincial-control values that should not count (异常数据上报, 跟进剔除情况)."""

from django.conf import settings
from django.db import models

from bihuan.accounts.models.choice import one_of
from bihuan.cases.models import Case
from bihuan.registry.models import MonitoringPoint
from bihuan.registry.scope import AssignmentScopedQuerySet


class ExclusionReason(models.TextChoices):
    """The closed list of reasons (上报理由)."""

    INSTRUMENT = "instrument", "仪器故障"
    MAINTENANCE = "maintenance", "运维或校准期间"
    POWER = "power", "停电或通讯故障"
    SAMPLING = "sampling", "采样系统受干扰"
    DUST = "dust", "沙尘天气影响"
    FORCE_MAJEURE = "force_majeure", "自然灾害等不可抗力"


class ExclusionState(models.TextChoices):
    """Where a report stands (跟进状态)."""

    SUBMITTED = "submitted", "已上报"
    ACCEPTED = "accepted", "已采纳"
    REFUSED = "refused", "未采纳"
    WITHDRAWN = "withdrawn", "已撤回"


class Exclusion(models.Model):
    """Report of abnormal values to the city's monitoring centre (异常数据上报).

    The county excludes nothing: only the centre's acceptance takes the hours out.
    """

    number = models.CharField("编号", max_length=30, unique=True)
    point = models.ForeignKey(
        MonitoringPoint, models.PROTECT, related_name="+", verbose_name="监测点"
    )
    factor = models.CharField("监测因子", max_length=20)
    start = models.DateTimeField("开始")
    end = models.DateTimeField("结束")
    reason = models.CharField("上报理由", max_length=16, choices=ExclusionReason)
    evidence = models.TextField("证据说明")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上报人"
    )
    at = models.DateTimeField("上报时间")
    state = models.CharField(
        "跟进状态", max_length=10, choices=ExclusionState, default=ExclusionState.SUBMITTED
    )
    answer = models.TextField("市中心答复", blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answer_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="登记人",
    )
    removed_hours = models.PositiveIntegerField("剔除小时数", default=0)
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="事项"
    )

    objects = AssignmentScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "异常数据上报"
        ordering = ["-at", "-id"]
        constraints = [
            one_of("reason", ExclusionReason, name="air_exclusion_reason_known"),
            one_of("state", ExclusionState, name="air_exclusion_state_known"),
            models.CheckConstraint(
                name="air_exclusion_has_length", condition=models.Q(end__gt=models.F("start"))
            ),
            models.CheckConstraint(
                name="air_exclusion_has_evidence", condition=~models.Q(evidence="")
            ),
        ]

    def __str__(self) -> str:
        return self.number


class WhatIfLook(models.Model):
    """Somebody looked at what an exclusion would change (剔除影响测算记录)."""

    exclusion = models.ForeignKey(
        Exclusion, models.CASCADE, related_name="looks", verbose_name="异常数据上报"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="测算人"
    )
    at = models.DateTimeField("测算时间")
    effect = models.JSONField("影响")

    class Meta:
        verbose_name = verbose_name_plural = "剔除影响测算记录"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.exclusion} {self.by}"
