"""Many documents made in one go."""

from django.db import models

from bihuan.accounts.models import District, User
from bihuan.accounts.models.choice import one_of
from bihuan.accounts.scope import ScopedQuerySet


class BatchState(models.TextChoices):
    """How far a batch is (批量状态)."""

    WAITING = "waiting", "等待中"
    RUNNING = "running", "生成中"
    DONE = "done", "已完成"
    FAILED = "failed", "失败"


class BatchQuerySet(ScopedQuerySet["Batch"]):
    """Batches, scoped by their district."""


class Batch(models.Model):
    """Documents of some kinds over some time, made anew in one go (批量生成).

    Drafts are composed anew; of what was submitted or issued only the files are made again, and
    compared with those that went out.
    """

    district = models.ForeignKey(
        District, models.PROTECT, related_name="report_batches", verbose_name="行政区划"
    )
    kinds = models.JSONField("种类")
    first = models.DateField("期末自")
    last = models.DateField("期末至")
    with_pdf = models.BooleanField("随后转 PDF", default=True)
    state = models.CharField("状态", max_length=8, choices=BatchState, default=BatchState.WAITING)
    total = models.PositiveIntegerField("总数", default=0)
    done = models.PositiveIntegerField("已生成", default=0)
    converted = models.PositiveIntegerField("已转 PDF", default=0)
    problems = models.JSONField("未生成的", default=list)
    by = models.ForeignKey(
        User, models.PROTECT, related_name="report_batches", verbose_name="发起人"
    )
    at = models.DateTimeField("发起时间")
    finished_at = models.DateTimeField("完成时间", null=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "批量生成"
        ordering = ["-at", "-id"]
        constraints = [one_of("state", BatchState, name="reports_batch_state_known")]

    def __str__(self) -> str:
        return f"{self.first:%Y-%m-%d}～{self.last:%Y-%m-%d}"
