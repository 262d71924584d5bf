"""Filling the store: the next portion is made while the last one is written."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Final

import polars as pl
import pyarrow as pa

from bihuan.main.demo.history import Portion
from bihuan.telemetry import APPEND_SCHEMA, Store
from bihuan.telemetry.schema import INSTANT

UNDER_WAY: Final = timedelta(seconds=20)
ORDER: Final = ("point", "factor", "statistic", "kind", "start")

Progress = Callable[[str, int], None]


def fill(store: Store, portions: Sequence[Portion], *, now: datetime, progress: Progress) -> int:
    """Write every portion through the store's bulk path (批量入库).

    Args:
        now: no row came later.
        progress: told the label and the number of rows of each portion that is written.

    Returns:
        Rows given to the store; what it held already it counts as duplicates.
    """
    total = 0
    for label, rows in _made_ahead(portions, now):
        if rows.num_rows:
            store.append_bulk(rows, now=now)
        progress(label, rows.num_rows)
        total += rows.num_rows
    return total


def _made_ahead(portions: Sequence[Portion], now: datetime) -> Iterator[tuple[str, pa.Table]]:
    """Portions in their order, each made by another thread one step ahead."""
    with ThreadPoolExecutor(1, thread_name_prefix="history") as maker:
        ahead: list[tuple[str, Future[pa.Table]]] = []
        for portion in portions:
            ahead.append((portion.label, maker.submit(_ordered, portion, now)))
            if len(ahead) > 1:
                label, future = ahead.pop(0)
                yield label, future.result()
        for label, future in ahead:
            yield label, future.result()


def _ordered(portion: Portion, now: datetime) -> pa.Table:
    """A portion's rows in the store's order, which makes writing several times as fast.

    Each came a moment after its period, so that the past does not look as if it came late.
    """
    frame = pl.DataFrame(portion.make()).sort(ORDER)
    table = frame.to_arrow().cast(APPEND_SCHEMA)
    came = frame.select(pl.min_horizontal(pl.col("end") + UNDER_WAY, pl.lit(now)))
    return table.append_column("arrival", came.to_series().to_arrow().cast(INSTANT))
