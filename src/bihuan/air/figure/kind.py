"""Kinds of figures (图型)."""

from enum import StrEnum


class FigureKind(StrEnum):
    """What a figure shows."""

    HOUR = "hour"
    WEEKDAY = "weekday"
    MONTH = "month"
    WIND = "wind"
    POLLUTION = "pollution"
    POLAR = "polar"
    SECTOR = "sector"
    SCATTER = "scatter"
    RATIO = "ratio"
    CORRELATION = "correlation"
    TREND = "trend"


KIND_WORDS = {
    FigureKind.HOUR: "日变化",
    FigureKind.WEEKDAY: "周变化",
    FigureKind.MONTH: "月变化",
    FigureKind.WIND: "风玫瑰",
    FigureKind.POLLUTION: "污染玫瑰",
    FigureKind.POLAR: "极坐标图",
    FigureKind.SECTOR: "扇区贡献",
    FigureKind.SCATTER: "散点与拟合",
    FigureKind.RATIO: "PM₂.₅/PM₁₀ 比值",
    FigureKind.CORRELATION: "相关矩阵",
    FigureKind.TREND: "趋势",
}
"""The Chinese name of each kind."""
