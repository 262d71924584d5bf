"""Instruments, drones and vehicles."""

from django.db import models

from bihuan.accounts.models import District, Organisation
from bihuan.accounts.models.choice import one_of
from bihuan.accounts.scope import ScopedQuerySet
from bihuan.registry.models.place import Station


class EquipmentKind(models.TextChoices):
    """What a piece of equipment is (器材类别)."""

    ANALYSER = "analyser", "固定监测仪器"
    SENSOR = "sensor", "传感器"
    CALIBRATOR = "calibrator", "校准设备"
    PORTABLE = "portable", "便携式仪器"
    DRONE = "drone", "无人机"
    OTHER = "other", "其他"


class EquipmentState(models.TextChoices):
    """Whether it can be used (使用状态)."""

    IN_USE = "in_use", "在用"
    SPARE = "spare", "备用"
    REPAIR = "repair", "维修中"
    RETIRED = "retired", "已报废"


class EquipmentQuerySet(ScopedQuerySet["Equipment"]):
    """Equipment, scoped by its district."""


class Equipment(models.Model):
    """Instrument, sensor or drone (仪器设备), in a station or carried about.

    `serial` is as given. A sensor's life and the day of its next calibration are facts of its
    own, so that what is due can be listed.
    """

    name = models.CharField("名称", max_length=80)
    kind = models.CharField("类别", max_length=12, choices=EquipmentKind)
    measures = models.CharField("测量项目", max_length=120, blank=True)
    maker = models.CharField("生产厂家", max_length=80, blank=True)
    model = models.CharField("型号", max_length=80, blank=True)
    serial = models.CharField("出厂编号", max_length=80, blank=True, db_index=True)
    station = models.ForeignKey(
        Station,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="equipment",
        verbose_name="所在站点",
    )
    district = models.ForeignKey(
        District, models.PROTECT, related_name="equipment", verbose_name="行政区划"
    )
    owner = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="equipment",
        verbose_name="所属单位",
    )
    keeper = models.CharField("保管人", max_length=40, blank=True)
    installed = models.DateField("启用（安装）日期", null=True, blank=True)
    life_months = models.PositiveSmallIntegerField("设计寿命（月）", null=True, blank=True)
    calibrated = models.DateField("最近校准（检定）日期", null=True, blank=True)
    calibration_due = models.DateField("下次校准（检定）日期", null=True, blank=True, db_index=True)
    state = models.CharField(
        "使用状态", max_length=8, choices=EquipmentState, default=EquipmentState.IN_USE
    )
    note = models.CharField("备注", max_length=300, blank=True)

    objects = EquipmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "仪器设备"
        ordering = ["district", "kind", "name", "id"]
        constraints = [
            one_of("kind", EquipmentKind, name="registry_equipment_kind_known"),
            one_of("state", EquipmentState, name="registry_equipment_state_known"),
        ]

    def __str__(self) -> str:
        return self.name


class VehicleKind(models.TextChoices):
    """What a vehicle is for (车辆用途)."""

    PATROL = "patrol", "巡查车"
    MAINTENANCE = "maintenance", "运维车"
    MOBILE_LAB = "mobile_lab", "走航车"
    OTHER = "other", "其他"


class VehicleQuerySet(ScopedQuerySet["Vehicle"]):
    """Vehicles, scoped by their district."""


class Vehicle(models.Model):
    """Vehicle of patrol or maintenance (车辆), with the terminal that says where it is."""

    plate = models.CharField("车牌号", max_length=20)
    kind = models.CharField("用途", max_length=12, choices=VehicleKind)
    model = models.CharField("车型", max_length=60, blank=True)
    district = models.ForeignKey(
        District, models.PROTECT, related_name="vehicles", verbose_name="行政区划"
    )
    owner = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="vehicles",
        verbose_name="所属单位",
    )
    keeper = models.CharField("责任人", max_length=40, blank=True)
    terminal = models.CharField("定位终端编号", max_length=60, blank=True)
    inspection_due = models.DateField("年检到期", null=True, blank=True, db_index=True)
    state = models.CharField(
        "使用状态", max_length=8, choices=EquipmentState, default=EquipmentState.IN_USE
    )
    note = models.CharField("备注", max_length=300, blank=True)

    objects = VehicleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "车辆"
        ordering = ["district", "plate"]
        constraints = [
            one_of("kind", VehicleKind, name="registry_vehicle_kind_known"),
            one_of("state", EquipmentState, name="registry_vehicle_state_known"),
            models.UniqueConstraint(
                fields=["plate"],
                name="registry_vehicle_plate_once",
                violation_error_message="该车牌号已登记",
            ),
        ]

    def __str__(self) -> str:
        return self.plate
