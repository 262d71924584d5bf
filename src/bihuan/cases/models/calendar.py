"""Holidays and office hours as data."""

from django.db import models

from bihuan.accounts.models import Organisation, User
from bihuan.accounts.models.choice import one_of


class DayKind(models.TextChoices):
    """What a named day is (日期类型)."""

    HOLIDAY = "holiday", "节假日"
    MAKE_UP_DAY = "make_up_day", "调休上班"


class CalendarYear(models.Model):
    """A year's holiday notice (年度放假安排): known with its source, or not yet announced."""

    year = models.PositiveSmallIntegerField("年份", primary_key=True)
    is_announced = models.BooleanField("已公布", default=False)
    source = models.CharField("依据", max_length=120, blank=True)
    changed_at = models.DateTimeField("修改时间", null=True, blank=True)
    changed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="修改人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "放假安排"
        ordering = ["year"]

    def __str__(self) -> str:
        return f"{self.year} 年"


class CalendarDay(models.Model):
    """A day that the notice names (放假或调休的日期)."""

    day = models.DateField("日期", primary_key=True)
    kind = models.CharField("类型", max_length=12, choices=DayKind)
    name = models.CharField("名称", max_length=20, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "节假日"
        ordering = ["day"]
        constraints = [one_of("kind", DayKind, name="cases_day_kind_known")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class OfficeTime(models.Model):
    """Office hours of a body (办公时间), such as ``08:30-12:00,14:30-18:00``."""

    organisation = models.OneToOneField(
        Organisation, models.CASCADE, related_name="office_time", verbose_name="单位"
    )
    spells = models.CharField("时段", max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = "办公时间"

    def __str__(self) -> str:
        return f"{self.organisation} {self.spells}"
