"""Every township with yesterday and the month so far (乡镇列表), the worst of yesterday first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bihuan.air.judge.edition_choice import EditionChoice
from bihuan.air.judge.figure import PeriodFigures
from bihuan.air.judge.ranking import COMPOSITE, standings
from bihuan.air.judge.span import DaySpan
from bihuan.air.queries.county import month_so_far
from bihuan.air.queries.process import Process
from bihuan.air.queries.ranking import class_figures
from bihuan.air.queries.reading import Reading, readings
from bihuan.air.queries.township import townships_of
from bihuan.air.series.values import Values
from bihuan.air.site import Site, of_class
from bihuan.registry.models import StationClass

WORST = 3


@dataclass(frozen=True, slots=True)
class MonthSoFar:
    """The month of a township's station (本月累计)."""

    composite: Decimal | None
    place: int | None
    good_days: int
    judged_days: int


@dataclass(frozen=True, slots=True)
class TownshipLine:
    """One township by its own station (乡镇站); others never stand in for it.

    Attributes:
        site: None where the township has no township station.
        is_worst: among the three worst of yesterday.
        courses: its stations' abnormal courses that touch yesterday, the longest first.
    """

    code: str
    name: str
    site: Site | None
    yesterday: Reading | None
    month: MonthSoFar | None
    is_worst: bool
    courses: tuple[Process, ...]


def township_lines(
    values: Values, sites: Sequence[Site], courses: Sequence[Process], today: date
) -> list[TownshipLine]:
    """The townships, the worst of yesterday first; those without a value at the end."""
    stations = of_class(sites, StationClass.TOWNSHIP)
    day = today - timedelta(days=1)
    span, own = DaySpan(day, day), {site.district: site for site in reversed(stations)}
    table, days = values.day_indices(span), values.days(span)
    found = {site.row: readings(days, table, [site.row], 0)[0] for site in own.values()}
    worst = sorted((one.index for one in found.values() if one.index is not None), reverse=True)
    least = worst[:WORST][-1] if worst else None
    months = _months(values, stations, today)
    lines = [
        _line(code, name, own.get(code), found, months, least, _touching(courses, code, day))
        for code, name in townships_of(sites)
    ]
    return sorted(lines, key=_order)


def _line(
    code: str,
    name: str,
    site: Site | None,
    found: dict[int, Reading],
    months: dict[int, MonthSoFar],
    least: int | None,
    courses: tuple[Process, ...],
) -> TownshipLine:
    reading = found[site.row] if site else None
    index = reading.index if reading else None
    is_worst = index is not None and least is not None and index >= least
    month = months.get(site.row) if site else None
    return TownshipLine(code, name, site, reading, month, is_worst, courses)


def _order(line: TownshipLine) -> tuple[bool, int, str]:
    index = line.yesterday.index if line.yesterday else None
    return (index is None, -(index or 0), line.code)


def _months(values: Values, stations: Sequence[Site], today: date) -> dict[int, MonthSoFar]:
    span = month_so_far(today)
    if span is None or not stations:
        return {}
    figures = class_figures(values, stations, span, EditionChoice.AUTO)
    places = {one.row: one.place for one in standings(figures, COMPOSITE)}
    return {site.row: _month(figures, row, places.get(row)) for row, site in enumerate(stations)}


def _month(figures: PeriodFigures, row: int, place: int | None) -> MonthSoFar:
    return MonthSoFar(
        composite=figures.printed_composite()[row],
        place=place,
        good_days=int(figures.good_days[row]),
        judged_days=int(figures.judged_days[row]),
    )


def _touching(courses: Sequence[Process], code: str, day: date) -> tuple[Process, ...]:
    mine = [one for one in courses if one.site.district == code and one.touches(day)]
    return tuple(sorted(mine, key=lambda one: one.start - one.end)[:2])
