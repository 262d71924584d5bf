"""What the wall screen shows in turn (值班大屏): the points, the air, what needs a hand."""

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from bihuan.accounts.models import User
from bihuan.registry.models import StationClass
from bihuan.registry.queries.board import board
from bihuan.registry.queries.board_row import Row, rows
from bihuan.registry.queries.grouping import Group, grouping_for, groups
from bihuan.registry.queries.roster import BoardQuery, counts, points_of, roster, sorted_roster
from bihuan.registry.queries.station_air import StationAir, air_of, station_air
from bihuan.registry.standing import Standing

MOST_GROUPS, MOST_STATIONS, MOST_TROUBLES = 12, 40, 9
CLASSES = {one.value: str(one.label) for one in StationClass}
RANKS = {one.value: rank for rank, one in enumerate(StationClass)}


@dataclass(frozen=True, slots=True)
class WallStation:
    """One station with the index of its newest hour."""

    name: str
    station_class: str
    air: StationAir


@dataclass(frozen=True, slots=True)
class Wall:
    """Everything that the screen shows in turn.

    Attributes:
        total: active points of whatever state.
        counts: how many of them stand how.
        groups: the gravest first, at most MOST_GROUPS.
        stations: the worst air first within each class, at most MOST_STATIONS.
        levels: stations by class of their index, 1 to 6; 0 counts those without one.
        troubles: points over a limit or silent, at most MOST_TROUBLES.
        more_troubles: how many others there are.
    """

    total: int
    counts: dict[str, int]
    grouping: str
    groups: list[Group]
    stations: list[WallStation]
    levels: dict[int, int]
    troubles: list[Row]
    more_troubles: int


def wall(user: User, now: datetime) -> Wall:
    """The wall screen of what this person may see (值班大屏)."""
    shared = board(now)
    query = BoardQuery()
    frame = roster(points_of(user, query), shared)
    grouping = grouping_for(query, frame)
    trouble = sorted_roster(frame, "").filter(
        pl.col("standing").is_in([Standing.OVER.value, Standing.SILENT.value])
    )
    stations = _stations(frame, now)
    levels = [one.air.level for one in stations]
    return Wall(
        total=frame.height,
        counts=counts(frame),
        grouping=grouping,
        groups=groups(frame, grouping)[:MOST_GROUPS],
        stations=stations[:MOST_STATIONS],
        levels={level: levels.count(level) for level in range(7)},
        troubles=rows(trouble.head(MOST_TROUBLES), shared),
        more_troubles=max(0, trouble.height - MOST_TROUBLES),
    )


def _stations(frame: pl.DataFrame, now: datetime) -> list[WallStation]:
    air = station_air(now)
    mine = frame.filter(pl.col("medium") == "air", pl.col("station_class").is_not_null())
    found = [
        (RANKS[row["station_class"]], -(told.index or 0), row["name"], row, told)
        for row in mine.join(air, on="point").iter_rows(named=True)
        if (told := air_of(air, row["point"])) is not None
    ]
    return [
        WallStation(name, CLASSES[row["station_class"]], told)
        for _, _, name, row, told in sorted(found, key=lambda one: one[:3])
    ]
