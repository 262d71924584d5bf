"""Membership of the lists of key units, with history."""

from django.db import models

from bihuan.accounts.models.choice import one_of
from bihuan.registry.models.enterprise import Enterprise
from bihuan.registry.scope import UnitScopedQuerySet


class KeyList(models.TextChoices):
    """Which list of key units (名录类别).

    Source: 环境监管重点单位名录管理办法 (生态环境部令第27号, in force since 2023-01-01).
    """

    WATER = "water", "水环境重点排污单位"
    AIR = "air", "大气环境重点排污单位"
    NOISE = "noise", "噪声重点排污单位"
    GROUNDWATER = "groundwater", "地下水污染防治重点排污单位"
    SOIL = "soil", "土壤污染重点监管单位"
    RISK = "risk", "环境风险重点管控单位"


class KeyListEntryQuerySet(UnitScopedQuerySet["KeyListEntry"]):
    """Memberships, scoped by their enterprise."""

    district_path = "enterprise__district_id"


class KeyListEntry(models.Model):
    """Spell of an enterprise on a list of key units (重点单位名录记录), days half-open.

    A change closes the running spell and opens another; nothing is overwritten.
    """

    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="key_list_entries", verbose_name="企业"
    )
    year = models.PositiveSmallIntegerField("名录年度")
    kind = models.CharField("名录类别", max_length=12, choices=KeyList)
    start = models.DateField("列入日期")
    end = models.DateField("移出日期", null=True, blank=True)
    reason = models.CharField("列入原因", max_length=200, blank=True)
    end_reason = models.CharField("移出原因", max_length=200, blank=True)

    objects = KeyListEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "重点单位名录记录"
        ordering = ["enterprise", "kind", "start"]
        constraints = [
            one_of("kind", KeyList, name="registry_key_list_kind_known"),
            models.UniqueConstraint(
                fields=["enterprise", "kind"],
                condition=models.Q(end__isnull=True),
                name="registry_key_list_open_once",
                violation_error_message="该企业已在此名录中",
            ),
            models.UniqueConstraint(
                fields=["enterprise", "kind", "start"],
                name="registry_key_list_start_once",
                violation_error_message="该企业同日已有此名录记录",
            ),
            models.CheckConstraint(
                name="registry_key_list_ends_after_start",
                condition=models.Q(end__isnull=True) | models.Q(end__gt=models.F("start")),
                violation_error_message="移出日期必须晚于列入日期",
            ),
        ]
        indexes = [models.Index(fields=["kind", "start", "end"], name="registry_key_list_days")]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.year} {self.get_kind_display()}"
