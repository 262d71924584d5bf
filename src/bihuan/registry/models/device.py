"""Devices, the points they serve, and the codes they speak."""

from decimal import Decimal

from django.db import models

from bihuan.accounts.models.choice import one_of
from bihuan.registry.models.point import MonitoringPoint
from bihuan.registry.scope import AssignmentScopedQuerySet, DeviceScopedQuerySet


class DeviceEdition(models.TextChoices):
    """Edition of HJ 212 that a device speaks (协议版本), chosen at registration, not from Flag."""

    HJT212_2005 = "2005", "HJ/T 212-2005"
    HJ212_2017 = "2017", "HJ 212-2017"
    HJ212_2025 = "2025", "HJ 212-2025"


class DeviceQuerySet(DeviceScopedQuerySet["Device"]):
    """Devices, scoped by the points they serve or served."""

    device_path = "id"


class Device(models.Model):
    """Data collector that speaks HJ 212 (数采仪, 现场机), known by its MN.

    The password is kept as a keyed hash; '' means that none is asked for. An empty list of
    allowed addresses lets it come from anywhere.
    """

    mn = models.CharField("设备唯一标识 MN", max_length=40, unique=True)
    name = models.CharField("名称", max_length=120)
    edition = models.CharField(
        "协议版本", max_length=4, choices=DeviceEdition, default=DeviceEdition.HJ212_2017
    )
    password_hash = models.CharField("访问密码（密文）", max_length=64, blank=True, editable=False)
    system_code = models.CharField("系统编码 ST", max_length=4, blank=True)
    tolerance = models.JSONField("容错设置", default=dict, blank=True)
    allowed_addresses = models.JSONField("允许的来源地址", default=list, blank=True)
    time_out_s = models.PositiveSmallIntegerField("超时时间（秒）", default=10)
    repeats = models.PositiveSmallIntegerField("重发次数", default=3)
    realtime_interval_s = models.PositiveSmallIntegerField("实时数据间隔（秒）", default=60)
    minute_interval_min = models.PositiveSmallIntegerField("分钟数据间隔（分钟）", default=10)
    carrier = models.CharField("通信运营商（线路）", max_length=40, blank=True)
    is_active = models.BooleanField("启用", default=True)
    points = models.ManyToManyField(
        MonitoringPoint, through="DeviceAssignment", related_name="devices", verbose_name="监测点"
    )

    objects = DeviceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "设备"
        ordering = ["mn"]
        constraints = [
            one_of("edition", DeviceEdition, name="registry_device_edition_known"),
            models.CheckConstraint(
                name="registry_device_has_mn",
                condition=~models.Q(mn=""),
                violation_error_message="MN 不能为空",
            ),
            models.CheckConstraint(
                name="registry_device_time_out_1_to_99",
                condition=models.Q(time_out_s__range=(1, 99), repeats__range=(1, 99)),
                violation_error_message="超时时间和重发次数应为 1 至 99",
            ),
            models.CheckConstraint(
                name="registry_device_intervals_positive",
                condition=models.Q(realtime_interval_s__gte=1, minute_interval_min__gte=1),
                violation_error_message="数据间隔必须大于 0",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.mn}）"


class DeviceAssignmentQuerySet(AssignmentScopedQuerySet["DeviceAssignment"]):
    """Assignments, scoped by their point."""


class DeviceAssignment(models.Model):
    """Spell in which a device's data belong to a point (设备关联), times half-open.

    A device may serve one point for each system code; '' stands for every other system. A swap
    ends one spell and starts another on the same point, so the series stays with the point.
    """

    device = models.ForeignKey(
        Device, models.PROTECT, related_name="assignments", verbose_name="设备"
    )
    point = models.ForeignKey(
        MonitoringPoint, models.PROTECT, related_name="assignments", verbose_name="监测点"
    )
    system_code = models.CharField("系统编码 ST", max_length=4, blank=True)
    start = models.DateTimeField("开始时间")
    end = models.DateTimeField("结束时间", null=True, blank=True)

    objects = DeviceAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "设备关联"
        ordering = ["device", "system_code", "start"]
        constraints = [
            models.UniqueConstraint(
                fields=["device", "system_code"],
                condition=models.Q(end__isnull=True),
                name="registry_assignment_open_once",
                violation_error_message="该设备（系统编码）已关联监测点",
            ),
            models.UniqueConstraint(
                fields=["device", "system_code", "start"],
                name="registry_assignment_start_once",
                violation_error_message="该设备（系统编码）同一时间已有关联",
            ),
            models.CheckConstraint(
                name="registry_assignment_ends_after_start",
                condition=models.Q(end__isnull=True) | models.Q(end__gt=models.F("start")),
                violation_error_message="结束时间必须晚于开始时间",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.device} {self.point}"

    def clean(self) -> None:
        """Refuse a spell that overlaps another of the same device and system code."""
        from bihuan.registry.spell import refuse_overlap

        super().clean()
        refuse_overlap(self)


class CodeMapping(models.Model):
    """Code that a device sends for a factor (编码映射); the value is multiplied by `scale`."""

    device = models.ForeignKey(
        Device, models.CASCADE, related_name="code_mappings", verbose_name="设备"
    )
    wire_code = models.CharField("上传编码", max_length=20)
    factor = models.CharField("因子编码", max_length=20)
    scale = models.DecimalField("换算系数", max_digits=18, decimal_places=9, default=Decimal(1))
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "编码映射"
        ordering = ["device", "wire_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["device", "wire_code"],
                name="registry_mapping_once",
                violation_error_message="该设备已有此编码的映射",
            ),
            models.CheckConstraint(
                name="registry_mapping_scale_not_zero",
                condition=~models.Q(scale=0),
                violation_error_message="换算系数不能为 0",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wire_code} → {self.factor}"
