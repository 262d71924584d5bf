"""Forecast bulletins three times a day (预报简报, 早/中/晚)."""

from django.conf import settings
from django.db import models

from bihuan.accounts.models import District
from bihuan.accounts.models.choice import one_of
from bihuan.accounts.scope import ScopedQuerySet


class Slot(models.TextChoices):
    """When a bulletin is due (档次)."""

    MORNING = "morning", "早间"
    NOON = "noon", "午间"
    EVENING = "evening", "晚间"


class BulletinState(models.TextChoices):
    """Where a bulletin stands (状态)."""

    DRAFT = "draft", "草稿"
    APPROVED = "approved", "已审定"
    SENT = "sent", "已发出"


class BulletinQuerySet(ScopedQuerySet["Bulletin"]):
    """Bulletins, scoped by their district."""

    system = "air"


class Bulletin(models.Model):
    """A forecast as it was issued (预报简报); never edited after it was sent.

    `days` holds one entry a day: day, low, high (AQI), primary, note.
    """

    district = models.ForeignKey(
        District, models.PROTECT, related_name="+", verbose_name="行政区划"
    )
    day = models.DateField("日期")
    slot = models.CharField("档次", max_length=8, choices=Slot)
    due_at = models.DateTimeField("应发时间")
    days = models.JSONField("逐日预报", default=list)
    weather = models.TextField("天气形势")
    advice = models.TextField("管控建议", blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=BulletinState, default=BulletinState.DRAFT
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="编制人"
    )
    at = models.DateTimeField("编制时间")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="审定人",
    )
    approved_at = models.DateTimeField("审定时间", null=True, blank=True)
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)

    objects = BulletinQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "预报简报"
        ordering = ["-day", "-due_at"]
        constraints = [
            one_of("slot", Slot, name="air_bulletin_slot_known"),
            one_of("state", BulletinState, name="air_bulletin_state_known"),
            models.UniqueConstraint(
                fields=["district", "day", "slot"],
                name="air_bulletin_once",
                violation_error_message="该档次的简报已存在",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.get_slot_display()}"


class BulletinSource(models.Model):
    """What one weather source said when a bulletin was written (气象来源)."""

    bulletin = models.ForeignKey(
        Bulletin, models.CASCADE, related_name="sources", verbose_name="预报简报"
    )
    name = models.CharField("来源", max_length=60)
    text = models.TextField("预报内容")

    class Meta:
        verbose_name = verbose_name_plural = "气象来源"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
