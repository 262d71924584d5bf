"""One folder of a Delta table, and what an upkeep asks of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from bihuan.telemetry.lake import LakeTable


@dataclass(frozen=True, slots=True)
class Partition:
    """One folder (分区) of a Delta table.

    Args:
        values: the partition columns that name it.
        files: rows of a snapshot's `files`: all of the folder's, or some.
    """

    table: LakeTable
    values: Mapping[str, str | date]
    files: pl.DataFrame

    @property
    def named(self) -> dict[str, str]:
        """The values as Delta writes them."""
        return {name: str(value) for name, value in self.values.items()}

    @property
    def folder(self) -> Path:
        """Where its files lie."""
        return self.table.path.joinpath(*(f"{k}={v}" for k, v in self.named.items()))

    @property
    def day(self) -> date:
        """Its day in Shanghai."""
        day = self.values["day"]
        assert isinstance(day, date)
        return day

    def only(self, condition: pl.Expr) -> "Partition":
        """The same folder with fewer files."""
        return replace(self, files=self.files.filter(condition))


def partitions(table: LakeTable) -> Iterator[Partition]:
    """The partitions of the newest snapshot, in order."""
    names = list(table.shape.partitions)
    for values, files in table.snapshot().files.sort(names).group_by(names, maintain_order=True):
        yield Partition(table, dict(zip(names, values, strict=True)), files)


def is_called(prefix: str) -> pl.Expr:
    """Whether a file was written under this prefix."""
    return pl.col("path").str.contains(f"/{prefix}-[^/]+$")
