"""Evidence of cases, and what a person has written but not sent."""

from django.db import models

from bihuan.accounts.models import User
from bihuan.cases.models.case import Case
from bihuan.cases.models.event import CaseEvent
from bihuan.documents.models import StoredFile


class Evidence(models.Model):
    """A file that proves something in a case (凭证); bound to the step with which it was sent.

    Before that step it waits (`event` is empty) and only its owner sees it.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="evidence", verbose_name="事项")
    file = models.OneToOneField(
        StoredFile, models.PROTECT, related_name="evidence", verbose_name="附件"
    )
    event = models.ForeignKey(
        CaseEvent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name="办理记录",
    )
    step = models.CharField("步骤", max_length=40, blank=True)
    added_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="提交人"
    )
    added_at = models.DateTimeField("提交时间")
    findings = models.JSONField("核对发现", default=list, blank=True)
    twin = models.ForeignKey(
        StoredFile,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="相同的照片",
    )

    class Meta:
        verbose_name = verbose_name_plural = "凭证"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.file}"


class Draft(models.Model):
    """What a person has filled in but not sent (草稿), so that a form loses nothing."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="drafts", verbose_name="事项")
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="用户")
    step = models.CharField("步骤", max_length=40)
    values = models.JSONField("内容", default=dict)
    kept_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = verbose_name_plural = "草稿"
        constraints = [
            models.UniqueConstraint(fields=["case", "user", "step"], name="cases_draft_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.step}"
