"""The store as a whole against a dict and a loop."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.telemetry import DatumKey, Kind, Mark, Mover, Store
from tests.telemetry.given import Given, at, everything, rows, some_rows
from tests.telemetry.model import Key, Model

KINDS = ("realtime", "hour")

Step = tuple[str, list[Given]]

steps = st.lists(
    st.one_of(
        st.tuples(st.just("append"), some_rows(kinds=KINDS)),
        st.tuples(st.just("append_elsewhere"), some_rows(kinds=KINDS)),
        st.tuples(st.just("move"), st.just([])),
        st.tuples(st.just("correct"), some_rows(kinds=KINDS, most=3)),
        st.tuples(st.just("bulk"), some_rows(kinds=KINDS)),
    ),
    min_size=1,
    max_size=6,
)


@dataclass
class Both:
    """A store and the model of it, fed the same."""

    root: Path
    model: Model = field(default_factory=Model)
    minute: int = 0

    def __post_init__(self) -> None:
        self.store = Store(self.root, journal="gateway-1")
        self.other = Store(self.root, journal="gateway-2")
        self.mover = Mover(self.root)
        self.cursor: str | None = None

    @property
    def now(self) -> datetime:
        return at(self.minute)

    def take(self, step: Step) -> None:
        name, some = step
        self.minute += 7
        if name == "move":
            self.mover.move_once(self.now)
            return
        self._put(name, rows(some))
        self.model.append(some, now=self.now, author="王" if name == "correct" else None)

    def _put(self, name: str, table: pa.Table) -> None:
        puts: dict[str, Callable[[], Any]] = {
            "append": lambda: self.store.append(table, now=self.now),
            "append_elsewhere": lambda: self.other.append(table, now=self.now),
            "correct": lambda: self.store.correct(table, author="王", reason="校准", now=self.now),
            "bulk": lambda: self.store.append_bulk(table, now=self.now),
        }
        puts[name]()

    def close(self) -> None:
        self.store.close()
        self.other.close()
        self.mover.close()


def series_of(store: Store, kind: str) -> dict[Key, tuple[int, float | None, str, bool]]:
    found = store.series(everything(Kind(kind))).to_pylist()
    keys = [_key(row) for row in found]
    assert len(set(keys)) == len(keys)
    assert keys == sorted(keys)
    return {key: _said(row) for key, row in zip(keys, found, strict=True)}


def _key(row: dict[str, Any]) -> Key:
    minute = (row["start"] - at(0)).total_seconds() / 60
    return row["point"], row["factor"], row["statistic"], row["kind"], minute


def _said(row: dict[str, Any]) -> tuple[int, float | None, str, bool]:
    return row["version"], row["value"], row["flag"], bool(row["marks"] & Mark.FUTURE)


def agree(both: Both) -> None:
    for kind in KINDS:
        expected = {
            key: (number, version.value, version.flag, version.is_future)
            for key, (number, version) in both.model.series(kind).items()
        }
        assert series_of(both.store, kind) == expected
        relation = both.store.relation(Kind(kind), at(-100), at(100))
        counted = relation.sql("SELECT count(*) AS n, sum(value) AS total FROM rows").to_pylist()[0]
        assert counted["n"] == len(expected)
        assert (counted["total"] or 0) == sum(said[1] or 0 for said in expected.values())
    newest = {
        key[:4]: (key[4], row["value"])
        for row in both.store.latest().to_pylist()
        for key in [_key(row)]
    }
    assert newest == both.model.latest()


def changes_agree(both: Both, before: dict[Key, int]) -> None:
    told, both.cursor = both.store.changes_since(both.cursor)
    spans = {
        (row["point"], row["kind"]): (row["start_min"], row["start_max"])
        for row in told.to_pylist()
    }
    expected: dict[tuple[int, str], list[datetime]] = {}
    for key, versions in both.model.held.items():
        if len(versions) > before.get(key, 0):
            expected.setdefault((key[0], key[3]), []).append(at(key[4]))
    assert spans == {k: (min(starts), max(starts)) for k, starts in expected.items()}


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_a_series_equals_the_model_whatever_has_moved(todo: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        both = Both(Path(folder) / "store")
        for step in todo:
            before = {key: len(versions) for key, versions in both.model.held.items()}
            both.take(step)
            agree(both)
            changes_agree(both, before)
        both.mover.move_once(both.now)
        agree(both)
        for key, versions in both.model.held.items():
            found = both.store.versions(_datum(key)).to_pylist()
            assert [row["version"] for row in found] == list(range(1, len(versions) + 1))
            assert [row["value"] for row in found] == [v.value for v in versions]
            assert [row["author"] for row in found] == [v.author for v in versions]
        counts = both.store.counts()
        assert (counts.accepted, counts.duplicates) == (both.model.accepted, both.model.duplicates)
        assert counts.waiting == 0
        both.close()


def _datum(key: Key) -> DatumKey:
    point, factor, statistic, kind, minute = key
    return DatumKey(point, factor, Kind(kind), at(minute), statistic)
