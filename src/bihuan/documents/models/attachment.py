"""Files that belong to an object of the ledger."""

from django.db import models

from bihuan.accounts.models import User
from bihuan.documents.models.file import StoredFile


class Attachment(models.Model):
    """File or photograph of an object (对象附件), such as a station's siting photos.

    Kind and number of the object are plain values: any list of the ledger may have files. One
    that is taken off keeps its row, the day and the reason; its bytes stay.
    """

    object_kind = models.CharField("对象类型", max_length=60)
    object_id = models.CharField("对象编号", max_length=20)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="attachments", verbose_name="附件"
    )
    caption = models.CharField("说明", max_length=120, blank=True)
    added_at = models.DateTimeField("添加时间")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="添加人")
    removed_at = models.DateTimeField("移除时间", null=True, blank=True)
    removed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="移除人"
    )
    removed_because = models.CharField("移除原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "对象附件"
        ordering = ["-added_at", "-id"]
        indexes = [models.Index(fields=["object_kind", "object_id"], name="documents_attached_to")]

    def __str__(self) -> str:
        return self.caption or self.file.name
