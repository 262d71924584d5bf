"""A small store with its processes at hand, for the upkeep tests."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pyarrow as pa
from tests.telemetry import given
from tests.telemetry.given import NOON, Given

from bihuan.telemetry import Kind, Mover, SeriesQuery, Store
from bihuan.telemetry.upkeep import Upkeep
from bihuan.telemetry.upkeep.setting import UpkeepSettings

# 00:00 on 2026-11-01 in Shanghai.
MIDNIGHT = NOON - timedelta(hours=8)
NIGHT_AFTER = MIDNIGHT + timedelta(hours=28)
MIDDAY = MIDNIGHT + timedelta(hours=12)


def rows(
    hour: int, value: float | None, *, points: Sequence[int] = range(5), kind: Kind = Kind.HOUR
) -> pa.Table:
    """One value of some points in an hour after MIDNIGHT."""
    minute = 60 * (hour - 8)
    return given.rows([Given(point, minute, value, kind=kind) for point in points])


class SmallStore:
    """A store, its mover and its upkeep in one process."""

    def __init__(self, root: Path, settings: UpkeepSettings) -> None:
        self.root = root
        self.settings = settings
        self.store = Store(root, journal="test")
        self.mover = Mover(root)
        self.upkeep = Upkeep(root, settings)

    def take(self, table: pa.Table, raw: pa.Table | None = None) -> None:
        """Append and move: one more commit, one more file."""
        now = MIDNIGHT + timedelta(days=1)
        self.store.append(table, raw, now=now)
        self.mover.move_once(now)

    def values(self, kind: Kind = Kind.HOUR) -> list[tuple[int, datetime, float, int]]:
        """What a reader sees: point, start, value and version."""
        end = MIDNIGHT + timedelta(days=400)
        query = SeriesQuery(None, None, kind, MIDNIGHT - timedelta(days=400), end)
        frame = pl.DataFrame(self.store.series(query))
        return frame.select("point", "start", "value", "version").rows()

    def files(self, kind: Kind = Kind.HOUR) -> pl.DataFrame:
        """The files of a kind, as a fresh snapshot names them."""
        files = self.upkeep.lake.rows.snapshot().files
        return files.filter(pl.col("kind") == str(kind))

    def audited(self) -> pl.DataFrame:
        """Everything in the audit table."""
        files = self.upkeep.lake.audit.snapshot().files
        frames = [pl.read_parquet(path, hive_partitioning=False) for path in files["path"]]
        return pl.concat(frames) if frames else pl.DataFrame()

    def close(self) -> None:
        self.store.close()
        self.mover.close()
        self.upkeep.close()
