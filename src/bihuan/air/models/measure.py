"""The library of measures (管控措施库), edited by administrators and analysts."""

from django.conf import settings
from django.db import models


class PermitNeed(models.TextChoices):
    """What kind of permit holder must lie upwind for a measure to fit (许可条件)."""

    PERMITTED = "permitted", "持排污许可证的企业"
    KEY = "key", "重点管理企业"
    REGISTERED = "registered", "登记管理企业"


class Measure(models.Model):
    """A measure that may be advised (管控措施).

    An empty condition fits everything; cause, place, weather and permit are held against a
    course. A measure that was approved beforehand may be issued
    at once; any other one waits for a person's approval.
    """

    code = models.CharField("编号", max_length=20, unique=True)
    title = models.CharField("措施", max_length=80)
    text = models.TextField("要求")
    cause = models.CharField("适用成因", max_length=20, blank=True)
    place = models.CharField("适用场所", max_length=40, blank=True)
    weather = models.CharField("适用气象", max_length=20, blank=True)
    permit_need = models.CharField("许可条件", max_length=12, choices=PermitNeed, blank=True)
    permit = models.CharField("许可依据", max_length=200, blank=True)
    source = models.CharField("依据", max_length=200)
    lead = models.CharField("牵头部门", max_length=60, blank=True)
    is_active = models.BooleanField("启用", default=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="预先批准人",
    )
    approved_at = models.DateTimeField("预先批准时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "管控措施"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="air_measure_permit_known",
                condition=models.Q(permit_need__in=["", *PermitNeed.values]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
