"""Audited values of the upper level (审核后数据): a file, compared with ours, then taken in."""

from django.conf import settings
from django.db import models

from bihuan.accounts.models import District
from bihuan.accounts.models.choice import one_of
from bihuan.accounts.scope import ScopedQuerySet
from bihuan.documents.models import StoredFile


class AuditedState(models.TextChoices):
    """Where an import stands (状态)."""

    CHECKED = "checked", "已核对，待确认"
    WAITING = "waiting", "等待写入"
    DONE = "done", "已写入"
    DROPPED = "dropped", "已放弃"


class AuditedQuerySet(ScopedQuerySet["AuditedImport"]):
    """Imports, scoped by their district."""

    system = "air"


class AuditedImport(models.Model):
    """One file of audited hours (审核后小时值); what was measured stays as an older version.

    `summary` holds the comparison with our values at the time of the check, by explanation.
    """

    district = models.ForeignKey(
        District, models.PROTECT, related_name="+", verbose_name="行政区划"
    )
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    source = models.CharField("来源文件", max_length=200)
    is_labelled_by_end = models.BooleanField("时间为时段末", default=True)
    start = models.DateTimeField("首时")
    end = models.DateTimeField("末时")
    values = models.PositiveIntegerField("数值个数")
    changes = models.PositiveIntegerField("与本级不同")
    summary = models.JSONField("核对结果", default=list)
    state = models.CharField(
        "状态", max_length=8, choices=AuditedState, default=AuditedState.CHECKED
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="导入人"
    )
    at = models.DateTimeField("导入时间")
    taken_at = models.DateTimeField("写入时间", null=True, blank=True)

    objects = AuditedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审核后数据导入"
        ordering = ["-at", "-id"]
        constraints = [
            one_of("state", AuditedState, name="air_audited_state_known"),
            models.CheckConstraint(
                name="air_audited_has_length", condition=models.Q(end__gt=models.F("start"))
            ),
        ]
        indexes = [models.Index(fields=["state", "start"], name="air_audited_start")]

    def __str__(self) -> str:
        return f"{self.source} {self.start:%Y-%m-%d}"
