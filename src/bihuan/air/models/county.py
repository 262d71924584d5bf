"""Figures of counties that others published (县市公布数据): ours and the benchmark ones."""

from django.conf import settings
from django.db import models

from bihuan.accounts.models import District
from bihuan.accounts.models.choice import one_of
from bihuan.accounts.scope import ScopedQuerySet
from bihuan.documents.models import StoredFile


class CountyImportState(models.TextChoices):
    """Where an import stands (状态)."""

    CHECKED = "checked", "已核对，待确认"
    DONE = "done", "已导入"
    DROPPED = "dropped", "已放弃"


class CountyImportQuerySet(ScopedQuerySet["CountyImport"]):
    """Imports, scoped by their district."""


class CountyImport(models.Model):
    """One notice of the upper level as it was handed in (通报导入): read first, then confirmed.

    `rows` are those that can be taken in, `faults` what is wrong with the others.
    """

    district = models.ForeignKey(
        District, models.PROTECT, related_name="+", verbose_name="行政区划"
    )
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    source = models.CharField("来源", max_length=200)
    rows = models.JSONField("可导入的行", default=list)
    faults = models.JSONField("问题", default=list)
    state = models.CharField(
        "状态", max_length=8, choices=CountyImportState, default=CountyImportState.CHECKED
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="导入人"
    )
    at = models.DateTimeField("上传时间")
    done_at = models.DateTimeField("确认时间", null=True, blank=True)

    objects = CountyImportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "县市公布数据导入"
        ordering = ["-at", "-id"]
        constraints = [one_of("state", CountyImportState, name="air_county_import_state_known")]

    def __str__(self) -> str:
        return self.source


class CountyFigure(models.Model):
    """What the upper level or a benchmark county published for a period (公布数据, 对标县市).

    Values are kept as they were printed; empty is "not published".
    """

    county = models.CharField("县（市、区）", max_length=40)
    first = models.DateField("首日")
    last = models.DateField("末日")
    so2 = models.DecimalField("SO₂", max_digits=8, decimal_places=2, null=True, blank=True)
    no2 = models.DecimalField("NO₂", max_digits=8, decimal_places=2, null=True, blank=True)
    co = models.DecimalField("CO", max_digits=8, decimal_places=3, null=True, blank=True)
    o3 = models.DecimalField("O₃", max_digits=8, decimal_places=2, null=True, blank=True)
    pm10 = models.DecimalField("PM₁₀", max_digits=8, decimal_places=2, null=True, blank=True)
    pm2_5 = models.DecimalField("PM₂.₅", max_digits=8, decimal_places=2, null=True, blank=True)
    composite = models.DecimalField(
        "综合指数", max_digits=7, decimal_places=3, null=True, blank=True
    )
    good_days = models.PositiveSmallIntegerField("优良天数", null=True, blank=True)
    place = models.PositiveSmallIntegerField("综合排名", null=True, blank=True)
    source = models.CharField("来源", max_length=200)
    imported = models.ForeignKey(
        CountyImport,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name="导入批次",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="导入人"
    )
    at = models.DateTimeField("导入时间")

    class Meta:
        verbose_name = verbose_name_plural = "县市公布数据"
        ordering = ["-last", "-first", "place", "county", "-id"]
        indexes = [models.Index(fields=["first", "last"], name="air_county_period")]
        constraints = [
            models.CheckConstraint(
                name="air_county_rises", condition=models.Q(last__gte=models.F("first"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.county} {self.first:%Y-%m-%d}～{self.last:%Y-%m-%d}"
