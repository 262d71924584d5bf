"""Stores what programs push: checked, then one append, then the answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl
import pyarrow as pa
from pydantic import ValidationError

from bihuan import telemetry
from bihuan.gateway.outcome import Outcome
from bihuan.gateway.period import DAY_MS, HOUR_MS
from bihuan.gateway.push.check import columns_of, placed
from bihuan.gateway.push.fault import RowFault, TooLarge, WrongValues, faults_of
from bihuan.gateway.push.value import MOST_BYTES, MOST_VALUES, PUSHED, PushedValue
from bihuan.hj212.record import BEIJING
from bihuan.registry.gateway_batch import CounterStep
from bihuan.registry.queries import PushSourceEntry
from bihuan.registry.services import add_counters

JOURNAL = "push"
SOURCE = "push"
MINUTE_MS = 60_000


def read_values(body: bytes) -> list[PushedValue]:
    """The values in the body of a request.

    Raises:
        TooLarge: too many bytes or rows; nothing was read.
        WrongValues: no JSON, or values of the wrong form.
    """
    if len(body) > MOST_BYTES:
        raise TooLarge([RowFault(0, "", f"请求不得超过 {MOST_BYTES // 1024 // 1024} MB")])
    try:
        values = PUSHED.validate_json(body)["values"]
    except ValidationError as error:
        raise WrongValues(faults_of(error)) from error
    if len(values) > MOST_VALUES:
        raise TooLarge([RowFault(0, "values", f"每次最多推送 {MOST_VALUES} 行")])
    return values


def store_push(body: bytes, source: PushSourceEntry, *, now: datetime) -> int:
    """Put a request's values and the request itself into the store (推送入库).

    Values that the store holds already change nothing; another value for the same period is a
    newer version of it.

    Args:
        body: JSON as received; it is kept as the raw packet of every value.
        source: who pushes.
        now: time of arrival. [aware]

    Returns:
        Number of values.

    Raises:
        PushRefused: nothing was stored.
        StoreFull: nothing was stored; trying again later may help.
    """
    values = placed(columns_of(read_values(body)), source, now)
    kept = Kept(f"push-{source.source}", body, Outcome.STORED)
    append_pushes([(kept, values)], JOURNAL, now=now)
    return values.height


@dataclass(frozen=True, slots=True)
class Kept:
    """A push as the raw table keeps it (推送原文).

    Args:
        device: who sent it.
        body: as received.
        outcome: `Outcome.STORED`, or why nothing of it was stored.
    """

    device: str
    body: bytes = field(repr=False)
    outcome: str


def append_pushes(
    pushes: Sequence[tuple[Kept, pl.DataFrame]], journal: str, *, now: datetime
) -> None:
    """Put several pushes on disk in one transaction and count them (推送成组入库).

    Args:
        pushes: each with its values, none where it was refused.
        journal: name of the writing process.
        now: time of arrival. [aware]

    Raises:
        StoreFull: nothing was stored.
    """
    raw = {
        "device": [kept.device for kept, _ in pushes],
        "received": [now] * len(pushes),
        "packet": [kept.body for kept, _ in pushes],
        "outcome": [str(kept.outcome) for kept, _ in pushes],
    }
    rows = pa.concat_tables([_rows(values, place) for place, (_, values) in enumerate(pushes)])
    telemetry.store(journal).append(rows, pa.table(raw, schema=telemetry.RAW_SCHEMA), now=now)
    _count(pushes, now)


def _rows(values: pl.DataFrame, place: int) -> pa.Table:
    rows = values.select(
        pl.col("point").cast(pl.Int32),
        "factor",
        "kind",
        pl.lit(0, pl.Int8).alias("statistic"),
        "start",
        (pl.col("start") + pl.duration(milliseconds=_length())).alias("end"),
        "value",
        "flag",
        pl.lit(SOURCE).alias("source"),
        pl.lit(place, pl.Int32).alias("raw_index"),
    )
    return rows.to_arrow()


def _length() -> pl.Expr:
    kind = pl.col("kind")
    return (
        pl.when(kind == "hour")
        .then(pl.lit(HOUR_MS))
        .when(kind == "day")
        .then(pl.lit(DAY_MS))
        .when(kind == "minute")
        .then(pl.col("minutes") * MINUTE_MS)
        .otherwise(pl.lit(0))
    )


def _count(pushes: Sequence[tuple[Kept, pl.DataFrame]], now: datetime) -> None:
    day = now.astimezone(BEIJING).date()
    counts = {
        "requests": len(pushes),
        "values": sum(values.height for _, values in pushes),
        "refused": sum(kept.outcome != Outcome.STORED for kept, _ in pushes),
    }
    add_counters([CounterStep(SOURCE, day, key, count) for key, count in counts.items() if count])
