"""What the hours of a period say (特征分析): course of the day, week, ratios, wind."""

from collections.abc import Callable
from decimal import Decimal

import numpy as np

from bihuan.air.analysis.relation import fit, ratio
from bihuan.air.analysis.time_variation import by_hour, hours_and_days
from bihuan.air.analysis.wind import CALM, SECTOR_NAMES, mean_wind, sector_shares, sectors
from bihuan.air.judge.figure import published
from bihuan.air.reporting.hours import CountyHours, county_hours
from bihuan.air.reporting.link import figure_page
from bihuan.air.reporting.look import item_of, look, span_of
from bihuan.regulations.air.pollutant import Pollutant, input_places, unit
from bihuan.regulations.rounding import FloatArray
from bihuan.reports.definition import Answer, Arguments, FigureQuery, Reading

Value = Decimal | str | None
NO_HOURS = "没有小时数据"
NO_WIND = "没有风数据"
NEWEST = "HJ633-2026"
LEAST_HOURS = 12


def _query(
    name: str,
    label: str,
    work: Callable[[CountyHours, Arguments], Value],
    *,
    reason: str = NO_HOURS,
    unit_of: Callable[[Arguments], str] = lambda _: "",
) -> FigureQuery:
    def answer(arguments: Arguments, reading: Reading) -> Answer:
        seen, span = look(arguments, reading), span_of(arguments)
        found = county_hours(seen, span)
        value = work(found, arguments) if found else None
        return seen.answer(value, span, reason=reason, unit=unit_of(arguments))

    return FigureQuery(name, label, answer, figure_page)


def rounded_value(value: float, places: int) -> Decimal | None:
    """A value as it is printed; None where it is missing."""
    return published(np.array([value]), places)[0]


def item_places(item: Pollutant) -> int:
    """Decimals of an hourly concentration. HJ 633-2026, 4.2.2"""
    return input_places(item, NEWEST)


def _item_unit(arguments: Arguments) -> str:
    return unit(item_of(arguments))


def _mean(values: FloatArray, places: int) -> Decimal | None:
    known = values[~np.isnan(values)]
    return rounded_value(float(known.mean()), places) if len(known) else None


def _turn(found: CountyHours, arguments: Arguments) -> tuple[int, float] | None:
    """The hour of the day with the highest or the lowest mean, and that mean."""
    means = by_hour(found.of(item_of(arguments)), found.span.first).mean
    if np.isnan(means).all():
        return None
    at = int(np.nanargmax(means) if arguments["side"] == "peak" else np.nanargmin(means))
    return at, float(means[at])


def _turn_hour(found: CountyHours, arguments: Arguments) -> Value:
    turn = _turn(found, arguments)
    return None if turn is None else f"{turn[0]}—{turn[0] + 1}时"


def _turn_value(found: CountyHours, arguments: Arguments) -> Value:
    turn = _turn(found, arguments)
    return None if turn is None else rounded_value(turn[1], item_places(item_of(arguments)))


def _weekend(found: CountyHours, arguments: Arguments) -> Value:
    """Weekend mean against the mean of the working days, in percent."""
    values = found.of(item_of(arguments))
    weekday = hours_and_days(found.span.first, len(values))[1]
    known = ~np.isnan(values)
    rest, work = values[known & (weekday >= 5)], values[known & (weekday < 5)]
    if not len(rest) or not len(work):
        return None
    return rounded_value(100 * (float(rest.mean()) / float(work.mean()) - 1), 1)


def _fine_share(found: CountyHours, _: Arguments) -> Value:
    return _mean(ratio(found.of(Pollutant.PM25), found.of(Pollutant.PM10)), 2)


def _sulphur_share(found: CountyHours, _: Arguments) -> Value:
    return _mean(ratio(found.of(Pollutant.SO2), found.of(Pollutant.NO2)), 2)


def _correlation(found: CountyHours, arguments: Arguments) -> Value:
    x, y = found.of(item_of(arguments)), found.of(Pollutant(str(arguments["other"])))
    both = ~np.isnan(x) & ~np.isnan(y)
    if both.sum() < LEAST_HOURS:
        return None
    return rounded_value(fit(x[both], y[both]).correlation, 2)


def _weather(found: CountyHours, arguments: Arguments) -> Value:
    name = str(arguments["name"])
    return _mean(found.weather[name], {"humidity": 0}.get(name, 1))


def _wind_name(found: CountyHours, _: Arguments) -> Value:
    """The sector from which the wind blew most often."""
    speed, direction = found.weather["wind_speed"], found.weather["wind_direction"]
    place = sectors(direction[speed >= CALM])
    counts = np.bincount(place[place >= 0], minlength=16)
    return f"{SECTOR_NAMES[int(counts.argmax())]}风" if counts.sum() else None


def _mean_wind(found: CountyHours, _: Arguments) -> Value:
    wind = mean_wind(found.weather["wind_speed"], found.weather["wind_direction"])
    if np.isnan(wind.direction):
        return None
    return f"{SECTOR_NAMES[int(sectors(np.array([wind.direction]))[0])]}风"


def _weak(found: CountyHours, _: Arguments) -> Value:
    """Share of hours with less than 2 m/s, in percent."""
    speed = found.weather["wind_speed"]
    known = speed[~np.isnan(speed)]
    return rounded_value(100 * float((known < 2.0).mean()), 1) if len(known) else None


def _sector(found: CountyHours, arguments: Arguments) -> tuple[int, float, float] | None:
    """The sector that brought most: its place, its contribution and its frequency."""
    shares = sector_shares(
        found.of(item_of(arguments)),
        found.weather["wind_speed"],
        found.weather["wind_direction"],
    )
    if not shares.share.any():
        return None
    at = int(shares.share.argmax())
    return at, 100 * float(shares.share[at]), 100 * float(shares.frequency[at])


def _sector_name(found: CountyHours, arguments: Arguments) -> Value:
    most = _sector(found, arguments)
    return None if most is None else SECTOR_NAMES[most[0]]


def _sector_share(found: CountyHours, arguments: Arguments) -> Value:
    most = _sector(found, arguments)
    return None if most is None else rounded_value(most[1], 1)


def hour_words(found: CountyHours, at: int) -> str:
    """An hour of the span named by its end, as HJ 633 does: 11月18日9时."""
    day = found.span.each()[at // 24]
    return f"{day.month}月{day.day}日{at % 24 + 1}时"


def _percent(_: Arguments) -> str:
    return "%"


QUERIES = (
    _query("air.hours.turn", "峰谷时段", _turn_hour),
    _query("air.hours.turn_value", "峰谷浓度", _turn_value, unit_of=_item_unit),
    _query("air.hours.weekend", "周末与工作日差", _weekend, unit_of=_percent),
    _query("air.hours.fine_share", "PM₂.₅/PM₁₀", _fine_share),
    _query("air.hours.sulphur_share", "SO₂/NO₂", _sulphur_share),
    _query("air.hours.correlation", "相关系数", _correlation),
    _query("air.hours.weather", "气象均值", _weather, reason="没有气象数据"),
    _query("air.hours.wind", "主导风向", _wind_name, reason=NO_WIND),
    _query("air.hours.mean_wind", "合成风向", _mean_wind, reason="风向不定或没有风数据"),
    _query("air.hours.weak_wind", "小风时段占比", _weak, reason=NO_WIND, unit_of=_percent),
    _query("air.hours.sector", "贡献最大的风向", _sector_name, reason=NO_WIND),
    _query("air.hours.sector_share", "该风向贡献", _sector_share, reason=NO_WIND, unit_of=_percent),
)
