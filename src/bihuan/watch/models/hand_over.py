"""Shifts of the duty desk handing over."""

from django.db import models

from bihuan.accounts.models import District, User
from bihuan.accounts.scope import ScopedQuerySet


class HandOverQuerySet(ScopedQuerySet["HandOver"]):
    """Hand-overs, scoped by their district."""


class HandOver(models.Model):
    """A shift handed over (交接班记录): the brief as it stood when it was signed.

    `brief` keeps the figures and lines; `digest` is the SHA-256 of it, signed by who leaves and
    countersigned by who takes over.
    """

    district = models.ForeignKey(
        District, models.PROTECT, related_name="hand_overs", verbose_name="行政区划"
    )
    since = models.DateTimeField("本班开始时间")
    at = models.DateTimeField("交班时间")
    by = models.ForeignKey(User, models.PROTECT, related_name="hand_overs", verbose_name="交班人")
    note = models.TextField("交班说明", max_length=2000, blank=True)
    brief = models.JSONField("简报")
    digest = models.CharField("摘要值", max_length=64)
    taken_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="taken_shifts", verbose_name="接班人"
    )
    taken_at = models.DateTimeField("接班时间", null=True, blank=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "交接班记录"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["district", "-at"], name="watch_hand_over_list")]

    def __str__(self) -> str:
        return f"{self.district} {self.at:%Y-%m-%d %H:%M} {self.by}"
