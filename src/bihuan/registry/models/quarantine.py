"""Devices that nobody has registered."""

from django.db import models


class QuarantineState(models.TextChoices):
    """What was decided about an unknown device (处理状态)."""

    WAITING = "waiting", "待处理"
    REGISTERED = "registered", "已登记"
    REFUSED = "refused", "已拒绝"


class QuarantinedDevice(models.Model):
    """MN that sent packets without being registered (未登记设备).

    The sample packet has its password masked; the password's keyed hash is kept, so that
    registering needs one click.
    """

    mn = models.CharField("设备唯一标识 MN", max_length=40, unique=True)
    first_seen = models.DateTimeField("首次出现")
    last_seen = models.DateTimeField("最近出现", db_index=True)
    count = models.PositiveBigIntegerField("报文数", default=0)
    address = models.GenericIPAddressField("来源地址", null=True, blank=True)
    sample = models.TextField("报文样本（密码已隐去）", blank=True)
    password_hash = models.CharField("访问密码（密文）", max_length=64, blank=True, editable=False)
    system_code = models.CharField("系统编码 ST", max_length=4, blank=True)
    edition = models.CharField("疑似协议版本", max_length=4, blank=True)
    state = models.CharField(
        "处理状态",
        max_length=12,
        choices=QuarantineState,
        default=QuarantineState.WAITING,
        db_index=True,
    )

    class Meta:
        verbose_name = verbose_name_plural = "未登记设备"
        ordering = ["-last_seen"]
        constraints = [
            models.CheckConstraint(name="registry_quarantine_has_mn", condition=~models.Q(mn="")),
        ]

    def __str__(self) -> str:
        return self.mn
