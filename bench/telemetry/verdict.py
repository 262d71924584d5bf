"""Is every acknowledged unit in the store exactly once, in its order, with its packet?"""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from bench.telemetry.unit import FACTORS, datum_of, unit_and_attempt
from bihuan.telemetry import Store
from bihuan.telemetry.lake import Lake, LakeTable
from bihuan.telemetry.layout import Layout
from bihuan.telemetry.schema import KEY

SAMPLES = 50


@dataclass
class Sent:
    """What was sent, and what of it was acknowledged.

    Args:
        next_unit: the first unit without an acknowledgement.
        packets: unit and attempt of every acknowledged packet.
    """

    next_unit: int = 0
    attempts: int = 0
    packets: set[tuple[int, int]] = field(default_factory=set)

    def acknowledge(self, units: range, attempt: int) -> None:
        """The store said that it has these units."""
        self.next_unit = units.stop
        self.packets.update((unit, attempt) for unit in units)


@dataclass(frozen=True)
class Verdict:
    """What was found; the store is sound when there is no problem.

    Args:
        units: acknowledged ones.
        versions: rows in the lake; `settled` of them in the audit table.
    """

    units: int
    versions: int
    settled: int
    packets: int
    problems: list[str]


def verdict(root: Path, sent: Sent, problems: Iterable[str] = ()) -> Verdict:
    """Judge a store in which nothing waits in a journal."""
    lake = Lake(Layout(root))
    held, audit = _content(lake.rows), _content(lake.audit)
    rows = pl.concat([held, audit])
    packets = [unit_and_attempt(packet) for packet in _content(lake.raw)["packet"]]
    store = Store(root)
    found = [
        *problems,
        *_of_waiting(store),
        *_of_rows(rows, sent),
        *_of_versions(rows),
        *_of_packets(packets, sent),
        *_of_references(store, rows),
    ]
    store.close()
    return Verdict(sent.next_unit, rows.height, audit.height, len(packets), found)


def _content(table: LakeTable) -> pl.DataFrame:
    files = table.snapshot().files
    names = list(table.shape.schema.names)
    if files.is_empty():
        return pl.DataFrame(pl.from_arrow(table.shape.schema.empty_table())).select(names)
    frames = [pl.read_parquet(path, hive_partitioning=True) for path in files["path"]]
    return pl.concat([frame.select(names) for frame in frames], how="vertical_relaxed")


def _of_waiting(store: Store) -> list[str]:
    waiting = store.counts().waiting
    return [f"{waiting} segments still wait in a journal"] if waiting else []


def _of_rows(rows: pl.DataFrame, sent: Sent) -> list[str]:
    counts = rows.group_by("value").len()
    due = pl.DataFrame({"value": [float(unit) for unit in range(sent.next_unit)]})
    lost = due.join(counts, on="value", how="anti").height
    wrong = counts.filter(pl.col("len") != len(FACTORS)).height
    return [
        text
        for text, count in (
            (f"{lost} acknowledged units have no row", lost),
            (f"{wrong} units have another number of rows than {len(FACTORS)}", wrong),
        )
        if count
    ]


def _of_versions(rows: pl.DataFrame) -> list[str]:
    data = rows.sort(*KEY, "version").group_by(KEY, maintain_order=True)
    checked = data.agg(
        gapless=(pl.col("version") == pl.int_range(1, pl.len() + 1)).all(),
        in_order=pl.col("value").is_sorted(),
        unit=pl.col("value").first(),
        units=pl.col("value"),
    )
    gaps = checked.filter(~pl.col("gapless")).height
    disorder = checked.filter(~pl.col("in_order")).height
    strangers = sum(
        datum_of(int(unit)) != int(first)
        for first, units in checked.select("unit", "units").iter_rows()
        for unit in units
    )
    named = ((gaps, "gaps in versions"), (disorder, "wrong order"), (strangers, "strange versions"))
    return [f"{count} data with {what}" for count, what in named if count]


def _of_packets(packets: list[tuple[int, int]], sent: Sent) -> list[str]:
    distinct = set(packets)
    lost = len(sent.packets - distinct)
    twice = len(packets) - len(distinct)
    named = ((lost, "acknowledged packets are lost"), (twice, "packets are there twice"))
    return [f"{count} {what}" for count, what in named if count]


def _of_references(store: Store, rows: pl.DataFrame) -> list[str]:
    places = random.sample(range(rows.height), min(SAMPLES, rows.height))
    wrong = 0
    for value, segment, index in rows[places].select("value", "segment", "index").iter_rows():
        packet = store.raw_packet(segment, index)
        wrong += packet is None or unit_and_attempt(packet.packet)[0] != int(value)
    return [f"{wrong} of {len(places)} data lead to another packet"] if wrong else []
