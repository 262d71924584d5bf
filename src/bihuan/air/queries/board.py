"""The board (空气质量看板): the newest hour of every station, by class and level."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

import numpy as np
import numpy.typing as npt
from django.utils.timezone import localdate

from bihuan.accounts.models import User
from bihuan.air.judge.day_table import hourly_indices, least_share, mean_of_sites
from bihuan.air.judge.edition_choice import EditionChoice
from bihuan.air.judge.ranking import METRICS
from bihuan.air.judge.span import DaySpan
from bihuan.air.queries.reading import Reading, has_any, readings
from bihuan.air.series.block import midnight
from bihuan.air.series.values import Table, Values, picked, values_at
from bihuan.air.site import CLASS_WORDS, CLASSES, Site, of_class, sites_of
from bihuan.registry.models import StationClass
from bihuan.regulations.air.category import Category, categories
from bihuan.regulations.air.pollutant import Pollutant
from bihuan.regulations.air.ranking import Contender, ranking

INDEX = "aqi"
HOUR_METRICS = {INDEX: "AQI", **{item.value: METRICS[item.value] for item in Pollutant}}


@dataclass(frozen=True, slots=True)
class Line:
    """A station in the newest hour.

    Attributes:
        place: from the best; None where it cannot be ranked, with the reading's reason.
        change: places gained since the hour before.
        last: start of the newest hour with data within two days; None for none.
    """

    site: Site
    reading: Reading
    place: int | None
    change: int | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class LevelRow:
    """How many stations of a class stand in each level (级别分布)."""

    station_class: StationClass
    counts: tuple[tuple[Category, int], ...]
    not_available: int
    total: int

    @property
    def words(self) -> str:
        """The class in short."""
        return CLASS_WORDS[self.station_class]


@dataclass(frozen=True, slots=True)
class Board:
    """The board of one person.

    Attributes:
        hour: start of the newest hour with data; None when nothing is there.
        county: mean over the evaluation stations; None without any.
        lines: the stations of the chosen class, best first.
        levels: one row a class.
        version: of the data.
    """

    hour: datetime | None
    county: Reading | None
    evaluation: int
    lines: tuple[Line, ...]
    levels: tuple[LevelRow, ...]
    version: str

    @property
    def end(self) -> datetime | None:
        """When the hour ended: how the standard names it (HJ 633-2026 4.2.4)."""
        return self.hour + timedelta(hours=1) if self.hour else None


def board(user: User, station_class: StationClass, metric: str, *, now: datetime) -> Board:
    """The newest hour of the stations that this person sees (看板)."""
    sites = sites_of(user, now)
    values = values_at(now)
    today = localdate(now)
    span = DaySpan(today - timedelta(days=1), today)
    hours = values.hours(span)
    at = _newest(hours, sites)
    if at is None:
        return Board(None, None, 0, (), (), values.version.code)
    evaluation = of_class(sites, StationClass.PROVINCIAL)
    return Board(
        hour=midnight(span.first) + timedelta(hours=at),
        county=_county(hours, evaluation, span, at),
        evaluation=len(evaluation),
        lines=_lines(values, of_class(sites, station_class), metric, span, at),
        levels=tuple(_levels(values, sites, span, at)),
        version=values.version.code,
    )


@dataclass(frozen=True, slots=True)
class NewestHour:
    """The newest hour with data among some stations: its start, a reading for each."""

    start: datetime | None
    readings: tuple[tuple[Site, Reading], ...]
    version: str


def newest_hour(sites: Sequence[Site], now: datetime) -> NewestHour:
    """What each station says in the newest hour that any of them has (最新一小时)."""
    values, today = values_at(now), localdate(now)
    span = DaySpan(today - timedelta(days=1), today)
    hours = values.hours(span)
    at = _newest(hours, sites)
    if at is None:
        return NewestHour(None, (), values.version.code)
    found = readings(hours, values.hour_indices(span), [site.row for site in sites], at)
    start = midnight(span.first) + timedelta(hours=at)
    return NewestHour(start, tuple(zip(sites, found, strict=True)), values.version.code)


def _newest(hours: Table, sites: Sequence[Site]) -> int | None:
    rows = [site.row for site in sites]
    known = np.flatnonzero(has_any(hours)[rows].any(axis=0)) if rows else np.array([])
    return int(known[-1]) if len(known) else None


def _county(hours: Table, sites: Sequence[Site], span: DaySpan, at: int) -> Reading | None:
    if not sites:
        return None
    mean = mean_of_sites(picked(hours, sites), least_share=least_share(len(sites)))
    table = hourly_indices(mean, span.first, EditionChoice.AUTO)
    return readings(mean, table, [0], at)[0]


def _levels(values: Values, sites: Sequence[Site], span: DaySpan, at: int) -> list[LevelRow]:
    table = values.hour_indices(span)
    found = []
    for each in CLASSES:
        mine = of_class(sites, each)
        index = [int(table.index[site.row, at]) for site in mine]
        counts = tuple(
            (one, sum(one.lowest <= value <= one.highest for value in index))
            for one in categories()
        )
        found.append(LevelRow(each, counts, Counter(n < 0 for n in index)[True], len(mine)))
    return found


def _lines(
    values: Values, sites: Sequence[Site], metric: str, span: DaySpan, at: int
) -> tuple[Line, ...]:
    hours, table = values.hours(span), values.hour_indices(span)
    rows = [site.row for site in sites]
    now = readings(hours, table, rows, at)
    places = _places(now, metric)
    before = _places(readings(hours, table, rows, at - 1), metric) if at else {}
    known = has_any(hours)
    lines = [
        Line(
            site=site,
            reading=one,
            place=places.get(row),
            change=_gained(before.get(row), places.get(row)),
            last=_last(known[site.row], span),
        )
        for row, (site, one) in enumerate(zip(sites, now, strict=True))
    ]
    return tuple(sorted(lines, key=lambda line: (line.place is None, line.place or 0)))


def _gained(before: int | None, after: int | None) -> int | None:
    return None if before is None or after is None else before - after


def _places(found: Sequence[Reading], metric: str) -> dict[int, int]:
    contenders = [Contender(str(row), _metric(one, metric)) for row, one in enumerate(found)]
    return {
        int(place.contender.name): place.place
        for place in ranking(contenders)
        if place.place is not None
    }


def _metric(one: Reading, metric: str) -> Decimal | None:
    if metric == INDEX:
        return None if one.index is None else Decimal(one.index)
    return one.values[Pollutant(metric)]


def _last(known: npt.NDArray[np.bool_], span: DaySpan) -> datetime | None:
    places = np.flatnonzero(known)
    return midnight(span.first) + timedelta(hours=int(places[-1])) if len(places) else None
