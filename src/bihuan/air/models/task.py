"""Assessment tasks (考核任务): a goal of a year, a winter or a quarter, shared among townships."""

from django.conf import settings
from django.db import models

from bihuan.accounts.models import District
from bihuan.accounts.models.choice import one_of
from bihuan.accounts.scope import ScopedQuerySet


class TaskKind(models.TextChoices):
    """Which period a task is about (考核时段)."""

    YEAR = "year", "年度"
    WINTER = "winter", "秋冬防（10 月至次年 3 月）"
    FIRST = "q1", "一季度"
    SECOND = "q2", "二季度"
    THIRD = "q3", "三季度"
    FOURTH = "q4", "四季度"


class TaskItem(models.TextChoices):
    """What is assessed: means, which can be shared (考核项目)."""

    PM25 = "pm2_5", "PM₂.₅ 均值"
    PM10 = "pm10", "PM₁₀ 均值"
    NO2 = "no2", "NO₂ 均值"
    SO2 = "so2", "SO₂ 均值"


class TaskQuerySet(ScopedQuerySet["AssessmentTask"]):
    """Tasks, scoped by their district."""

    system = "air"


class AssessmentTask(models.Model):
    """A goal of the county over a period (考核任务)."""

    district = models.ForeignKey(
        District, models.PROTECT, related_name="+", verbose_name="行政区划"
    )
    kind = models.CharField("考核时段", max_length=8, choices=TaskKind)
    first = models.DateField("首日")
    last = models.DateField("末日")
    item = models.CharField("考核项目", max_length=8, choices=TaskItem)
    value = models.DecimalField("目标值", max_digits=6, decimal_places=1)
    source = models.CharField("下达依据", max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="录入人"
    )
    at = models.DateTimeField("录入时间")

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核任务"
        ordering = ["-first", "kind", "item"]
        constraints = [
            one_of("kind", TaskKind, name="air_task_kind_known"),
            one_of("item", TaskItem, name="air_task_item_known"),
            models.UniqueConstraint(
                fields=["district", "kind", "first", "item"],
                name="air_task_once",
                violation_error_message="该时段已有此项任务",
            ),
            models.CheckConstraint(name="air_task_positive", condition=models.Q(value__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.first:%Y} {self.get_kind_display()} {self.get_item_display()}"


class TaskShare(models.Model):
    """A township's part of a task and who answers for it (任务分解, 责任单位)."""

    task = models.ForeignKey(
        AssessmentTask, models.CASCADE, related_name="shares", verbose_name="考核任务"
    )
    district = models.ForeignKey(
        District, models.PROTECT, related_name="+", verbose_name="乡镇（街道）"
    )
    value = models.DecimalField("目标值", max_digits=6, decimal_places=1)
    owner = models.CharField("责任单位", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "任务分解"
        ordering = ["district"]
        constraints = [
            models.UniqueConstraint(fields=["task", "district"], name="air_task_share_once")
        ]

    def __str__(self) -> str:
        return f"{self.district} {self.value}"
