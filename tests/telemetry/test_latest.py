from pathlib import Path

import pytest

from bihuan.telemetry import Kind, Mover, Store
from bihuan.telemetry.latest import LatestFiles
from bihuan.telemetry.layout import Layout
from tests.telemetry.given import NOON, Given, at, rows


def said(store: Store) -> list[tuple[int, float, int]]:
    columns = store.latest().select(["point", "value", "version"]).to_pylist()
    return [(row["point"], row["value"], row["version"]) for row in columns]


def fill(store: Store, mover: Mover) -> None:
    store.append(rows([Given(point=p, minute=p, value=float(p)) for p in (1, 2)]), now=at(5))
    mover.move_once(at(5))
    store.append(rows([Given(point=2, minute=2, value=22.0), Given(minute=99)]), now=at(6))
    mover.move_once(at(6))


@pytest.mark.parametrize("lost", ["head.json", "realtime.arrow", "*"])
def test_lost_latest_files_are_made_again_from_the_lake(
    root: Path, store: Store, mover: Mover, lost: str
) -> None:
    fill(store, mover)
    for path in Layout(root).latest.glob(lost):
        path.unlink()
    (Layout(root).latest / "head.json").unlink(missing_ok=True)
    Mover(root).move_once(at(7))
    assert said(Store(root)) == [(1, 1.0, 1), (2, 22.0, 2)]
    store.append(rows([Given(point=2, minute=2, value=22.0), Given(minute=99)]), now=at(7))
    assert Mover(root).move_once(at(7)).duplicates == 2


def test_a_resend_of_the_newest_value_shows_the_same_before_and_after_the_move(
    store: Store, mover: Mover
) -> None:
    fill(store, mover)
    store.append(rows([Given(point=2, minute=2, value=2.0)]), now=at(7))
    for _ in range(2):
        assert said(store) == [(1, 1.0, 1), (2, 22.0, 2)]
        mover.move_once(at(7))


def test_a_reader_between_the_lakes_commit_and_the_latest_files_sees_the_newer_version(
    store: Store, mover: Mover, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, mover)
    store.append(rows([Given(point=2, minute=2, value=222.0)]), now=at(8))
    real = LatestFiles.write
    seen = []

    def write(files: LatestFiles, kind: str, state: object) -> None:
        seen.append(said(store))
        real(files, kind, state)  # type: ignore[arg-type]

    monkeypatch.setattr(LatestFiles, "write", write)
    mover.move_once(at(8))
    assert seen == [[(1, 1.0, 1), (2, 222.0, 3)]]
    assert said(store) == seen[0]


def test_only_the_kinds_that_moved_are_written(root: Path, store: Store, mover: Mover) -> None:
    store.append(rows([Given(), Given(kind="hour")]), now=NOON)
    mover.move_once(NOON)
    hours = Layout(root).latest / "hour.arrow"
    before = hours.stat().st_mtime_ns
    store.append(rows([Given(minute=1)]), now=at(1))
    mover.move_once(at(1))
    assert hours.stat().st_mtime_ns == before
    assert store.latest(kind=Kind.REALTIME)["start"].to_pylist() == [at(1)]


def test_asking_for_nothing_but_the_latest_lets_go_of_what_has_moved(
    store: Store, mover: Mover
) -> None:
    for minute in range(3):
        store.append(rows([Given(minute=minute)]), now=at(minute))
        store.latest()
        mover.move_once(at(minute))
    store.latest()
    assert store._tail.read().segments == ()
