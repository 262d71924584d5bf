"""Word templates that administrators edited."""

from django.db import models

from bihuan.accounts.models import User
from bihuan.documents.models import StoredFile


class TemplateVersion(models.Model):
    """A Word template of a kind (模板版本); the newest counts, without a file the shipped one."""

    kind = models.CharField("种类", max_length=60)
    number = models.PositiveSmallIntegerField("版次")
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="文件"
    )
    note = models.CharField("说明", max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="发布人")
    at = models.DateTimeField("发布时间")

    class Meta:
        verbose_name = verbose_name_plural = "报告模板"
        ordering = ["kind", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="reports_template_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} 第{self.number}版"
