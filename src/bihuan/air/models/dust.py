"""Dust cases (沙尘过程): reported on the day, deducted when the upper level accepts."""

from django.conf import settings
from django.db import models
from django.utils.timezone import localdate

from bihuan.accounts.models import District
from bihuan.accounts.models.choice import one_of
from bihuan.accounts.scope import ScopedQuerySet
from bihuan.cases.models import Case


class DustState(models.TextChoices):
    """Where a dust case stands (状态)."""

    REPORTED = "reported", "已上报"
    ACCEPTED = "accepted", "已认定"
    REFUSED = "refused", "未认定"
    WITHDRAWN = "withdrawn", "已撤销"


class DustCaseQuerySet(ScopedQuerySet["DustCase"]):
    """Dust cases, scoped by their district."""

    system = "air"


class DustCase(models.Model):
    """Days on which dust spoiled the particles (沙尘扣除).

    Source: 环办监测〔2016〕120号; the criterion of recognition is 待确认.
    """

    district = models.ForeignKey(
        District, models.PROTECT, related_name="+", verbose_name="行政区划"
    )
    first = models.DateField("首日")
    last = models.DateField("末日")
    evidence = models.TextField("证据说明")
    state = models.CharField("状态", max_length=10, choices=DustState, default=DustState.REPORTED)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上报人"
    )
    at = models.DateTimeField("上报时间")
    answer = models.TextField("认定意见", blank=True)
    answered_at = models.DateTimeField("认定时间", null=True, blank=True)
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="事项"
    )

    objects = DustCaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "沙尘过程"
        ordering = ["-first", "-id"]
        constraints = [
            one_of("state", DustState, name="air_dust_state_known"),
            models.CheckConstraint(
                name="air_dust_rises",
                condition=models.Q(last__gte=models.F("first")),
                violation_error_message="末日不能早于首日",
            ),
        ]

    @property
    def is_late(self) -> bool:
        """Whether it was reported after its last day; the law asks for the same day."""
        return localdate(self.at) > self.last

    def __str__(self) -> str:
        return f"{self.district} {self.first:%Y-%m-%d} 沙尘过程"
