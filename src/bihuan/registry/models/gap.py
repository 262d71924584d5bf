"""Spells in which a device was silent."""

from django.db import models

from bihuan.registry.link import LinkCause
from bihuan.registry.models.device import Device
from bihuan.registry.scope import DeviceScopedQuerySet


class LinkGapQuerySet(DeviceScopedQuerySet["LinkGap"]):
    """Silences, scoped by the points of their device."""


class LinkGap(models.Model):
    """Spell without data from a device (通信中断), with the cause guessed while it lasted."""

    device = models.ForeignKey(
        Device, models.CASCADE, related_name="link_gaps", verbose_name="设备"
    )
    start = models.DateTimeField("中断开始")
    end = models.DateTimeField("恢复时间", null=True, blank=True)
    cause = models.CharField("原因判断", max_length=10, choices=LinkCause)
    because = models.CharField("判断依据", max_length=300)

    objects = LinkGapQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通信中断"
        ordering = ["-start", "device"]
        constraints = [
            models.UniqueConstraint(
                fields=["device"],
                condition=models.Q(end__isnull=True),
                name="registry_link_gap_open_once",
            ),
            models.CheckConstraint(
                name="registry_link_gap_ends_after_start",
                condition=models.Q(end__isnull=True) | models.Q(end__gte=models.F("start")),
            ),
        ]
        indexes = [models.Index(fields=["device", "-start"], name="registry_link_gap_device")]

    def __str__(self) -> str:
        return f"{self.device} {self.start:%Y-%m-%d %H:%M}"
