"""`bihuan restore`: a backup, or its off-site copy, into an empty place; nothing over anything."""

import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from bihuan import telemetry
from bihuan.documents.content.bucket import BucketStore
from bihuan.documents.content.store import address
from bihuan.main.backup.error import BackupError, NotEmpty
from bihuan.main.backup.make import copy_off_site, make_backup
from bihuan.main.backup.manifest import NAME, read_manifest, sha256_of
from bihuan.main.backup.place import Place, beneath, files_in
from bihuan.main.backup.restore import copy_folders, drill, restore
from tests.buckets import Bucket

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


@pytest.mark.skipif(connection.vendor != "sqlite", reason="restores into what it was made of")
def test_contents_of_a_bucket_are_backed_up_and_put_back(
    place: Place, bucket: Bucket, s3: str, tmp_path: Path, now: datetime
) -> None:
    data = [b"photograph", b"film"]
    shas = [BucketStore(bucket.told).keep([one]).sha256 for one in data]
    place = replace(place, bucket=BucketStore(bucket.told))
    made = make_backup(tmp_path / "backups", place, now=now)
    names = [f"files/{address(sha)}" for sha in shas]
    assert [read_manifest(made).files[name].sha256 for name in names] == shas
    assert drill(made, scratch=tmp_path / "scratch", now=now).faults == ()
    second = make_backup(tmp_path / "backups", place, now=now + timedelta(days=1))
    assert (second / names[0]).samefile(made / names[0])
    with pytest.raises(NotEmpty, match="存储桶"):
        replace(beneath(tmp_path / "taken"), bucket=place.bucket).require_empty()
    new = Bucket(endpoint=s3, prefix=f"new/{tmp_path.name}")
    beyond = replace(beneath(tmp_path / "new"), bucket=BucketStore(new.told))
    beyond.require_empty()
    (second / names[1]).unlink()
    (second / names[1]).write_bytes(b"altered")
    with pytest.raises(BackupError, match="1 个附件被改动"):
        copy_folders(second, read_manifest(second), beyond)
    assert new.names() == [address(shas[0])]
    copy_folders(made, read_manifest(made), beyond)
    assert sorted(new.names()) == sorted(map(address, shas))
    assert [path.name for path in files_in(beyond.files)] == ["abcd"]
    copy_folders(made, read_manifest(made), beneath(tmp_path / "plain"))
    assert (tmp_path / "plain" / names[1]).read_bytes() == b"film"
    telemetry.close_stores()
