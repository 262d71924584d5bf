"""What processes know of devices and of themselves."""

from django.db import models

from bihuan.registry.link import DropReason
from bihuan.registry.models.device import Device


class DeviceState(models.Model):
    """Last known state of a device (设备状态), written by the gateway in batches."""

    device = models.OneToOneField(
        Device,
        models.CASCADE,
        primary_key=True,
        related_name="state",
        verbose_name="设备",
    )
    connected = models.BooleanField("在线", default=False, db_index=True)
    gateway = models.CharField("网关", max_length=40, blank=True, db_index=True)
    address = models.GenericIPAddressField("来源地址", null=True, blank=True)
    connected_at = models.DateTimeField("上线时间", null=True, blank=True)
    dropped_at = models.DateTimeField("断开时间", null=True, blank=True)
    drop_reason = models.CharField("断开原因", max_length=10, choices=DropReason, blank=True)
    last_seen = models.DateTimeField("最后通信时间", null=True, blank=True, db_index=True)
    last_packet_at = models.DateTimeField("最后有效报文时间", null=True, blank=True)
    last_data_time = models.DateTimeField("最新数据时间", null=True, blank=True)
    delay_s = models.FloatField("数据延迟（秒）", null=True, blank=True)
    clock_offset_s = models.FloatField("时钟偏差（秒）", null=True, blank=True)
    counters = models.JSONField("计数", default=dict, blank=True)
    quirks = models.JSONField("不规范项计数", default=dict, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "设备状态"

    def __str__(self) -> str:
        return f"{self.device} {'在线' if self.connected else '离线'}"


class GatewayCounter(models.Model):
    """Count of one kind of event of one gateway on one day (网关计数)."""

    gateway = models.CharField("网关", max_length=40)
    day = models.DateField("日期")
    key = models.CharField("计数项", max_length=60)
    value = models.BigIntegerField("数量", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "网关计数"
        ordering = ["-day", "gateway", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["gateway", "day", "key"], name="registry_gateway_counter_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.day} {self.key} {self.value}"


class ProcessHeartbeat(models.Model):
    """Last sign of life of a process (进程心跳) with what it says about itself."""

    process = models.CharField("进程", max_length=40, primary_key=True)
    at = models.DateTimeField("时间")
    detail = models.JSONField("详情", default=dict, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "进程心跳"
        ordering = ["process"]

    def __str__(self) -> str:
        return f"{self.process} {self.at:%Y-%m-%d %H:%M:%S}"
