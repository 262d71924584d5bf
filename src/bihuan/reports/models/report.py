"""A document by kind, district and period; its texts are in its versions."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse

from bihuan.accounts.models import District, User
from bihuan.accounts.roles import AUTHORITIES, Role
from bihuan.accounts.scope import ScopedQuerySet
from bihuan.reports.period import Period, PeriodKind

if TYPE_CHECKING:
    from bihuan.accounts.reach import DataScope

MAY_READ_DRAFTS = AUTHORITIES | {Role.SERVICE, Role.ANALYST, Role.PROJECT_MANAGER, Role.SUPERVISOR}
"""Everybody else of the district sees what was issued."""


class ReportQuerySet(ScopedQuerySet["Report"]):
    """Reports, scoped by their district; what is not issued yet is for those who work on it."""

    def reached(self, user: User, scope: "DataScope") -> Q:
        """Issued ones within the scope, and all within the posts that read drafts."""
        drafts = super().reached(user, scope.limited_to(MAY_READ_DRAFTS))
        return drafts | (super().reached(user, scope) & Q(issued_at__isnull=False))


class Report(models.Model):
    """A document (报告): what it is about; it may be issued again, and keeps every version."""

    kind = models.CharField("种类", max_length=60)
    district = models.ForeignKey(
        District, models.PROTECT, related_name="reports", verbose_name="行政区划"
    )
    period_kind = models.CharField("周期", max_length=10)
    first = models.DateField("期间首日")
    last = models.DateField("期间末日")
    subject = models.CharField("专题对象", max_length=80, blank=True)
    called = models.CharField("自拟标题", max_length=120, blank=True)
    title = models.CharField("标题", max_length=200)
    due_at = models.DateTimeField("应交时间", null=True, blank=True)
    made_at = models.DateTimeField("建立时间")
    issued_at = models.DateTimeField("首次印发时间", null=True, blank=True)
    current = models.OneToOneField(
        "reports.ReportVersion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="最新版本",
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报告"
        ordering = ["-last", "kind", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "district", "first", "last", "subject"],
                name="reports_once_a_period",
                violation_error_message="该期报告已存在",
            ),
            models.CheckConstraint(
                name="reports_period_runs_forward", condition=Q(last__gte=models.F("first"))
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def period(self) -> Period:
        """The days that it is about."""
        return Period(PeriodKind(self.period_kind), self.first, self.last)

    @property
    def is_corrected(self) -> bool:
        """Whether it went out and its next version is in hand."""
        return self.issued_at is not None and not (self.current and self.current.is_issued)

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("reports:report", args=[self.pk])
