"""Programs that push data over HTTP."""

from django.db import models

from bihuan.registry.models.point import MonitoringPoint


class PushSource(models.Model):
    """Program that may push values of certain points over HTTP (推送来源), known by a key."""

    name = models.CharField("名称", max_length=80, unique=True)
    key_hash = models.CharField("密钥（密文）", max_length=64, unique=True, editable=False)
    points = models.ManyToManyField(
        MonitoringPoint, blank=True, related_name="push_sources", verbose_name="允许的监测点"
    )
    is_active = models.BooleanField("启用", default=True)
    created_at = models.DateTimeField("创建时间")

    class Meta:
        verbose_name = verbose_name_plural = "推送来源"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
