"""Who is on call."""

from django.db import models

from bihuan.accounts.models import District, User
from bihuan.accounts.scope import ScopedQuerySet


class RosterQuerySet(ScopedQuerySet["Roster"]):
    """Rosters, scoped by their district."""


class Roster(models.Model):
    """A team that takes turns on call (值班组), in a district."""

    name = models.CharField("名称", max_length=60)
    district = models.ForeignKey(
        District, models.PROTECT, related_name="rosters", verbose_name="行政区划"
    )
    members = models.ManyToManyField(User, related_name="rosters", verbose_name="成员")

    objects = RosterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "值班组"
        ordering = ["district", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "name"],
                name="notify_roster_name_once",
                violation_error_message="该行政区划已有同名值班组",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Shift(models.Model):
    """One person's turn on call (值班班次), from `start` until `end`."""

    roster = models.ForeignKey(Roster, models.CASCADE, related_name="shifts", verbose_name="值班组")
    person = models.ForeignKey(User, models.PROTECT, related_name="shifts", verbose_name="值班人员")
    start = models.DateTimeField("开始时间")
    end = models.DateTimeField("结束时间")

    class Meta:
        verbose_name = verbose_name_plural = "值班班次"
        ordering = ["start", "roster"]
        constraints = [
            models.CheckConstraint(
                name="notify_shift_ends_after_start",
                condition=models.Q(end__gt=models.F("start")),
                violation_error_message="结束时间必须晚于开始时间",
            ),
            models.UniqueConstraint(
                fields=["roster", "person", "start"],
                name="notify_shift_once",
                violation_error_message="该人员在此时间已有班次",
            ),
        ]
        indexes = [models.Index(fields=["end", "start"], name="notify_shift_span")]

    def __str__(self) -> str:
        return f"{self.roster} {self.person} {self.start:%Y-%m-%d %H:%M}"
