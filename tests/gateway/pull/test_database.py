"""Views of other databases, behind a cursor."""

import os
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bihuan.gateway.pull.run import pull
from bihuan.telemetry import Store
from tests.gateway.pull.conftest import MakeInterface

TABLE = "CREATE TABLE hours (id integer, station text, at text, factor text, value text)"
TALL = {
    "station_field": "station",
    "time_field": "at",
    "factor_field": "factor",
    "value_field": "value",
    "factors": [{"field": "PM2.5", "factor": "a34004"}, {"field": "CO", "factor": "a21005"}],
}
Lay = Callable[..., None]


@pytest.fixture
def view(settings: Any, tmp_path: Path) -> Lay:
    """A SQLite file of another system, named by a credential."""
    file = tmp_path / "other.sqlite3"
    settings.CREDENTIALS = tmp_path
    (tmp_path / "other").write_text(f"sqlite:///{file}")
    with sqlite3.connect(file) as opened:
        opened.execute(TABLE)

    def lay(*rows: tuple[Any, ...]) -> None:
        with sqlite3.connect(file) as opened:
            opened.executemany("INSERT INTO hours VALUES (?, ?, ?, ?, ?)", rows)

    return lay


def test_rows_behind_a_time_are_read_with_an_overlap(
    view: Lay, interface: MakeInterface, lake: Store, now: datetime
) -> None:
    told = {"view": "hours", "cursor_field": "at", "mapping": TALL}
    adapter = interface("database", told, credential="other")
    view((1, "1316A", "2026-11-21 08:00:00", "PM2.5", "35"))
    first = pull(adapter, "", now=now)
    view(
        (2, "1316A", "2026-11-21 07:00:00", "CO", "0.7"),  # late, within the overlap
        (3, "1316A", "2026-11-18 07:00:00", "CO", "0.9"),  # before the window
        (4, "1316A", "2026-11-21 07:00:00", "NOx", "9"),
    )
    second = pull(adapter, first.cursor, now=now + timedelta(minutes=10))
    assert first.counts["new"] == 1
    assert (second.counts["rows"], second.counts["new"], second.counts["refused"]) == (3, 1, 1)
    assert "NOx" in second.doubts[0]


def test_rows_behind_a_rising_number_are_read_in_steps(
    view: Lay, interface: MakeInterface, lake: Store, now: datetime
) -> None:
    told = {"view": "hours", "cursor_field": "id", "cursor_is": "number", "most_rows": 2}
    adapter = interface("database", {**told, "mapping": TALL}, credential="other")
    view(*((n, "1316A", f"2026-11-21 0{n}:00:00", "PM2.5", str(n)) for n in range(1, 6)))
    ends, cursor = [], ""
    for _ in range(3):
        ended = pull(adapter, cursor, now=now)
        cursor = ended.cursor
        ends.append((ended.counts["new"], ended.is_all, cursor))
    assert ends == [(2, False, "2"), (2, False, "4"), (1, True, "5")]


def test_a_view_that_is_not_there_is_somebodys_to_mend(
    view: Lay, interface: MakeInterface, lake: Store, now: datetime
) -> None:
    told = {"view": "nothing", "cursor_field": "at", "mapping": TALL}
    ended = pull(interface("database", told, credential="other"), "", now=now)
    assert "没有这个视图" in ended.problem
    assert not ended.helps_again


def test_no_statement_can_be_smuggled_in_as_a_name(
    view: Lay, interface: MakeInterface, lake: Store, now: datetime
) -> None:
    for name in ('hours"; DROP TABLE hours; --', "hours WHERE 1=1", ""):
        told = {"view": name, "cursor_field": "at", "mapping": TALL}
        key = f"k{abs(hash(name))}"
        ended = pull(interface("database", told, credential="other", key=key), "", now=now)
        assert "view 不正确" in ended.problem


def test_a_view_of_postgresql_is_read_and_never_written(
    interface: MakeInterface, lake: Store, now: datetime, settings: Any, tmp_path: Path
) -> None:
    address = os.environ.get("BIHUAN_DATABASE_URL", "")
    if not address.startswith("postgres"):
        pytest.skip("runs where the business database is PostgreSQL")
    settings.CREDENTIALS = tmp_path
    (tmp_path / "other").write_text(address)
    with psycopg.connect(address, autocommit=True) as opened:
        opened.execute("DROP TABLE IF EXISTS pull_test_hours")
        opened.execute(TABLE.replace("hours", "pull_test_hours"))
        row = (1, "1316A", "2026-11-21 08:00:00", "PM2.5", "35")
        opened.execute("INSERT INTO pull_test_hours VALUES (%s, %s, %s, %s, %s)", row)
    try:
        told = {"view": "pull_test_hours", "cursor_field": "at", "mapping": TALL}
        ended = pull(interface("database", told, credential="other"), "", now=now)
        assert (ended.problem, ended.counts["new"]) == ("", 1)
        (tmp_path / "other").write_text("postgres://nobody:geheim@127.0.0.1:1/x")
        failed = pull(interface("database", told, credential="other", key="b"), "", now=now)
        assert failed.helps_again
        assert "geheim" not in failed.problem
    finally:
        with psycopg.connect(address, autocommit=True) as opened:
            opened.execute("DROP TABLE pull_test_hours")
