"""Keys of devices that encrypt their data areas."""

from django.db import models

from bihuan.registry.models import Device


class DeviceKey(models.Model):
    """SM4 key of a device from a moment on (设备密钥), sealed; HJ 212-2025 [second hand, 待确认].

    A new key is a new row: packets that were made under the old one are still read with it.
    """

    device = models.ForeignKey(Device, models.CASCADE, related_name="keys", verbose_name="设备")
    since = models.DateTimeField("启用时间")
    sealed = models.TextField("密钥（密文）", editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "设备密钥（SM4）"
        ordering = ["device", "-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["device", "since"],
                name="gateway_key_since_once",
                violation_error_message="该设备在此时间已有密钥",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.device} {self.since:%Y-%m-%d %H:%M}"
