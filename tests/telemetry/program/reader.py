"""Reads without a pause; every read must show whole commits, and never fewer than before."""

from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path

from bihuan.telemetry import Kind, SeriesQuery, Store
from tests.telemetry.given import NOON, at
from tests.telemetry.program import READY
from tests.telemetry.program.writer import VALUES

QUERY = SeriesQuery(None, None, Kind.REALTIME, NOON, at(10**7))


def main(root: Path, mouth: Connection) -> None:
    store = Store(root)
    mouth.send(READY)
    seen = 0
    cursor = None
    while True:
        found = store.series(QUERY)
        commits = Counter(found["start"].to_pylist())
        assert set(commits.values()) <= {VALUES}, commits
        assert len(commits) >= seen, (len(commits), seen)
        assert len(store.latest()) == (VALUES if commits else 0)
        seen = len(commits)
        newest = max(commits, default=NOON)
        assert seen == round((newest - NOON).total_seconds() / 60), "a commit is missing"
        told, cursor = store.changes_since(cursor)
        mouth.send((seen, len(told)))
