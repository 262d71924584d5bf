from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event

import polars as pl
import pytest
from tests.telemetry.upkeep.conftest import SPARING
from tests.telemetry.upkeep.lake import MIDDAY, SmallStore, rows

from bihuan.telemetry.upkeep import Upkeep, Upkept
from bihuan.telemetry.upkeep.log import checkpoint, vacuum


def test_a_checkpoint_is_written_when_the_log_has_grown(small: SmallStore) -> None:
    for hour in range(4):
        small.take(rows(hour, 1.0))
    table = small.upkeep.lake.rows
    assert not checkpoint(table, every=100)
    assert checkpoint(table, every=4)
    assert not checkpoint(table, every=4)
    log = table.path / "_delta_log"
    assert (log / "_last_checkpoint").exists()
    assert len(list(log.glob("*.checkpoint.parquet"))) == 1
    small.take(rows(4, 1.0))
    assert len(small.values()) == 25


def test_a_reader_of_an_older_snapshot_still_finds_its_files(small: SmallStore) -> None:
    for hour in range(5):
        small.take(rows(hour, 1.0))
    old = small.files()
    small.upkeep.run_once(MIDDAY)
    assert small.files().height == 1
    assert sum(pl.read_parquet(path).height for path in old["path"]) == 25


def test_what_is_old_enough_is_deleted_and_nothing_else(small: SmallStore) -> None:
    for hour in range(5):
        small.take(rows(hour, 1.0))
    small.upkeep.run_once(MIDDAY)
    orphan = small.upkeep.lake.rows.path / "kind=hour" / "day=2026-11-01" / "merged-x.parquet"
    orphan.write_bytes(b"")
    before = small.values()
    deleted = vacuum(small.upkeep.lake.rows, spare=timedelta(hours=1))
    assert deleted == 5, "the orphan is new, the five merged files left long ago"
    assert orphan.exists()
    assert small.values() == before


def test_a_long_round_of_upkeep_writes_checkpoints_on_the_way(small: SmallStore) -> None:
    for hour in range(0, 24 * 8, 24):
        small.take(rows(hour, 1.0))
    keeper = Upkeep(small.root, replace(SPARING, checkpoint_every=3))
    keeper.run_once(MIDDAY + timedelta(days=20))
    keeper.close()
    log = small.upkeep.lake.rows.path / "_delta_log"
    assert len(list(log.glob("*.checkpoint.parquet"))) >= 3
    assert len(small.values()) == 8 * 5


def test_small_files_are_merged_more_often_than_the_rest_is_done(
    small: SmallStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bihuan.telemetry.upkeep.CHECKPOINT_INTERVAL_S", 0.0)
    stop, acts = Event(), list[str]()

    def run_once(now: datetime) -> Upkept:
        acts.append("round")
        stop.set()
        return Upkept()

    def merge_once(now: datetime) -> int:
        acts.append("merge")
        return 0

    monkeypatch.setattr(small.upkeep, "run_once", run_once)
    monkeypatch.setattr(small.upkeep, "merge_once", merge_once)
    small.upkeep.run(stop, clock=lambda: MIDDAY)
    assert acts == ["merge"] * 5 + ["round"]


def test_upkeep_checkpoints_until_it_is_told_to_stop(
    small: SmallStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bihuan.telemetry.upkeep.CHECKPOINT_INTERVAL_S", 0.0)
    stop = Event()
    rounds: list[datetime] = []

    def run_once(now: datetime) -> Upkept:
        rounds.append(now)
        if len(rounds) == 2:
            stop.set()
            raise OSError("full")
        return Upkept()

    monkeypatch.setattr(small.upkeep, "run_once", run_once)
    small.upkeep.run(stop, clock=lambda: MIDDAY)
    assert rounds == [MIDDAY, MIDDAY]
