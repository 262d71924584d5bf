"""The county on one day (日评价)."""

from decimal import Decimal

from bihuan.air.judge.edition_choice import EditionChoice
from bihuan.air.judge.figure import PeriodFigures
from bihuan.air.judge.span import DaySpan
from bihuan.air.queries.reading import Reading as DayReading
from bihuan.air.queries.reading import readings
from bihuan.air.reporting.link import county_page
from bihuan.air.reporting.look import NOTHING, Look, choice_of, item_of, look, span_of
from bihuan.regulations.air.pollutant import symbol, unit
from bihuan.reports.definition import Answer, Arguments, FigureQuery, Reading

NO_PRIMARY = "无"


def reading_of(seen: Look, span: DaySpan, choice: EditionChoice) -> DayReading | None:
    """The county's day as its page shows it; None without an evaluation station."""
    figures = seen.figures(span, choice)
    return readings(figures.days, figures.indices, [0], 0)[0] if figures else None


def edition_of(figures: PeriodFigures | None) -> str:
    """The editions behind figures, as a page prints them."""
    return figures.basis.words if figures else ""


def _said(arguments: Arguments, reading: Reading) -> tuple[Look, DaySpan, DayReading | None, str]:
    seen, span, choice = look(arguments, reading), span_of(arguments), choice_of(arguments)
    figures = seen.figures(span, choice)
    return seen, span, reading_of(seen, span, choice), edition_of(figures)


def index(arguments: Arguments, reading: Reading) -> Answer:
    """AQI of a day."""
    seen, span, day, edition = _said(arguments, reading)
    if day is None or day.index is None:
        return seen.answer(None, span, reason=day.reason if day else NOTHING, edition=edition)
    return seen.answer(Decimal(day.index), span, edition=edition)


def category(arguments: Arguments, reading: Reading) -> Answer:
    """Class of the day's AQI by name (类别), 良."""
    seen, span, day, edition = _said(arguments, reading)
    name = day.category.name_zh if day and day.category else None
    return seen.answer(name, span, reason="无法评价", edition=edition)


def level(arguments: Arguments, reading: Reading) -> Answer:
    """Class of the day's AQI by number (级别), 二级."""
    seen, span, day, edition = _said(arguments, reading)
    name = day.category.level_zh if day and day.category else None
    return seen.answer(name, span, reason="无法评价", edition=edition)


def primary(arguments: Arguments, reading: Reading) -> Answer:
    """Primary pollutants of a day; 无 where the AQI is 50 or less."""
    seen, span, day, edition = _said(arguments, reading)
    if day is None or day.index is None:
        return seen.answer(None, span, reason="无法评价", edition=edition)
    return seen.answer("、".join(map(symbol, day.primary)) or NO_PRIMARY, span, edition=edition)


def concentration(arguments: Arguments, reading: Reading) -> Answer:
    """A pollutant's value of a day: daily mean, for ozone the largest eight-hour mean."""
    seen, span, day, edition = _said(arguments, reading)
    item = item_of(arguments)
    value = day.values[item] if day else None
    reason = f"{symbol(item)}有效小时不足"
    return seen.answer(value, span, reason=reason, unit=unit(item), edition=edition)


QUERIES = (
    FigureQuery("air.day.index", "全市日 AQI", index, county_page),
    FigureQuery("air.day.category", "空气质量类别", category, county_page),
    FigureQuery("air.day.level", "空气质量级别", level, county_page),
    FigureQuery("air.day.primary", "首要污染物", primary, county_page),
    FigureQuery("air.day.concentration", "日均浓度", concentration, county_page),
)
