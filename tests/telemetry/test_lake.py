"""What a power cut can leave of a commit, and who finds it."""

from pathlib import Path

import pytest

from bihuan.telemetry import Mover, Store
from bihuan.telemetry.journal import Journal
from bihuan.telemetry.lake import LakeTable
from tests.telemetry.given import NOON, Given, at, everything, packets, rows
from tests.telemetry.test_mover import Crash, crash_before


def entry(table: LakeTable, version: int) -> Path:
    return table.path / "_delta_log" / f"{version:020d}.json"


def newest_file(table: LakeTable) -> Path:
    return max(table.path.rglob("*.parquet"), key=lambda path: path.stat().st_mtime_ns)


@pytest.mark.parametrize("torn", ["entry", "empty entry", "file", "no file"])
@pytest.mark.parametrize("which", ["rows", "raw"])
def test_a_commit_that_a_power_cut_tore_is_done_again_from_the_journal(
    root: Path, store: Store, monkeypatch: pytest.MonkeyPatch, torn: str, which: str
) -> None:
    store.append(rows([Given(minute=0)]), packets(b"##0"), now=NOON)
    Mover(root).move_once(NOON)
    store.append(rows([Given(minute=1)]), packets(b"##1"), now=at(1))
    with monkeypatch.context() as patch, pytest.raises(Crash):
        # the log entry is there, but nothing of it was synced
        crash_before(patch, LakeTable, "seal", call=3 if which == "rows" else 4)
        Mover(root).move_once(at(1))
    mover = Mover(root)
    table = getattr(mover.lake, which)
    tear(table, torn)
    mover.move_once(at(2))
    reader = Store(root)
    assert len(reader.series(everything())) == 2
    assert len(reader.raw_of_device("mn1", NOON, at(9))) == 2
    assert reader.counts().waiting == 0


def tear(table: LakeTable, what: str) -> None:
    if what == "entry":
        text = entry(table, 2).read_text()
        entry(table, 2).write_text(text[: len(text) // 2])
    elif what == "empty entry":
        entry(table, 2).write_text("")
    elif what == "file":
        content = newest_file(table).read_bytes()
        newest_file(table).write_bytes(content[: len(content) // 2])
    else:
        newest_file(table).unlink()


def test_a_seal_syncs_data_before_entry_before_forgetting(
    root: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    monkeypatch.setattr("bihuan.telemetry.lake.sync_file", lambda path: order.append(path.suffix))
    monkeypatch.setattr(Journal, "forget", lambda *_, **__: order.append("forget"))
    store.append(rows([Given()]), now=NOON)
    Mover(root).move_once(NOON)
    assert order == [".parquet", ".json", "forget"]


def test_a_snapshot_is_loaded_again_only_when_the_log_has_grown(store: Store, mover: Mover) -> None:
    table = mover.lake.rows
    first = table.snapshot()
    assert table.snapshot() is first
    store.append(rows([Given()]), now=NOON)
    Mover(mover.layout.root).move_once(NOON)
    assert table.snapshot().version == first.version + 1


def test_a_reader_finds_its_way_when_the_log_behind_it_is_gone(store: Store, mover: Mover) -> None:
    cursor = store.changes_since(None)[1]
    for minute in range(3):
        store.append(rows([Given(minute=minute)]), now=at(minute))
        mover.move_once(at(minute))
    table = mover.lake.rows
    table.snapshot().table.create_checkpoint()
    for version in range(3):
        entry(table, version).unlink()
    told, _ = store.changes_since(cursor)
    assert told["start_max"].to_pylist() == [at(2)]
    assert len(store.series(everything())) == 3


def test_the_largest_file_is_named_first(store: Store, mover: Mover) -> None:
    for count in (3, 1, 5):
        store.append(rows([Given(point=p, minute=-count) for p in range(count)]), now=NOON)
        mover.move_once(NOON)
    assert mover.lake.rows.snapshot().files["rows"].to_list() == [5, 3, 1]
