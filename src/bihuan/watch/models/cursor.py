"""How far the rules have read."""

from django.db import models


class ReadingCursor(models.Model):
    """How far the rules have read what arrived (读取游标); moves with what they wrote."""

    name = models.CharField("名称", max_length=20, primary_key=True)
    text = models.TextField("游标")
    moved_at = models.DateTimeField("移动时间")

    class Meta:
        verbose_name = verbose_name_plural = "读取游标"

    def __str__(self) -> str:
        return self.name
