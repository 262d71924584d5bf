"""What rules found."""

from django.db import models

from bihuan.accounts.models import User
from bihuan.accounts.models.choice import one_of
from bihuan.cases.models import Case
from bihuan.notify.severity import Severity
from bihuan.registry.models import MonitoringPoint
from bihuan.registry.scope import AssignmentScopedQuerySet
from bihuan.watch.models.rule import RuleVersion
from bihuan.watch.models.suppression import Suppression


class EventState(models.TextChoices):
    """How an event stands (报警状态)."""

    OPEN = "open", "进行中"
    ENDED = "ended", "已结束"
    WITHDRAWN = "withdrawn", "已撤销"


class Finding(models.TextChoices):
    """What a person made of an event (研判结论)."""

    TRUE = "true", "属实"
    DEVICE = "device", "设备原因"
    FALSE = "false", "误报"
    WATCH = "watch", "继续观察"


class EventQuerySet(AssignmentScopedQuerySet["Event"]):
    """Events, scoped by their point."""


class Event(models.Model):
    """One continuous spell that a rule found at a point (报警): begin, end, worst, reason.

    `because` is the sentence of the newest judgement; `excess` only compares two spells of one
    rule. A correction of data can withdraw an event, which then stays with its reason.
    """

    rule = models.CharField("规则", max_length=60)
    version = models.ForeignKey(
        RuleVersion, models.PROTECT, related_name="events", verbose_name="规则版本"
    )
    point = models.ForeignKey(
        MonitoringPoint, models.PROTECT, related_name="events", verbose_name="监测点"
    )
    factor = models.CharField("因子编码", max_length=20, blank=True)
    begin = models.DateTimeField("开始时间")
    end = models.DateTimeField("结束时间")
    worst = models.FloatField("最不利值", null=True)
    excess = models.FloatField("超出量", null=True)
    periods = models.PositiveIntegerField("周期数", default=1)
    because = models.CharField("判定依据", max_length=400)
    severity = models.CharField("紧急程度", max_length=8, choices=Severity)
    state = models.CharField("状态", max_length=10, choices=EventState)
    found_at = models.DateTimeField("发现时间")
    judged_at = models.DateTimeField("最近判定时间")
    suppression = models.ForeignKey(
        Suppression,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        verbose_name="报警屏蔽",
    )
    finding = models.CharField("研判结论", max_length=8, choices=Finding, blank=True)
    finding_note = models.CharField("研判说明", max_length=300, blank=True)
    finding_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="found_events", verbose_name="研判人"
    )
    finding_at = models.DateTimeField("研判时间", null=True, blank=True)
    case = models.ForeignKey(
        Case,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="watch_events",
        verbose_name="事项",
    )
    raised_at = models.DateTimeField("转为事项时间", null=True, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报警"
        ordering = ["-begin", "-id"]
        constraints = [
            one_of("state", EventState, name="watch_event_state_known"),
            one_of("severity", Severity, name="watch_event_severity_known"),
            models.CheckConstraint(
                name="watch_event_ends_after_begin",
                condition=models.Q(end__gte=models.F("begin")),
            ),
            models.UniqueConstraint(
                fields=["rule", "point", "factor", "begin"],
                condition=~models.Q(state="withdrawn"),
                name="watch_event_once",
            ),
        ]
        indexes = [
            models.Index(fields=["rule", "point", "end"], name="watch_event_rule"),
            models.Index(fields=["state", "-begin"], name="watch_event_state"),
            models.Index(fields=["-begin", "-id"], name="watch_event_list"),
            models.Index(fields=["found_at"], name="watch_event_found"),
        ]

    def __str__(self) -> str:
        return f"{self.point} {self.because}"[:120]

    @property
    def source(self) -> str:
        """What its case names as its source."""
        return f"watch:{self.pk}"
