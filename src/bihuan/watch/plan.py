"""Which spans the rules must judge, from what arrived (判定计划): pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import polars as pl

from bihuan.telemetry import Kind

RECENT: Final = timedelta(hours=3)
"""What began since is judged for all points together; older arrivals by their own points."""

LONGEST: Final = timedelta(days=31)
AFTER_LATE: Final = timedelta(days=1)
JUST_AFTER: Final = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A span to judge: [start, end) of period starts, of some points or of all (待判定时段)."""

    start: datetime
    end: datetime
    points: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """An event that a stretch may change."""

    point: int
    begin: datetime
    end: datetime


def stretches(changes: pl.DataFrame, kinds: Iterable[Kind], now: datetime) -> list[Stretch]:
    """What a rule that reads these kinds must judge.

    Args:
        changes: telemetry's CHANGE_SCHEMA.
        kinds: which the rule reads.
        now: aware.

    Returns:
        stretches of older data by their own points, then at most one of recent data of all.
    """
    mine = changes.filter(
        pl.col("kind").is_in([str(kind) for kind in kinds]), pl.col("start_min") <= now
    )
    recent = pl.col("start_min") >= now - RECENT
    fresh, late = mine.filter(recent), mine.filter(~recent)
    found: list[Stretch] = []
    for _, part in late.sort("day").group_by("day", maintain_order=True):
        points = tuple(sorted(set(part["point"].to_list())))
        _join(found, _stretch(part, points, min(now, _end(part) + AFTER_LATE)))
    return [*found, *([_stretch(fresh, None, now)] if fresh.height else [])]


def _join(found: list[Stretch], new: Stretch) -> None:
    """Add a stretch, or let it extend the one before that it adjoins."""
    last = found[-1] if found else None
    if last is None or new.start > last.end or new.end - last.start > LONGEST:
        found.append(new)
        return
    points = tuple(sorted({*(last.points or ()), *(new.points or ())}))
    found[-1] = Stretch(last.start, max(last.end, new.end), points)


def _end(part: pl.DataFrame) -> datetime:
    end = part["start_max"].max()
    assert isinstance(end, datetime)
    return end + JUST_AFTER


def _stretch(part: pl.DataFrame, points: tuple[int, ...] | None, until: datetime) -> Stretch:
    """What follows is read as well: it tells whether a spell has ended."""
    start = part["start_min"].min()
    assert isinstance(start, datetime)
    return Stretch(start, max(_end(part), until), points)


def widened(stretch: Stretch, near: Sequence[Near], join: timedelta) -> list[Stretch]:
    """The stretch, and for points with an event nearby another one that holds the whole event.

    Args:
        near: events that reach into the stretch or lie a join away.
        join: spells no farther apart than this are one event.

    Returns:
        the first judges all but those points; the second, if any, those points only.
    """
    if not near:
        return [stretch]
    start = min(stretch.start, *(one.begin for one in near)) - join
    end = max(stretch.end, *(one.end for one in near)) + join
    back = Stretch(start, end, tuple(sorted({one.point for one in near})))
    if stretch.points is None:
        return [stretch, back]
    rest = tuple(one for one in stretch.points if one not in set(back.points or ()))
    return [Stretch(stretch.start, stretch.end, rest), back] if rest else [back]
