"""Doubtful values (存疑数据) and what people decided about values (数据审核)."""

from django.conf import settings
from django.db import models

from bihuan.accounts.models.choice import one_of
from bihuan.registry.models import MonitoringPoint
from bihuan.registry.scope import AssignmentScopedQuerySet


class Verdict(models.TextChoices):
    """What a run of doubtful values most likely is (判别)."""

    FAULT = "fault", "仪器故障"
    POLLUTION = "pollution", "本地污染"
    REGIONAL = "regional", "区域过程"
    DUST = "dust", "沙尘过程"


class ReviewState(models.TextChoices):
    """What a reviewed value counts as (审核结果)."""

    VALID = "valid", "有效"
    INVALID = "invalid", "无效"
    DOUBTFUL = "doubtful", "存疑"


class ReviewReason(models.TextChoices):
    """Why (审核理由)."""

    INSTRUMENT = "instrument", "仪器故障"
    CALIBRATION = "calibration", "校准或维护"
    POWER = "power", "停电或通讯中断"
    SAMPLING = "sampling", "采样系统异常"
    LOGIC = "logic", "逻辑错误（如倒挂、恒值）"
    LOCAL_SOURCE = "local_source", "现场核实为真实污染"
    REGIONAL = "regional", "区域传输，数据真实"
    WEATHER = "weather", "气象原因，数据真实"
    CHECKED = "checked", "现场比对正常"
    WAITING = "waiting", "待现场核查"


class Doubt(models.Model):
    """A run of values that a rule doubts (存疑数据): a mark, never a deletion."""

    point = models.ForeignKey(
        MonitoringPoint, models.PROTECT, related_name="+", verbose_name="监测点"
    )
    factor = models.CharField("监测因子", max_length=20)
    start = models.DateTimeField("开始")
    end = models.DateTimeField("结束")
    rule = models.CharField("规则", max_length=40)
    verdict = models.CharField("判别", max_length=12, choices=Verdict)
    because = models.TextField("判定理由")
    evidence = models.JSONField("证据", default=dict)
    raised_at = models.DateTimeField("标记时间")
    is_open = models.BooleanField("待审核", default=True)

    objects = AssignmentScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "存疑数据"
        ordering = ["-start", "point", "factor"]
        constraints = [
            one_of("verdict", Verdict, name="air_doubt_verdict_known"),
            models.UniqueConstraint(
                fields=["point", "factor", "rule", "start"], name="air_doubt_once"
            ),
            models.CheckConstraint(
                name="air_doubt_has_length", condition=models.Q(end__gt=models.F("start"))
            ),
        ]
        indexes = [models.Index(fields=["is_open", "-start"], name="air_doubt_queue")]

    def __str__(self) -> str:
        return f"{self.point} {self.factor} {self.start:%Y-%m-%d %H:%M}"


class Review(models.Model):
    """One decision about some hours of a factor (数据审核); later ones go over earlier ones.

    A decision that wants a second person counts only after that person's consent.
    """

    point = models.ForeignKey(
        MonitoringPoint, models.PROTECT, related_name="+", verbose_name="监测点"
    )
    factor = models.CharField("监测因子", max_length=20)
    start = models.DateTimeField("开始")
    end = models.DateTimeField("结束")
    state = models.CharField("审核结果", max_length=10, choices=ReviewState)
    reason = models.CharField("审核理由", max_length=16, choices=ReviewReason)
    note = models.TextField("说明")
    doubt = models.ForeignKey(
        Doubt,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reviews",
        verbose_name="存疑数据",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="审核人"
    )
    at = models.DateTimeField("审核时间")
    wants_second = models.BooleanField("需要复核", default=False)
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="复核人",
    )
    second_at = models.DateTimeField("复核时间", null=True, blank=True)

    objects = AssignmentScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "数据审核"
        ordering = ["-at", "-id"]
        constraints = [
            one_of("state", ReviewState, name="air_review_state_known"),
            one_of("reason", ReviewReason, name="air_review_reason_known"),
            models.CheckConstraint(
                name="air_review_has_length", condition=models.Q(end__gt=models.F("start"))
            ),
            models.CheckConstraint(
                name="air_review_by_two",
                condition=models.Q(second_by__isnull=True) | ~models.Q(second_by=models.F("by")),
                violation_error_message="复核人不能是审核人本人",
            ),
        ]
        indexes = [models.Index(fields=["point", "start"], name="air_review_point")]

    def __str__(self) -> str:
        return f"{self.point} {self.factor} {self.get_state_display()}"

    @property
    def counts(self) -> bool:
        """Whether the decision is in force."""
        return not self.wants_second or self.second_at is not None
