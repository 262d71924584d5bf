"""Rows and packets for the store's tests, built from short tuples."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pyarrow as pa
from hypothesis import strategies as st

from bihuan.telemetry import Kind, SeriesQuery

MOMENT = pa.timestamp("ms", "UTC")

# 08:00 in Shanghai
NOON = datetime(2026, 11, 1, tzinfo=UTC)


class Given(NamedTuple):
    """One value, `minute` minutes after NOON."""

    point: int = 1
    minute: float = 0
    value: float | None = 1.0
    factor: str = "w01018"
    kind: str = "realtime"
    statistic: int = 0
    flag: str = "N"
    source: str = "hj212"
    raw_index: int = -1


def at(minute: float) -> datetime:
    return NOON + timedelta(minutes=minute)


def rows(given: Iterable[Given]) -> pa.Table:
    some = list(given)
    return pa.table(
        {
            "point": pa.array([g.point for g in some], pa.int32()),
            "factor": pa.array([g.factor for g in some], pa.string()),
            "kind": pa.array([str(g.kind) for g in some], pa.string()),
            "statistic": pa.array([g.statistic for g in some], pa.int8()),
            "start": pa.array([at(g.minute) for g in some], MOMENT),
            "end": pa.array([at(g.minute + 1) for g in some], MOMENT),
            "value": pa.array([g.value for g in some], pa.float64()),
            "flag": pa.array([g.flag for g in some], pa.string()),
            "source": pa.array([g.source for g in some], pa.string()),
            "raw_index": pa.array([g.raw_index for g in some], pa.int32()),
        }
    )


def packets(*lines: bytes, device: str = "mn1", received: datetime = NOON) -> pa.Table:
    count = len(lines)
    return pa.table(
        {
            "device": pa.array([device] * count, pa.string()),
            "received": pa.array([received] * count, MOMENT),
            "packet": pa.array(lines, pa.binary()),
            "outcome": pa.array(["stored"] * count, pa.string()),
        }
    )


def everything(kind: Kind = Kind.REALTIME) -> SeriesQuery:
    """All series of a kind over a year around NOON."""
    year = timedelta(days=183)
    return SeriesQuery(None, None, kind, NOON - year, NOON + year, statistics=(0, 1))


def some_rows(
    *, sources: Sequence[str] = ("hj212",), kinds: Sequence[str] = ("realtime",), most: int = 12
) -> st.SearchStrategy[list[Given]]:
    """Rows of few series and few values, so that resends and newer versions are common."""
    one = st.builds(
        Given,
        point=st.integers(1, 2),
        minute=st.sampled_from([0, 1, 2, 60]),
        value=st.sampled_from([1.0, 2.0, None]),
        factor=st.sampled_from(["w01018", "a34004"]),
        kind=st.sampled_from(kinds),
        statistic=st.just(0),
        flag=st.sampled_from(["N", "N", "D"]),
        source=st.sampled_from(sources),
        raw_index=st.just(-1),
    )
    return st.lists(one, max_size=most)
