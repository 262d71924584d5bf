"""What analysts wrote in the machine's stead."""

from django.db import models

from bihuan.accounts.models import User
from bihuan.reports.models.report import Report


class ParagraphEdit(models.Model):
    """A paragraph that a person rewrote (段落修改); the newest of a key counts.

    It belongs to the report, so that it survives regeneration. `base` is what the machine said
    when the person wrote: where the machine says something else later, both are shown. `text` is
    None where the person went back to the machine's text.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="edits", verbose_name="报告")
    key = models.CharField("段落", max_length=80)
    base = models.TextField("原文")
    text = models.TextField("修改后", null=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="修改人")
    at = models.DateTimeField("修改时间")

    class Meta:
        verbose_name = verbose_name_plural = "段落修改"
        ordering = ["report", "id"]
        indexes = [models.Index(fields=["report", "key"], name="reports_edit_of_key")]

    def __str__(self) -> str:
        return f"{self.report} {self.key}"
