"""Files of findings of which cases are raised."""

from django.db import models

from bihuan.accounts.models import User
from bihuan.accounts.models.choice import one_of


class HitImportState(models.TextChoices):
    """How far an import of findings is (导入状态)."""

    WAITING = "waiting", "待确认"
    DONE = "done", "已创建"
    DISCARDED = "discarded", "已放弃"


class HitImport(models.Model):
    """One file of findings (异常清单导入): kept as it was, read anew for preview and import."""

    kind = models.CharField("事项类型", max_length=40)
    file = models.FileField("文件", upload_to="case-imports/%Y/%m")
    file_name = models.CharField("文件名", max_length=200)
    file_hash = models.CharField("文件指纹 SHA-256", max_length=64)
    state = models.CharField(
        "状态", max_length=10, choices=HitImportState, default=HitImportState.WAITING
    )
    count = models.PositiveIntegerField("创建件数", default=0)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="导入人")
    at = models.DateTimeField("上传时间")
    done_at = models.DateTimeField("确认时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "异常清单导入"
        ordering = ["-at", "-id"]
        constraints = [one_of("state", HitImportState, name="cases_import_state_known")]
        indexes = [models.Index(fields=["by", "-at"], name="cases_import_of_person")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def mark(self) -> str:
        """What names the file in the source of its cases: the same file raises the same once."""
        return self.file_hash[:16]
