"""A platform with something in every store, and a backup of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bihuan import telemetry
from bihuan.accounts.models import District
from bihuan.main.backup.make import make_backup
from bihuan.main.backup.place import Place, beneath
from tests.pages.given import Rows, raw_of, rows_of

PACKET = b"##0012ST=32;CN=2011AAAA"


@pytest.fixture
def place(tmp_path: Path, now: datetime) -> Iterator[Place]:
    """A platform's folders with rows in the lake, rows in the journal, and a file of evidence."""
    made = beneath(tmp_path / "home")
    telemetry.close_stores()
    telemetry.configure(made.telemetry)
    store = telemetry.store("test-1")
    hour = now.replace(minute=0)
    hours = Rows(7, "a21026", "hour", timedelta(hours=1))
    store.append(rows_of(hours, hour, [float(n) for n in range(48)]), now=hour)
    telemetry.Mover(made.telemetry).move_once(now)
    live = Rows(7, "a21026", "realtime", timedelta(minutes=1), raw_index=0)
    store.append(rows_of(live, now, [18.5]), raw_of(now, [PACKET]), now=now)
    for name, text in (("files/ab/abcd", "照片"), ("anchors/audit.jsonl", "{}")):
        path = tmp_path / "home" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
    yield made
    telemetry.close_stores()


@pytest.fixture
def backup(place: Place, districts: dict[str, District], tmp_path: Path, now: datetime) -> Path:
    return make_backup(tmp_path / "backups", place, now=now)
