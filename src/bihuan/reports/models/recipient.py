"""Who got a document."""

from django.db import models

from bihuan.accounts.models import User
from bihuan.reports.models.version import ReportVersion


class Recipient(models.Model):
    """Who a document was issued to (分发), and when he said he had it (签收)."""

    version = models.ForeignKey(
        ReportVersion, models.CASCADE, related_name="recipients", verbose_name="版本"
    )
    name = models.CharField("接收单位或人", max_length=120)
    user = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="平台用户"
    )
    sent_at = models.DateTimeField("发出时间")
    received_at = models.DateTimeField("签收时间", null=True)
    received_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    note = models.CharField("签收说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "分发记录"
        ordering = ["version", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "name"], name="reports_recipient_once")
        ]

    def __str__(self) -> str:
        return self.name
