"""The numbers of a document, as they were printed."""

from django.db import models

from bihuan.accounts.models.choice import one_of
from bihuan.reports.models.version import ReportVersion


class FigureKind(models.TextChoices):
    """What was derived (数据项类型)."""

    FIGURE = "figure", "数据"
    PICTURE = "picture", "图"
    SHEET = "sheet", "附表"


class StoredFigure(models.Model):
    """A number, picture or sheet of a version, with what derives it again (数据溯源).

    Of pictures and sheets `value` is a digest of the data behind them. `start` and `end` bound
    the values that were read: a change in there may change it.
    """

    version = models.ForeignKey(
        ReportVersion, models.CASCADE, related_name="figures", verbose_name="版本"
    )
    what = models.CharField("类型", max_length=8, choices=FigureKind, default=FigureKind.FIGURE)
    key = models.CharField("标识", max_length=80)
    label = models.CharField("名称", max_length=120)
    query = models.CharField("查询", max_length=80)
    arguments = models.JSONField("参数", default=dict)
    value = models.CharField("数值", max_length=400, null=True)
    is_text = models.BooleanField("是文字", default=False)
    reason = models.CharField("缺失原因", max_length=200, blank=True)
    unit = models.CharField("单位", max_length=20, blank=True)
    edition = models.CharField("标准版本", max_length=120, blank=True)
    data_version = models.CharField("数据版本", max_length=200, blank=True)
    start = models.DateTimeField("取数起", null=True)
    end = models.DateTimeField("取数止", null=True)
    style = models.CharField("写法", max_length=10)
    missing = models.CharField("缺失写法", max_length=40, blank=True)
    printed = models.CharField("印出文字", max_length=400)

    class Meta:
        verbose_name = verbose_name_plural = "报告数据项"
        ordering = ["version", "id"]
        indexes = [models.Index(fields=["start", "end"], name="reports_figure_read")]
        constraints = [
            one_of("what", FigureKind, name="reports_figure_kind_known"),
            models.UniqueConstraint(
                fields=["version", "what", "key"], name="reports_figure_key_once"
            ),
            models.CheckConstraint(
                name="reports_missing_has_reason",
                condition=models.Q(value__isnull=False) | ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}：{self.printed}"
