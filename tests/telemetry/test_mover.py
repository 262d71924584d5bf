"""What a move does, and that a crash between any two of its steps is mended by the next one."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Event, Timer
from typing import Any

import pytest

from bihuan.telemetry import Kind, Mover, Store
from bihuan.telemetry.journal import Journal
from bihuan.telemetry.lake import LakeTable
from bihuan.telemetry.latest import LatestFiles
from bihuan.telemetry.mover import MoveLimits
from tests.telemetry.given import NOON, Given, at, everything, packets, rows


class Crash(BaseException):
    """Ends a move where it stands, like a kill."""


def crash_before(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, *, call: int) -> None:
    real: Callable[..., Any] = getattr(owner, name)
    calls = iter(range(1, 100))

    def stands_in(*args: Any, **keywords: Any) -> Any:
        if next(calls) == call:
            raise Crash
        return real(*args, **keywords)

    monkeypatch.setattr(owner, name, stands_in)


# A move seals rows and packets, commits rows, seals them, writes latest files and their head,
# commits packets, seals them, and lets the journals forget.
@pytest.mark.parametrize(
    ("owner", "name", "call"),
    [
        (LakeTable, "append", 1),
        (LakeTable, "seal", 3),
        (LatestFiles, "write", 1),
        (LatestFiles, "write", 2),
        (LatestFiles, "write_head", 1),
        (LakeTable, "append", 2),
        (LakeTable, "seal", 4),
        (Journal, "forget", 1),
    ],
)
def test_a_move_that_was_cut_off_anywhere_is_finished_by_the_next(
    root: Path, store: Store, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, call: int
) -> None:
    store.append(rows([Given(minute=0)]), packets(b"##0"), now=at(0))
    Mover(root).move_once(at(0))
    some = [Given(minute=m, kind=k, raw_index=0) for m in (1, 2) for k in ("minute", "realtime")]
    store.append(rows(some), packets(b"##1"), now=at(2))
    with monkeypatch.context() as patch, pytest.raises(Crash):
        crash_before(patch, owner, name, call=call)
        Mover(root).move_once(at(3))
    assert len(store.series(everything())) == 3
    assert len(store.latest()) == 2
    Mover(root).move_once(at(4))
    assert len(store.series(everything())) == 3
    assert len(store.series(everything(Kind.MINUTE))) == 2
    assert store.latest()["start"].to_pylist() == [at(2), at(2)]
    counts = store.counts()
    assert (counts.accepted, counts.duplicates, counts.packets, counts.waiting) == (5, 0, 2, 0)
    assert len(store.raw_of_device("mn1", NOON, at(9))) == 2


def test_an_empty_journal_makes_no_commit(store: Store, mover: Mover) -> None:
    store.append(rows([Given()]), now=NOON)
    mover.move_once(NOON)
    version = mover.lake.rows.snapshot().version
    assert mover.move_once(NOON).rows == 0
    assert mover.lake.rows.snapshot().version == version


def test_a_backlog_larger_than_one_commit_is_moved_in_several(root: Path, store: Store) -> None:
    for minute in range(5):
        store.append(rows([Given(minute=minute)]), packets(b"##"), now=NOON)
    mover = Mover(root, MoveLimits(rows=2, packets=2))
    move = mover.move_once(at(6))
    assert (move.rows, move.packets, move.lag_s) == (5, 5, 360)
    assert mover.lake.rows.snapshot().version == 3
    assert store.counts().waiting == 0


def test_packets_without_values_move_too(store: Store, mover: Mover) -> None:
    store.append(rows([]), packets(b"##noise"), now=NOON)
    assert mover.move_once(NOON).packets == 1
    assert store.counts().waiting == 0


def test_another_mover_takes_over_what_this_one_did_not_see(root: Path, store: Store) -> None:
    first, second = Mover(root), Mover(root)
    for turn, mover in enumerate((first, second, first, second)):
        store.append(rows([Given(minute=0, value=float(turn))]), now=NOON)
        mover.move_once(NOON)
    assert store.counts().newer == 3
    assert store.latest()["version"].to_pylist() == [4]


def test_a_running_mover_moves_once_more_when_it_is_told_to_stop(
    store: Store, mover: Mover
) -> None:
    store.append(rows([Given()]), now=NOON)
    stop = Event()
    Timer(0.1, stop.set).start()
    mover.run(stop, clock=lambda: NOON + timedelta(seconds=1))
    assert store.counts().waiting == 0


def test_a_mover_that_meets_a_full_disk_says_so_and_goes_on(
    store: Store, mover: Mover, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    store.append(rows([Given()]), now=NOON)
    real, turns, stop = LakeTable.append, iter(range(9)), Event()

    def append(*args: Any) -> None:
        if next(turns) == 0:
            raise OSError(28, "No space left on device")
        real(*args)
        stop.set()

    monkeypatch.setattr(LakeTable, "append", append)
    monkeypatch.setattr("bihuan.telemetry.mover.INTERVAL_S", 0.01)
    mover.run(stop, clock=lambda: NOON)
    assert "No space left" in caplog.text
    assert store.counts().accepted == 1
