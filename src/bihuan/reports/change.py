"""Where data change (变更来源): telemetry, and what systems hand in, such as decisions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import polars as pl

from bihuan import telemetry
from bihuan.reports.error import DefinitionConflict


@dataclass(frozen=True, slots=True)
class Changed:
    """Values in [start, end) that are other ones now (变更时段).

    Args:
        why: for the people who look at affected documents.
    """

    start: datetime
    end: datetime
    why: str


@dataclass(frozen=True, slots=True)
class ChangeSource:
    """Tells what has changed since it was last asked (变更来源).

    Args:
        key: stable name of its cursor.
        read: given the last cursor (None the first time, when nothing is told), what changed and
            the cursor to ask with next time.
    """

    key: str
    label: str
    read: Callable[[str | None], tuple[Sequence[Changed], str]]


_sources: dict[str, ChangeSource] = {}


def register(*sources: ChangeSource) -> None:
    """Make sources known; saying the same thing twice is harmless.

    Raises:
        DefinitionConflict: the key belongs to a different source.
    """
    for source in sources:
        if _sources.setdefault(source.key, source) != source:
            raise DefinitionConflict("变更来源", source.key)


def all_sources() -> list[ChangeSource]:
    """Every source, by key."""
    return [_sources[key] for key in sorted(_sources)]


def _stored(cursor: str | None) -> tuple[Sequence[Changed], str]:
    store = telemetry.store()
    if cursor is None:
        return (), store.cursor()
    table, after = store.changes_since(cursor)
    return spans_of(pl.DataFrame(table)), after


def spans_of(changes: pl.DataFrame) -> list[Changed]:
    """One span a Shanghai day: how many points changed, from the first value to the last."""
    if changes.is_empty():
        return []
    days = (
        changes.group_by("day")
        .agg(
            pl.col("start_min").min(),
            pl.col("start_max").max(),
            pl.col("point").n_unique().alias("points"),
        )
        .sort("day")
    )
    return [
        Changed(
            start=row["start_min"].astimezone(UTC),
            end=row["start_max"].astimezone(UTC) + timedelta(microseconds=1),
            why=f"{row['day']:%Y-%m-%d} 有 {row['points']} 个点位的数据补传或更正",
        )
        for row in days.iter_rows(named=True)
    ]


VALUES = ChangeSource("telemetry", "监测数据", _stored)
