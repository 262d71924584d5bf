from dataclasses import replace
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest
from tests.telemetry.given import packets
from tests.telemetry.upkeep.conftest import SPARING
from tests.telemetry.upkeep.lake import MIDDAY, SmallStore, rows

from bihuan.telemetry import Kind
from bihuan.telemetry.relation import DATUM
from bihuan.telemetry.upkeep import Upkeep
from bihuan.telemetry.upkeep.rewrite import Exchange


def test_many_small_files_become_one_sorted_file_with_the_same_answers(small: SmallStore) -> None:
    for hour in range(6):
        small.take(rows(hour, float(hour)))
    before = small.values()
    assert small.files().height == 6
    assert small.upkeep.run_once(MIDDAY).merged == 5
    merged = small.files()
    assert merged.height == 1
    assert small.values() == before
    content = pl.read_parquet(merged["path"][0], hive_partitioning=False)
    assert content.equals(content.sort(DATUM))


def test_a_merge_between_the_rounds_deletes_nothing(small: SmallStore) -> None:
    for hour in range(6):
        small.take(rows(hour, float(hour)))
    before, files = small.values(), small.files()["path"].to_list()
    assert small.upkeep.merge_once(MIDDAY) == 5
    assert small.values() == before and small.files().height == 1
    assert all(Path(path).exists() for path in files)


def test_statistics_of_a_merged_file_are_those_of_the_files_before(small: SmallStore) -> None:
    for hour in range(4):
        small.take(rows(hour, float(hour), points=range(hour, hour + 3)))
    names = [name for name in small.files().columns if name[:4] in ("min_", "max_")]
    fold = {
        name: pl.col(name).min() if name[:4] == "min_" else pl.col(name).max() for name in names
    }
    before = small.files().select(**fold, rows=pl.col("rows").sum())
    small.upkeep.run_once(MIDDAY)
    assert small.files().select(*names, "rows").equals(before.select(*names, "rows"))


def test_a_few_small_files_are_left_alone(small: SmallStore) -> None:
    for hour in range(3):
        small.take(rows(hour, float(hour)))
    assert small.upkeep.run_once(MIDDAY).merged == 0
    assert small.files().height == 3


def test_kinds_and_days_are_merged_apart(small: SmallStore) -> None:
    for hour in range(20, 28):
        small.take(rows(hour, 1.0))
        small.take(rows(hour, 1.0, kind=Kind.MINUTE))
    small.upkeep.run_once(MIDDAY)
    counts = small.upkeep.lake.rows.snapshot().files.group_by("kind", "day").len()
    assert sorted(counts["len"]) == [1, 1, 1, 1]


def test_merging_keeps_every_version(small: SmallStore) -> None:
    for value in range(5):
        small.take(rows(0, float(value), points=[1]))
    small.upkeep.run_once(MIDDAY)
    held = pl.read_parquet(small.files()["path"][0], hive_partitioning=False)
    assert held.select("value", "version").rows() == [(float(v), v + 1) for v in range(5)]
    small.take(rows(0, 0.0, points=[1]))
    assert [value for _, _, value, _ in small.values()] == [4.0]


def test_packets_are_merged_by_device(small: SmallStore) -> None:
    for hour in range(5):
        sent = [packets(b"##%d" % hour, device=f"mn{place}") for place in range(20)]
        small.take(rows(hour, 1.0), pa.concat_tables(sent))
    small.upkeep.run_once(MIDDAY)
    files = small.upkeep.lake.raw.snapshot().files
    assert files["rows"].to_list() == [100]
    held = pl.read_parquet(files["path"][0], hive_partitioning=False)
    assert held["device"].is_sorted()


def test_large_merges_are_cut_between_points(small: SmallStore) -> None:
    for hour in range(8):
        small.take(rows(hour, 1.0, points=range(10)))
    upkeep = Upkeep(small.root, replace(SPARING, rows_per_file=44))
    upkeep.run_once(MIDDAY)
    files = small.files().sort("min_point")
    assert files.select("min_point", "max_point", "rows").rows() == [(0, 4, 40), (5, 9, 40)]
    assert len(small.values()) == 80
    upkeep.close()


def test_what_was_merged_is_not_merged_again(small: SmallStore) -> None:
    for hour in range(8):
        small.take(rows(hour, 1.0, points=range(10)))
    upkeep = Upkeep(small.root, replace(SPARING, rows_per_file=20))
    assert upkeep.run_once(MIDDAY).merged == 0
    upkeep.close()
    small.upkeep.run_once(MIDDAY)
    assert small.upkeep.run_once(MIDDAY).merged == 0
    assert small.files().height == 1


def test_a_mover_that_commits_during_a_merge_disturbs_nothing(
    small: SmallStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    for hour in range(5):
        small.take(rows(hour, float(hour)))
    plain = Exchange.replace

    def interrupted(*arguments: object) -> bool:
        small.take(rows(7, 7.0))
        return plain(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Exchange, "replace", interrupted)
    assert small.upkeep.run_once(MIDDAY).merged == 4
    assert small.files().height == 2
    assert sorted({value for _, _, value, _ in small.values()}) == [0, 1, 2, 3, 4, 7]


def test_files_that_another_upkeep_took_away_are_not_replaced(
    small: SmallStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    for hour in range(5):
        small.take(rows(hour, float(hour)))
    before = small.values()
    plain = Exchange.replace

    def overtaken(*arguments: object) -> bool:
        return plain(*arguments) and plain(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Exchange, "replace", overtaken)
    assert small.upkeep.run_once(MIDDAY).merged == 0
    assert small.values() == before


def test_rows_with_and_without_values_survive_a_merge(small: SmallStore) -> None:
    for hour in range(4):
        small.take(rows(hour, None if hour % 2 else 1.5))
    before = small.values()
    small.upkeep.run_once(MIDDAY)
    assert small.values() == before
