"""The county over a period (时段评价)."""

from collections.abc import Callable
from decimal import Decimal

import numpy as np

from bihuan.air.judge.figure import PeriodFigures
from bihuan.air.queries.county import single_index
from bihuan.air.queries.county_day import primary_counts
from bihuan.air.reporting.link import county_page
from bihuan.air.reporting.look import NOTHING, choice_of, item_of, look, span_of
from bihuan.regulations.air.pollutant import symbol, unit
from bihuan.reports.definition import Answer, Arguments, FigureQuery, Reading
from bihuan.reports.period import short_day

Value = Decimal | str | None
NO_DAYS = "没有可发布的日AQI"


def _query(
    name: str,
    label: str,
    work: Callable[[PeriodFigures, Arguments], Value],
    *,
    reason: str = NO_DAYS,
    unit: str = "",
) -> FigureQuery:
    """A query that reads one value off the county's figures."""

    def answer(arguments: Arguments, reading: Reading) -> Answer:
        seen, span = look(arguments, reading), span_of(arguments)
        figures = seen.figures(span, choice_of(arguments))
        if figures is None:
            return seen.answer(None, span, reason=NOTHING)
        edition = figures.basis.words
        value = work(figures, arguments)
        return seen.answer(value, span, reason=reason, unit=unit, edition=edition)

    return FigureQuery(name, label, answer, county_page)


def statistic(arguments: Arguments, reading: Reading) -> Answer:
    """A pollutant's statistic: mean, for CO the 95th and for O3 the 90th percentile."""
    seen, span, item = look(arguments, reading), span_of(arguments), item_of(arguments)
    figures = seen.figures(span, choice_of(arguments))
    if figures is None:
        return seen.answer(None, span, reason=NOTHING)
    value = figures.printed(item)[0]
    reason = f"{symbol(item)}没有有效日数据"
    edition = figures.basis.words
    return seen.answer(value, span, reason=reason, unit=unit(item), edition=edition)


def _counted(figures: PeriodFigures, days: int) -> Decimal | None:
    """A count of days, missing where no day was judged: nobody counted zero."""
    return Decimal(days) if figures.judged_days[0] else None


def _of_level(figures: PeriodFigures, arguments: Arguments) -> Value:
    return _counted(figures, int(figures.days_of_level(int(str(arguments["level"])))[0]))


def _heavy(figures: PeriodFigures, arguments: Arguments) -> Value:
    return _counted(figures, sum(int(figures.days_of_level(one)[0]) for one in (5, 6)))


def _bad(figures: PeriodFigures, arguments: Arguments) -> Value:
    return _counted(figures, int(figures.judged_days[0] - figures.good_days[0]))


def _primary_days(figures: PeriodFigures, arguments: Arguments) -> Value:
    led = dict(primary_counts(figures))
    return _counted(figures, led.get(symbol(item_of(arguments)), 0))


def _leading(figures: PeriodFigures, arguments: Arguments) -> Value:
    led = primary_counts(figures)
    most = max((days for _, days in led), default=0)
    return "、".join(name for name, days in led if days == most) or None


def _main(figures: PeriodFigures, arguments: Arguments) -> Value:
    found = figures.main_pollutant(0)
    return symbol(found) if found else None


def _extreme(figures: PeriodFigures, arguments: Arguments) -> int | None:
    """Place of the worst or the best day, the first of equals."""
    index = figures.indices.index[0].astype(np.int64)
    known = np.flatnonzero(index >= 0)
    if not len(known):
        return None
    chosen = index[known].argmax() if arguments["side"] == "worst" else index[known].argmin()
    return int(known[chosen])


def _extreme_day(figures: PeriodFigures, arguments: Arguments) -> Value:
    at = _extreme(figures, arguments)
    return None if at is None else short_day(figures.span.each()[at])


def _extreme_index(figures: PeriodFigures, arguments: Arguments) -> Value:
    at = _extreme(figures, arguments)
    return None if at is None else Decimal(int(figures.indices.index[0, at]))


QUERIES = (
    FigureQuery("air.period.statistic", "时段浓度", statistic, county_page),
    _query(
        "air.period.composite",
        "综合指数",
        lambda figures, _: figures.printed_composite()[0],
        reason="六项污染物不全",
    ),
    _query(
        "air.period.single",
        "单项指数",
        lambda figures, arguments: single_index(figures, item_of(arguments)),
        reason="没有有效日数据",
    ),
    _query("air.period.main", "最大单项指数污染物", _main, reason="没有有效日数据"),
    _query(
        "air.period.good_days", "优良天数", lambda f, _: _counted(f, int(f.good_days[0])), unit="天"
    ),
    _query("air.period.good_share", "优良天数比例", lambda f, _: f.printed_share()[0], unit="%"),
    _query(
        "air.period.judged_days",
        "有效评价天数",
        lambda f, _: Decimal(int(f.judged_days[0])),
        unit="天",
    ),
    _query("air.period.level_days", "级别天数", _of_level, unit="天"),
    _query("air.period.heavy_days", "重度及以上污染天数", _heavy, unit="天"),
    _query("air.period.bad_days", "超标天数", _bad, unit="天"),
    _query("air.period.primary_days", "首要污染物天数", _primary_days, unit="天"),
    _query("air.period.leading", "出现最多的首要污染物", _leading, reason="没有首要污染物"),
    _query("air.period.extreme_day", "最好（最差）日", _extreme_day),
    _query("air.period.extreme_index", "最好（最差）日 AQI", _extreme_index),
)
