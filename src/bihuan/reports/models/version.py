"""Versions of a document, and the steps that people took with them."""

from django.db import models

from bihuan.accounts.models import User
from bihuan.accounts.models.choice import one_of
from bihuan.documents.models import IssuedNumber, StoredFile
from bihuan.reports.models.report import Report
from bihuan.reports.models.template import TemplateVersion


class State(models.TextChoices):
    """Where a version stands (环节)."""

    DRAFT = "draft", "编制中"
    REVIEW = "review", "待审核"
    SIGNING = "signing", "待签发"
    SIGNED = "signed", "待印发"
    ISSUED = "issued", "已印发"


class Step(models.TextChoices):
    """What people do with a version (办理)."""

    SUBMIT = "submit", "提交审核"
    APPROVE = "approve", "审核通过"
    SIGN = "sign", "签发"
    ISSUE = "issue", "印发"
    SEND_BACK = "send_back", "退回"


class ReportVersion(models.Model):
    """One version of a document (版本); what it says never changes after issue.

    `composition` is what the machine wrote, without figures; `edits` is what people wrote in its
    stead, frozen when the version leaves the analyst. `content_hash` is of all that the document
    says, so that two runs over the same data can be compared.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="versions", verbose_name="报告")
    serial = models.PositiveSmallIntegerField("版次")
    state = models.CharField("环节", max_length=10, choices=State, default=State.DRAFT)
    composition = models.JSONField("文稿", default=dict)
    edits = models.JSONField("人工修改", default=dict)
    composed_at = models.DateTimeField("取数时间")
    content_hash = models.CharField("内容哈希", max_length=64)
    template = models.ForeignKey(
        TemplateVersion, models.PROTECT, null=True, related_name="+", verbose_name="模板版本"
    )
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="corrections", verbose_name="更正对象"
    )
    reason = models.CharField("重发原因", max_length=300, blank=True)
    drafted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="编制人"
    )
    reviewed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="审核人"
    )
    signed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="签发人"
    )
    issued_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="印发人"
    )
    issued_at = models.DateTimeField("印发时间", null=True)
    number = models.ForeignKey(
        IssuedNumber, models.PROTECT, null=True, related_name="+", verbose_name="文号"
    )
    word = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="Word 文件"
    )
    pdf = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="PDF 文件"
    )
    annex = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="Excel 附表"
    )
    checked_at = models.DateTimeField("核对时间", null=True)
    unequal = models.PositiveIntegerField("核对不一致项", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "报告版本"
        ordering = ["report", "serial"]
        constraints = [
            one_of("state", State, name="reports_version_state_known"),
            models.UniqueConstraint(fields=["report", "serial"], name="reports_version_once"),
            models.CheckConstraint(
                name="reports_issued_is_complete",
                condition=~models.Q(state="issued")
                | models.Q(
                    number__isnull=False,
                    word__isnull=False,
                    signed_by__isnull=False,
                    issued_at__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} 第{self.serial}版"

    @property
    def is_draft(self) -> bool:
        """Whether its texts may be edited."""
        return self.state == State.DRAFT

    @property
    def is_issued(self) -> bool:
        """Whether it went out."""
        return self.state == State.ISSUED


class VersionStep(models.Model):
    """A step in the history of a version (办理记录); appended, never edited."""

    version = models.ForeignKey(
        ReportVersion, models.CASCADE, related_name="steps", verbose_name="版本"
    )
    step = models.CharField("办理", max_length=10, choices=Step)
    state = models.CharField("到达环节", max_length=10, choices=State)
    note = models.CharField("意见", max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="办理人")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "报告办理记录"
        ordering = ["version", "id"]
        constraints = [
            one_of("step", Step, name="reports_step_known"),
            one_of("state", State, name="reports_step_state_known"),
            models.CheckConstraint(
                name="reports_send_back_has_reason",
                condition=~models.Q(step="send_back") | ~models.Q(note=""),
                violation_error_message="退回必须写明原因",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.get_step_display()}"
