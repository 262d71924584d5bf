"""Versions of procedures."""

from django.db import models

from bihuan.accounts.models import User
from bihuan.accounts.models.choice import one_of


class VersionState(models.TextChoices):
    """Where a version of a procedure stands (版本状态)."""

    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "使用中"
    RETIRED = "retired", "历史版本"


class ProcedureVersion(models.Model):
    """One version of a procedure (流程版本); a published document never changes.

    Cases keep the version that they began with.
    """

    code = models.CharField("流程代码", max_length=40, db_index=True)
    number = models.PositiveIntegerField("版本号")
    title = models.CharField("流程名称", max_length=60)
    document = models.JSONField("流程定义")
    digest = models.CharField("摘要", max_length=64)
    state = models.CharField("状态", max_length=10, choices=VersionState)
    note = models.CharField("修改说明", max_length=200, blank=True)
    made_at = models.DateTimeField("编制时间")
    made_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="编制人"
    )
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    published_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="发布人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "流程版本"
        ordering = ["code", "-number"]
        constraints = [
            one_of("state", VersionState, name="cases_version_state_known"),
            models.UniqueConstraint(fields=["code", "number"], name="cases_version_once"),
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(state=VersionState.PUBLISHED),
                name="cases_version_one_published",
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(state=VersionState.DRAFT),
                name="cases_version_one_draft",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} 第 {self.number} 版"
