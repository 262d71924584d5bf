"""The torture itself: a short run of each part, and proof that each part would see a fault."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from bench.telemetry.full import fill
from bench.telemetry.kill import finish, torment
from bench.telemetry.trace import (
    SYNCS,
    acknowledgements,
    calls,
    commits,
    deletes,
    watch,
)
from bench.telemetry.unit import first_day, packets_of, rows_of
from bench.telemetry.verdict import Sent, verdict
from deltalake import DeltaTable, write_deltalake

from bihuan.telemetry import Store
from bihuan.telemetry.layout import Layout


def test_nothing_acknowledged_is_lost_when_writer_mover_and_upkeep_are_killed(
    tmp_path: Path,
) -> None:
    found = torment(tmp_path / "store", 10)
    assert found.problems == []
    assert found.units > 0
    assert found.versions >= 2 * found.units


def test_a_full_disk_refuses_and_loses_nothing(tmp_path: Path) -> None:
    found = fill(tmp_path)
    if found is None:
        pytest.skip("this machine mounts no file system for a user")
    fullness, judged = found
    assert fullness.refused > 0
    assert judged.problems == []


def test_disks_are_synced_before_they_are_relied_on_and_a_missing_sync_would_be_seen(
    tmp_path: Path,
) -> None:
    found = watch(tmp_path)
    if found is None:
        pytest.skip("this machine has no strace that may be used")
    assert [findings.problems for findings in found.values()] == [[], [], []]
    assert all(findings.events for findings in found.values())
    checks = {"writer": acknowledgements, "mover": deletes, "upkeep": commits}
    for part, check in checks.items():
        with (tmp_path / f"{part}.trace").open(errors="replace") as lines:
            unsynced = [call for call in calls(lines) if call.name not in SYNCS]
        assert check(unsynced, Layout(tmp_path / "store")).problems


def test_calls_count_when_they_return() -> None:
    lines = [
        "7 fsync(3</lake/a> <unfinished ...>",
        '8 write(1<pipe:[5]>, "acknowledged\\n", 13) = 13',
        "7 <... fsync resumed>) = 0",
        '7 openat(AT_FDCWD</>, "b", O_CREAT|O_RDWR, 0644) = -1 ENOENT (No such file)',
        '7 rename("/lake/b", "/lake/c") = 0',
    ]
    assert [(call.name, call.paths) for call in calls(lines)] == [
        ("write", ("pipe:[5]",)),
        ("fsync", ("/lake/a",)),
        ("rename", ("/lake/b", "/lake/c")),
    ]


def stored(root: Path, units: range) -> Sent:
    now, sent = datetime.now(UTC), Sent()
    store = Store(root, journal="test")
    store.append(rows_of(units, first_day(now)), packets_of(units, 0, now), now=now)
    store.close()
    sent.acknowledge(units, 0)
    return sent


def test_a_lost_unit_would_be_seen(tmp_path: Path) -> None:
    sent = stored(tmp_path / "store", range(40))
    finish(tmp_path / "store")
    assert verdict(tmp_path / "store", sent).problems == []
    sent.acknowledge(range(40, 50), 0)
    assert verdict(tmp_path / "store", sent).problems == [
        "10 acknowledged units have no row",
        "10 acknowledged packets are lost",
    ]


def test_a_packet_that_still_waits_would_be_seen(tmp_path: Path) -> None:
    sent = stored(tmp_path / "store", range(40))
    assert "1 segments still wait in a journal" in verdict(tmp_path / "store", sent).problems


def test_a_row_that_is_there_twice_would_be_seen(tmp_path: Path) -> None:
    sent = stored(tmp_path / "store", range(40))
    finish(tmp_path / "store")
    table = DeltaTable(Layout(tmp_path / "store").rows)
    write_deltalake(table, table.to_pyarrow_table(), mode="append")
    problems = verdict(tmp_path / "store", sent).problems
    assert any("have another number of rows" in problem for problem in problems)
