"""Files kept by content, uploads in pieces, and fingerprints of photographs."""

import uuid

from django.db import models

from bihuan.accounts.models import User


class StoredFile(models.Model):
    """A file as it was handed in (附件); its bytes lie under their SHA-256 and never change.

    Two people who hand in the same bytes get two rows and two receipts over one content.
    """

    receipt = models.CharField("回执号", max_length=40, unique=True)
    name = models.CharField("文件名", max_length=255)
    media_type = models.CharField("类型", max_length=100)
    size = models.PositiveBigIntegerField("大小（字节）")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    kept_at = models.DateTimeField("收到时间")
    kept_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="提交人"
    )
    taken_at = models.DateTimeField("拍摄时间", null=True, blank=True)
    longitude = models.FloatField("经度", null=True, blank=True)
    latitude = models.FloatField("纬度", null=True, blank=True)
    width = models.PositiveIntegerField("宽", null=True, blank=True)
    height = models.PositiveIntegerField("高", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["-kept_at", "-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_photo(self) -> bool:
        """Whether it is a picture that can be shown and compared."""
        return self.media_type.startswith("image/")


class PhotoPrint(models.Model):
    """Fingerprint of a photograph or of a part of it (照片指纹), for finding it again."""

    file = models.ForeignKey(StoredFile, models.CASCADE, related_name="prints", verbose_name="照片")
    part = models.CharField("部位", max_length=20)
    value = models.BigIntegerField("指纹")

    class Meta:
        verbose_name = verbose_name_plural = "照片指纹"
        ordering = ["file", "part"]
        constraints = [
            models.UniqueConstraint(fields=["file", "part"], name="documents_print_once")
        ]

    def __str__(self) -> str:
        return f"{self.file} {self.part}"


class Upload(models.Model):
    """An upload that comes in pieces and may be resumed (断点续传)."""

    id = models.UUIDField("上传编号", primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("文件名", max_length=255)
    size = models.PositiveBigIntegerField("大小（字节）")
    received = models.PositiveBigIntegerField("已收（字节）", default=0)
    begun_at = models.DateTimeField("开始时间")
    begun_by = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="提交人")
    file = models.ForeignKey(
        StoredFile, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="附件"
    )

    class Meta:
        verbose_name = verbose_name_plural = "上传"
        ordering = ["-begun_at"]

    def __str__(self) -> str:
        return f"{self.name} {self.received}/{self.size}"
