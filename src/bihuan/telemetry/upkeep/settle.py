"""Nightly: a day that has ended is put in order, and old versions go to the audit table (结算).

Reads become simple again: in `rows` one version of a datum is left, marked SETTLED where it
had older ones. The audit table is written first and the rows rewritten after it, so a version
is never in neither; a settling that was killed between the two writes nothing twice.
"""

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from bihuan.telemetry.engine import Engine
from bihuan.telemetry.lake import Lake, stored_rows
from bihuan.telemetry.layout import locked
from bihuan.telemetry.relation import DATUM, UNSETTLED
from bihuan.telemetry.scan import COLUMNS, in_store_types, path_list, source
from bihuan.telemetry.schema import KEY, ROW_TYPES, Mark
from bihuan.telemetry.upkeep.merge import ROWS
from bihuan.telemetry.upkeep.partition import Partition, is_called, partitions
from bihuan.telemetry.upkeep.rewrite import MARK, Exchange
from bihuan.telemetry.upkeep.setting import UpkeepSettings
from bihuan.telemetry.upkeep.sorting import Selection, Sorter

SETTLED = "settled"
VERSION = [*DATUM, "version"]
MARKED = f"CASE WHEN version > 1 THEN marks | {Mark.SETTLED.value} ELSE marks END"


@dataclass(frozen=True, slots=True)
class Settlement:
    """What one night's settling did.

    Args:
        partitions: rewritten ones.
        versions: superseded versions that went to the audit table.
    """

    partitions: int = 0
    versions: int = 0


NOTHING = Settlement()


@dataclass(frozen=True, slots=True)
class Settler:
    """Settles the days before today."""

    lake: Lake
    engine: Engine
    sorter: Sorter
    exchange: Exchange
    settings: UpkeepSettings

    def settle(self, now: datetime) -> Settlement:
        """Settle every partition that needs it; those of today and later wait."""
        before = self.settings.settled_before(now)
        done = [
            self._settled(partition)
            for partition in partitions(self.lake.rows)
            if partition.day < before and self._is_due(partition)
        ]
        return Settlement(sum(d.partitions for d in done), sum(d.versions for d in done))

    def _is_due(self, partition: Partition) -> bool:
        files = partition.files
        unordered = not files.select(is_called(SETTLED).any()).item()
        corrected = not _suspects(partition).files.is_empty()
        scattered = self.sorter.small(partition).files.height >= self.settings.few
        return unordered or corrected or scattered

    def _settled(self, partition: Partition) -> Settlement:
        superseded = self._superseded(partition)
        part = self._affected(partition, superseded)
        if part.files.is_empty():
            return NOTHING
        moved = self._audited(partition, superseded)
        selection = Selection(
            ROWS.order, changed={"marks": MARKED}, without=superseded.select(VERSION)
        )
        added = self.sorter.write(part, selection, prefix=SETTLED)
        return Settlement(int(self.exchange.replace(part, added)), moved)

    def _superseded(self, partition: Partition) -> pl.DataFrame:
        """Versions with a newer one in the partition, with the file each lies in."""
        suspects = _suspects(partition)
        if suspects.files.is_empty():
            return pl.DataFrame(schema={**ROW_TYPES, "filename": pl.String})
        keys = ", ".join(DATUM)
        found = self.engine.frame(
            f"SELECT {COLUMNS}, filename FROM {_held(partition)} SEMI JOIN"
            f" (SELECT {keys} FROM {_held(suspects)} WHERE {UNSETTLED}) USING ({keys})"
        )
        newest = pl.col("version").max().over(DATUM)
        return in_store_types(found).filter(pl.col("version") < newest)

    def _affected(self, partition: Partition, superseded: pl.DataFrame) -> Partition:
        """The files to rewrite: all of a day's on its first night, later only what changed."""
        if not partition.files.select(is_called(SETTLED).any()).item():
            return partition
        paths = {*superseded["filename"].unique(), *_suspects(partition).files["path"]}
        scattered = self.sorter.small(partition).files
        if scattered.height >= self.settings.few:
            paths |= set(scattered["path"])
        return partition.only(pl.col("path").is_in(sorted(paths)))

    def _audited(self, partition: Partition, superseded: pl.DataFrame) -> int:
        """Append to the audit table what it does not hold yet."""
        audit = self.lake.audit
        with locked(self.exchange.lock):
            audit.seal()
            missing = self._not_in_audit(partition, superseded)
            if missing.height:
                rows = stored_rows(missing.sort(*KEY, "version"))
                audit.append(rows, {MARK: audit.snapshot().mark(MARK) + 1})
                audit.seal()
        return missing.height

    def _not_in_audit(self, partition: Partition, superseded: pl.DataFrame) -> pl.DataFrame:
        same = [pl.col(name) == value for name, value in partition.values.items()]
        files = self.lake.audit.snapshot().files.filter(*same)
        if files.is_empty() or superseded.is_empty():
            return superseded
        held = self.engine.frame(f"SELECT {', '.join(VERSION)} FROM {source(files)}")
        return superseded.join(in_store_types(held), on=VERSION, how="anti")


def _suspects(partition: Partition) -> Partition:
    """Files that may hold corrections which no night has settled."""
    return partition.only((pl.col("max_version") > 1) & ~is_called(SETTLED))


def _held(partition: Partition) -> str:
    return f"read_parquet({path_list(partition.files)}, filename = true, hive_partitioning = true)"
