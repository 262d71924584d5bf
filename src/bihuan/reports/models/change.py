"""Issued documents that data changed under."""

from django.db import models

from bihuan.accounts.models import User
from bihuan.accounts.models.choice import one_of
from bihuan.accounts.scope import ScopedQuerySet
from bihuan.reports.models.version import ReportVersion


class ChangeCursor(models.Model):
    """How far a source of changes was read (变更游标)."""

    source = models.CharField("来源", max_length=60, primary_key=True)
    text = models.TextField("游标")
    moved_at = models.DateTimeField("移动时间")

    class Meta:
        verbose_name = verbose_name_plural = "报告变更游标"

    def __str__(self) -> str:
        return self.source


class AffectedState(models.TextChoices):
    """What became of it (处理状态)."""

    OPEN = "open", "待处理"
    CORRECTED = "corrected", "已拟更正稿"
    LEFT = "left", "不更正"


class AffectedQuerySet(ScopedQuerySet["Affected"]):
    """Affected documents, scoped by their district."""

    district_path = "version__report__district_id"


class Affected(models.Model):
    """An issued version whose numbers would be others today (受影响文稿)."""

    version = models.ForeignKey(
        ReportVersion, models.CASCADE, related_name="affected", verbose_name="版本"
    )
    found_at = models.DateTimeField("发现时间")
    cause = models.CharField("变更来源", max_length=200)
    state = models.CharField(
        "处理状态", max_length=10, choices=AffectedState, default=AffectedState.OPEN
    )
    draft = models.ForeignKey(
        ReportVersion, models.SET_NULL, null=True, related_name="+", verbose_name="更正稿"
    )
    reason = models.CharField("不更正的理由", max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="处理人")
    at = models.DateTimeField("处理时间", null=True)

    objects = AffectedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "受影响文稿"
        ordering = ["-found_at", "-id"]
        constraints = [
            one_of("state", AffectedState, name="reports_affected_state_known"),
            models.UniqueConstraint(
                fields=["version"],
                condition=models.Q(state="open"),
                name="reports_affected_open_once",
            ),
            models.CheckConstraint(
                name="reports_left_has_reason",
                condition=~models.Q(state="left") | ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.version)


class AffectedFigure(models.Model):
    """A number that would be another one today (变化的数据项)."""

    affected = models.ForeignKey(
        Affected, models.CASCADE, related_name="figures", verbose_name="受影响文稿"
    )
    what = models.CharField("类型", max_length=8)
    key = models.CharField("标识", max_length=80)
    label = models.CharField("名称", max_length=120)
    before = models.CharField("印出", max_length=400)
    after = models.CharField("现值", max_length=400)

    class Meta:
        verbose_name = verbose_name_plural = "变化的数据项"
        ordering = ["affected", "id"]

    def __str__(self) -> str:
        return f"{self.label} {self.before} → {self.after}"
