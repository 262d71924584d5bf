"""The live board's columns (实时看板): newest values of all points, judged, shared by readers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl
from django.db.models import FloatField, Q
from django.db.models.functions import Cast
from django.utils.timezone import localdate

from bihuan import telemetry
from bihuan.registry import standing
from bihuan.registry.models import FactorLimit
from bihuan.registry.queries.link import point_links
from bihuan.registry.queries.place import places
from bihuan.telemetry import Kind
from bihuan.ui.recent import Recent

KINDS = (Kind.REALTIME, Kind.MINUTE, Kind.HOUR)


@dataclass(frozen=True, slots=True)
class Board:
    """What is known of all points at one moment.

    Attributes:
        values: each (point, factor, kind), judged against its limit.
        standings: one row a point that ever reported.
        places: what active points are called and where they are.
    """

    values: pl.DataFrame
    standings: pl.DataFrame
    places: pl.DataFrame


def board(now: datetime) -> Board:
    """Every point as it stands now (实时看板), at most a second old."""
    return _BOARD.at(now)


def newest_arrival(now: datetime) -> datetime | None:
    """When anything arrived last (数据时效), at most five seconds old: every page asks for it."""
    return _NEWEST.at(now)


def _newest(now: datetime) -> datetime | None:
    store = telemetry.store()
    newest = [pl.DataFrame(store.latest(kind=kind))["arrival"].max() for kind in KINDS]
    return max((one for one in newest if isinstance(one, datetime)), default=None)


def limits_in_force(day: date) -> pl.DataFrame:
    """Every limit that holds on a day (现行限值); the strictest where a factor has several.

    Returns:
        columns standing.LIMITS; `kind` is the averaging time.
    """
    rows = FactorLimit.objects.filter(Q(end__isnull=True) | Q(end__gt=day), start__lte=day)
    numbers = rows.order_by().values_list(
        "point_factor__point",
        "point_factor__factor",
        "averaging",
        Cast("upper", FloatField()),
        Cast("lower", FloatField()),
    )
    frame = pl.DataFrame(list(numbers), schema=standing.LIMITS, orient="row")
    key = ["point", "factor", "kind"]
    return frame.group_by(key).agg(pl.col("upper").min(), pl.col("lower").max())


def _limits(now: datetime) -> pl.DataFrame:
    return limits_in_force(localdate(now))


def _read(now: datetime) -> Board:
    store = telemetry.store()
    parts = [pl.DataFrame(store.latest(kind=kind)).select(*standing.LATEST) for kind in KINDS]
    values = standing.judged(pl.concat(parts), _LIMITS.at(now), now)
    standings = standing.standings(values, _LINKS.at(now), now)
    return Board(values=values, standings=standings, places=places(now))


_LINKS = Recent(point_links, keep=timedelta(seconds=5))
_LIMITS = Recent(_limits, keep=timedelta(seconds=30))
_NEWEST = Recent(_newest, keep=timedelta(seconds=5))
_BOARD = Recent(_read, keep=timedelta(seconds=1))
