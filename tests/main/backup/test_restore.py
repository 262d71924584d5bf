"""`bihuan restore`: a backup, or its off-site copy, into an empty place; nothing over anything."""

import json
import os
import sqlite3
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection

from bihuan import telemetry
from bihuan.main.backup.error import BackupError, NotEmpty
from bihuan.main.backup.make import copy_off_site
from bihuan.main.backup.manifest import NAME, read_manifest, sha256_of
from bihuan.main.backup.place import Place, beneath, files_in
from bihuan.main.backup.restore import restore

ROOT = Path(__file__).parents[3]
pytestmark = [pytest.mark.requirement("B7.8"), pytest.mark.django_db(transaction=True)]


def command(folder: Path, home: Path) -> "subprocess.CompletedProcess[str]":
    """`bihuan restore` as a process of its own, with an empty home."""
    told = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "BIHUAN_DEMO": "1"}
    return subprocess.run(
        [sys.executable, "-m", "bihuan", "restore", str(folder)],
        env={**told, "BIHUAN_HOME": str(home)},
        capture_output=True,
        text=True,
    )


@pytest.mark.skipif(connection.vendor != "sqlite", reason="restores into what it was made of")
def test_an_off_site_copy_becomes_a_platform_and_is_not_written_over(
    backup: Path,
    tmp_path: Path,
) -> None:
    (tmp_path / "away").mkdir()
    copy_off_site(backup, str(tmp_path / "away"))
    away, home = tmp_path / "away" / backup.name, tmp_path / "new"
    told = read_manifest(away)
    done = command(away, home)
    assert done.returncode == 0, done.stderr
    assert "已恢复" in done.stdout and f"业务数据 {sum(told.tables.values())} 行" in done.stdout
    with sqlite3.connect(home / "bihuan.sqlite3") as database:
        for table, count in told.tables.items():
            assert database.execute(f'SELECT count(*) FROM "{table}"').fetchone() == (count,)
    for name in ("files/ab/abcd", "anchors/audit.jsonl"):
        assert sha256_of(home / name) == told.files[name].sha256
    again = command(away, home)
    assert again.returncode != 0 and "不是空的" in again.stderr
    assert "Traceback" not in again.stderr


def test_a_place_that_holds_anything_is_refused(
    backup: Path,
    place: Place,
    tmp_path: Path,
) -> None:
    with pytest.raises(NotEmpty, match="不是空的"):
        restore(backup, place)
    taken = beneath(tmp_path / "taken")
    taken.anchors.mkdir(parents=True)
    (taken.anchors / "audit.jsonl").write_text("{}", "utf-8")
    with pytest.raises(NotEmpty, match="anchors"):
        restore(backup, taken)
    assert [path.name for path in files_in(tmp_path / "taken")] == ["audit.jsonl"]


def test_a_backup_of_the_other_kind_of_database_is_refused(
    backup: Path,
    tmp_path: Path,
    now: datetime,
) -> None:
    told = json.loads((backup / NAME).read_text("utf-8"))
    told["engine"] = "postgresql" if told["engine"] == "sqlite" else "sqlite"
    (backup / NAME).write_text(json.dumps(told), "utf-8")
    with pytest.raises(BackupError, match="现在的业务库是"):
        restore(backup, beneath(tmp_path / "new"))
    assert not (tmp_path / "new").exists() or not list(files_in(tmp_path / "new"))
    telemetry.close_stores()
