"""Local sources of every kind."""

from django.db import models

from bihuan.accounts.models import District
from bihuan.accounts.models.choice import one_of
from bihuan.registry.models.datum import datum_field
from bihuan.registry.models.department import Department
from bihuan.registry.models.enterprise import Enterprise
from bihuan.registry.scope import UnitScopedQuerySet


class SourceKind(models.Model):
    """Kind of local source (本地源类别), as data: a new kind needs no programmer."""

    code = models.SlugField("代码", max_length=20, primary_key=True)
    name = models.CharField("名称", max_length=20, unique=True)
    pollutants = models.CharField("主要污染物", max_length=80, blank=True)
    order = models.PositiveSmallIntegerField("排序", default=0)
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "本地源类别"
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class SourceLevel(models.TextChoices):
    """How closely a source is watched (关注程度)."""

    KEY = "key", "重点"
    GENERAL = "general", "一般"


class SourceState(models.TextChoices):
    """Whether a source is at work (存续状态)."""

    ACTIVE = "active", "在用（在建）"
    PAUSED = "paused", "停用（停工）"
    ENDED = "ended", "已消除"


class LocalSourceQuerySet(UnitScopedQuerySet["LocalSource"]):
    """Local sources, scoped by their district and enterprise."""


class LocalSource(models.Model):
    """Local source of pollution (本地源), whether a firm, a site, a road or a kitchen.

    Place in CGCS2000; `datum` says in which system it was given.
    """

    name = models.CharField("名称", max_length=120, db_index=True)
    kind = models.ForeignKey(
        SourceKind, models.PROTECT, related_name="sources", verbose_name="类别"
    )
    district = models.ForeignKey(
        District, models.PROTECT, related_name="local_sources", verbose_name="行政区划"
    )
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="local_sources",
        verbose_name="关联企业",
    )
    address = models.CharField("地址", max_length=200, blank=True)
    longitude = models.FloatField("经度", null=True, blank=True)
    latitude = models.FloatField("纬度", null=True, blank=True)
    datum = datum_field()
    scale = models.CharField("规模", max_length=80, blank=True)
    pollutants = models.CharField("主要污染物", max_length=80, blank=True)
    measures = models.CharField("治理（管控）措施", max_length=200, blank=True)
    level = models.CharField(
        "关注程度", max_length=8, choices=SourceLevel, default=SourceLevel.GENERAL
    )
    state = models.CharField(
        "存续状态", max_length=8, choices=SourceState, default=SourceState.ACTIVE
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="local_sources",
        verbose_name="主管部门",
    )
    keeper = models.CharField("责任人", max_length=40, blank=True)
    start = models.DateField("开始日期", null=True, blank=True)
    end = models.DateField("结束日期", null=True, blank=True)
    note = models.CharField("备注", max_length=300, blank=True)

    objects = LocalSourceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "本地源"
        ordering = ["district", "kind", "name", "id"]
        constraints = [
            one_of("level", SourceLevel, name="registry_source_level_known"),
            one_of("state", SourceState, name="registry_source_state_known"),
            models.CheckConstraint(
                name="registry_source_ends_after_start",
                condition=models.Q(start__isnull=True)
                | models.Q(end__isnull=True)
                | models.Q(end__gt=models.F("start")),
                violation_error_message="结束日期必须晚于开始日期",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "district"], name="registry_source_kind"),
            models.Index(fields=["district", "name", "id"], name="registry_source_list"),
        ]

    def __str__(self) -> str:
        return self.name
