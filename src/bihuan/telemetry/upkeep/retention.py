"""What has stayed long enough leaves the lake, by kind; packets by their own age (保存期限)."""

from datetime import date, datetime, timedelta

import polars as pl

from bihuan.telemetry.lake import Lake
from bihuan.telemetry.schema import SHANGHAI, Kind
from bihuan.telemetry.upkeep.partition import Partition, partitions
from bihuan.telemetry.upkeep.rewrite import Exchange
from bihuan.telemetry.upkeep.setting import UpkeepSettings


def let_go(lake: Lake, *, exchange: Exchange, settings: UpkeepSettings, now: datetime) -> int:
    """Take every partition out of the lake whose days of keeping are over.

    Returns:
        How many rows and packets left.
    """
    today = now.astimezone(SHANGHAI).date()
    gone = [
        partition
        for table in (lake.rows, lake.audit)
        for partition in partitions(table)
        if _is_over(partition, settings.kept.get(_kind(partition)), today)
    ]
    gone += [p for p in partitions(lake.raw) if _is_over(p, settings.raw_kept, today)]
    return sum(_rows(partition) for partition in gone if exchange.remove(partition))


def _is_over(partition: Partition, kept: timedelta | None, today: date) -> bool:
    return kept is not None and partition.day < today - kept


def _kind(partition: Partition) -> Kind:
    return Kind(str(partition.values["kind"]))


def _rows(partition: Partition) -> int:
    return int(partition.files.select(pl.col("rows").sum()).item())
