"""Mobile monitoring (走航监测): one drive or one fixed stay of the laboratory car."""

from django.conf import settings
from django.db import models

from bihuan.accounts.models import District
from bihuan.accounts.models.choice import one_of
from bihuan.accounts.scope import ScopedQuerySet
from bihuan.documents.models import StoredFile
from bihuan.registry.models.datum import datum_field


class DriveMode(models.TextChoices):
    """Whether the car moved (方式)."""

    MOVING = "moving", "走航"
    FIXED = "fixed", "定点"


class DriveQuerySet(ScopedQuerySet["Drive"]):
    """Drives, scoped by their district."""

    system = "air"


class Drive(models.Model):
    """One drive of mobile monitoring (走航): the file as it was handed in, and what it holds.

    The readings stay in the file; nothing of it is overwritten. `items` lists the measured
    columns with their units in the file's order.
    """

    district = models.ForeignKey(
        District, models.PROTECT, related_name="+", verbose_name="行政区划"
    )
    title = models.CharField("名称", max_length=80)
    mode = models.CharField("方式", max_length=8, choices=DriveMode, default=DriveMode.MOVING)
    vehicle = models.CharField("车辆", max_length=40, blank=True)
    instrument = models.CharField("仪器", max_length=80, blank=True)
    delay_s = models.PositiveSmallIntegerField("仪器滞后（秒）", default=0)
    datum = datum_field()
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    items = models.JSONField("监测项目", default=list)
    start = models.DateTimeField("开始")
    end = models.DateTimeField("结束")
    readings = models.PositiveIntegerField("记录数")
    unplaced = models.PositiveIntegerField("无有效位置", default=0)
    length_km = models.FloatField("里程", default=0)
    note = models.CharField("说明", max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="导入人"
    )
    at = models.DateTimeField("导入时间")

    objects = DriveQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "走航监测"
        ordering = ["-start", "-id"]
        constraints = [
            one_of("mode", DriveMode, name="air_drive_mode_known"),
            models.CheckConstraint(
                name="air_drive_has_length", condition=models.Q(end__gt=models.F("start"))
            ),
        ]
        indexes = [models.Index(fields=["district", "-start"], name="air_drive_start")]

    def __str__(self) -> str:
        return f"{self.title} {self.start:%Y-%m-%d}"
