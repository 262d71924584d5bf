"""Texts of notices, in versions."""

from django.db import models

from bihuan.accounts.models import User


class TextVersion(models.Model):
    """One version of a kind's text (消息模板版本); the highest number is in use."""

    kind = models.CharField("消息类型", max_length=60)
    number = models.PositiveIntegerField("版本号")
    title = models.CharField("标题模板", max_length=200)
    text = models.TextField("正文模板", max_length=4000)
    note = models.CharField("修改说明", max_length=200)
    by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="notice_texts", verbose_name="修改人"
    )
    at = models.DateTimeField("修改时间")

    class Meta:
        verbose_name = verbose_name_plural = "消息模板版本"
        ordering = ["kind", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="notify_text_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} 第 {self.number} 版"
