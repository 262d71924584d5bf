"""The list of units from which random checks are drawn."""

from django.db import models

from bihuan.accounts.models.choice import one_of
from bihuan.registry.models.enterprise import Enterprise
from bihuan.registry.scope import UnitScopedQuerySet


class CheckGrade(models.TextChoices):
    """How often a unit is drawn (抽查类别)."""

    KEY = "key", "重点排污单位"
    SPECIAL = "special", "特殊监管对象"
    GENERAL = "general", "一般排污单位"


class CheckListQuerySet(UnitScopedQuerySet["CheckListEntry"]):
    """Entries, scoped by their enterprise."""

    district_path = "enterprise__district_id"


class CheckListEntry(models.Model):
    """Spell of a unit on the random-check list (随机抽查排污单位清单), days half-open.

    A change of grade closes the running spell and opens another; nothing is overwritten.
    """

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="check_list_entries", verbose_name="企业"
    )
    grade = models.CharField("抽查类别", max_length=8, choices=CheckGrade)
    start = models.DateField("列入日期")
    end = models.DateField("移出日期", null=True, blank=True)
    reason = models.CharField("列入原因", max_length=200, blank=True)
    end_reason = models.CharField("移出原因", max_length=200, blank=True)

    objects = CheckListQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "随机抽查对象"
        ordering = ["enterprise", "-start"]
        constraints = [
            one_of("grade", CheckGrade, name="registry_check_grade_known"),
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=models.Q(end__isnull=True),
                name="registry_check_open_once",
                violation_error_message="该企业已在清单中",
            ),
            models.CheckConstraint(
                name="registry_check_ends_after_start",
                condition=models.Q(end__isnull=True) | models.Q(end__gt=models.F("start")),
                violation_error_message="移出日期必须晚于列入日期",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.get_grade_display()}"
