"""How figures of air are written (空气质量文字): values, changes, levels."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from bihuan.air.figure.kind import KIND_WORDS, FigureKind
from bihuan.air.judge.figure import PeriodFigures
from bihuan.air.models import CountyFigure
from bihuan.air.queries.benchmark import BenchmarkRow
from bihuan.air.queries.reading import HEADS, Head
from bihuan.air.queries.township import ClassRow
from bihuan.regulations.air.comparison import Change
from bihuan.regulations.air.period import rounded
from bihuan.regulations.air.pollutant import PUBLISHED_ORDER, Pollutant, symbol
from bihuan.ui.templatetags.ui import icon

register = template.Library()


@register.filter
def shown(value: Decimal | float | None) -> str:
    """A published value with just its decimals; a dash when missing.

    >>> shown(Decimal("4.30")), shown(None)
    ('4.30', '—')
    """
    return "—" if value is None else f"{value}"


@register.filter
def until_hour(start: Any) -> str:
    """The hour that began then, named by its end as HJ 633 does: 09:00 for 08:00-09:00."""
    if not start:
        return "—"
    end = localtime(start + timedelta(hours=1))
    return f"{end:%m-%d} {end:%H}:00"


@register.simple_tag
def gained(change: int | None) -> SafeString:
    """Places gained or lost (名次变化)."""
    if change is None:
        return format_html('<span class="cell-quiet">{}</span>', "—")
    if change == 0:
        return format_html('<span class="cell-quiet">{}</span>', "持平")
    tone, mark, word = ("good", "arrow-up", "升") if change > 0 else ("over", "arrow-down", "降")
    return format_html(
        '<span class="tone-text" data-tone="{}">{}{}{}</span>',
        tone,
        icon(mark),
        word,
        abs(change),
    )


@register.simple_tag
def changed(change: Change, better: str = "down") -> SafeString:
    """A change against an earlier period in percent; 无同期数据 where there is none."""
    if change.absolute is None:
        return format_html('<span class="cell-quiet">{}</span>', "无同期数据")
    if change.absolute == 0:
        return format_html('<span class="cell-quiet">{}</span>', "持平")
    is_good = (change.absolute < 0) == (better == "down")
    size = (
        f"{abs(change.percent):.1f}%" if change.percent is not None else f"{abs(change.absolute)}"
    )
    word = "下降" if change.absolute < 0 else "上升"
    return format_html(
        '<span class="tone-text" data-tone="{}">{} {}</span>',
        "good" if is_good else "over",
        word,
        size,
    )


@register.filter
def published_items(figure: CountyFigure) -> list[Decimal | None]:
    """A county's published concentrations in the order of the heads."""
    return [getattr(figure, item.value) for item in PUBLISHED_ORDER]


@register.filter
def symbol_of(item: str) -> str:
    """PM₂.₅ for pm2_5."""
    return symbol(Pollutant(item))


@register.filter
def hundredths(share: float | None) -> str:
    """A share as percent with one decimal."""
    return "—" if share is None or share != share else f"{100 * share:.1f}%"


@register.filter
def at(mapping: Any, key: Any) -> Any:
    """An entry of a mapping by a key that is a variable."""
    return mapping.get(key)


@register.filter
def site_lines(row: ClassRow) -> list[dict[str, Any]]:
    """The stations of a class with their figures, and their mean at the end (乡镇页)."""
    found = []
    for place, site in enumerate(row.sites):
        assert row.figures is not None
        found.append({"site": site, **_figures_of(row.figures, place)})
    if row.mean is not None:
        found.append({"site": None, **_figures_of(row.mean, 0)})
    return found


def _figures_of(figures: PeriodFigures, row: int) -> dict[str, Any]:
    return {
        "composite": figures.printed_composite()[row],
        "good": int(figures.good_days[row]),
        "judged": int(figures.judged_days[row]),
        "values": [figures.printed(item)[row] for item in PUBLISHED_ORDER],
    }


@register.filter
def fraction(value: Fraction | None, places: int = 1) -> str:
    """An exact figure rounded half to even; a dash when missing.

    >>> fraction(Fraction(91, 2), 0)
    '46'
    """
    return "—" if value is None else f"{rounded(value, places)}"


@register.filter
def published_values(row: BenchmarkRow) -> list[tuple[Head, Decimal | None]]:
    """Pollutants with what the county published."""
    return list(zip(HEADS, row.values, strict=True))


@register.filter
def contributions(row: BenchmarkRow) -> list[tuple[Head, float | None]]:
    """Pollutants with their part of the gap in the composite index."""
    return list(zip(HEADS, row.shares, strict=True))


@register.filter
def tidy(value: Decimal | None) -> str:
    """A value that a person wrote, without empty decimals.

    >>> tidy(Decimal("37.000")), tidy(Decimal("1.400")), tidy(Decimal("160"))
    ('37', '1.4', '160')
    """
    return "—" if value is None else f"{value.normalize():f}"


@register.filter
def figure_words(kind: FigureKind) -> str:
    """The Chinese name of a kind of figure."""
    return KIND_WORDS[kind]
