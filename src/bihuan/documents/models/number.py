"""Numbers of documents that run without gaps."""

from django.db import models

from bihuan.accounts.models import User


class NumberSeries(models.Model):
    """A run of numbers (编号序列), such as one year's orders of one county."""

    code = models.CharField("序列", max_length=120, unique=True)
    last = models.PositiveIntegerField("最后一号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "编号序列"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code}：{self.last}"


class IssuedNumber(models.Model):
    """A number that was given out (文号); a void keeps its place with its reason."""

    series = models.ForeignKey(
        NumberSeries, models.PROTECT, related_name="numbers", verbose_name="编号序列"
    )
    serial = models.PositiveIntegerField("序号")
    text = models.CharField("文号", max_length=120, unique=True)
    purpose = models.CharField("用途", max_length=200)
    issued_at = models.DateTimeField("取号时间")
    issued_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="取号人"
    )
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    voided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="作废人"
    )
    void_reason = models.CharField("作废原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "文号"
        ordering = ["series", "serial"]
        constraints = [
            models.UniqueConstraint(fields=["series", "serial"], name="documents_number_once"),
            models.CheckConstraint(
                name="documents_void_has_reason",
                condition=models.Q(voided_at__isnull=True) | ~models.Q(void_reason=""),
                violation_error_message="作废必须写明原因",
            ),
        ]

    def __str__(self) -> str:
        return self.text
