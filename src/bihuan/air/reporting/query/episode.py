"""The course of a pollution episode (污染过程)."""

from collections.abc import Callable
from decimal import Decimal

import numpy as np

from bihuan.air.reporting.episode import Episode, chosen
from bihuan.air.reporting.hours import CountyHours, county_hours
from bihuan.air.reporting.link import county_page
from bihuan.air.reporting.look import look, span_of
from bihuan.air.reporting.query.hours import hour_words, item_places, rounded_value
from bihuan.regulations.air.pollutant import symbol
from bihuan.reports.definition import Answer, Arguments, FigureQuery, Reading

NONE_FOUND = "没有连续污染过程"


def _query(
    name: str,
    label: str,
    work: Callable[[CountyHours, Episode], Decimal | str | None],
    unit: str = "",
) -> FigureQuery:
    def answer(arguments: Arguments, reading: Reading) -> Answer:
        seen, span = look(arguments, reading), span_of(arguments)
        found = county_hours(seen, span)
        one = chosen(seen, span, str(arguments.get("subject") or ""))
        value = work(found, one) if one and found else None
        rules = seen.book(span).words("episode_")
        edition = "；".join([*found.indices.editions, rules]) if found else ""
        return seen.answer(value, span, reason=NONE_FOUND, unit=unit, edition=edition)

    return FigureQuery(name, label, answer, county_page)


def _peak(found: CountyHours, one: Episode) -> int | None:
    """Place of the highest hour of the leading pollutant within the episode."""
    values = found.of(one.item)[one.begin : one.end]
    return None if np.isnan(values).all() else one.begin + int(np.nanargmax(values))


def _peak_value(found: CountyHours, one: Episode) -> Decimal | None:
    at = _peak(found, one)
    return (
        None if at is None else rounded_value(float(found.of(one.item)[at]), item_places(one.item))
    )


def _peak_time(found: CountyHours, one: Episode) -> str | None:
    at = _peak(found, one)
    return None if at is None else hour_words(found, at)


QUERIES = (
    _query("air.episode.start", "过程开始", lambda found, one: begin_words(found, one.begin)),
    _query("air.episode.end", "过程结束", lambda found, one: hour_words(found, one.end - 1)),
    _query("air.episode.hours", "持续小时", lambda _, one: Decimal(one.hours), "小时"),
    _query("air.episode.highest", "最高实时 AQI", lambda _, one: Decimal(one.highest)),
    _query("air.episode.at", "峰值时刻", lambda found, one: hour_words(found, one.at)),
    _query("air.episode.item", "主导污染物", lambda _, one: symbol(one.item)),
    _query("air.episode.peak", "主导污染物小时峰值", _peak_value),
    _query("air.episode.peak_time", "小时峰值时刻", _peak_time),
)


def begin_words(found: CountyHours, at: int) -> str:
    """When an hour begins, 11月18日8时."""
    day = found.span.each()[at // 24]
    return f"{day.month}月{day.day}日{at % 24}时"
