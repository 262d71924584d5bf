"""A backup restores with equal counts and hashes; nothing is restored over something."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from bihuan import telemetry
from bihuan.main.backup.error import BackupError, NotEmpty
from bihuan.main.backup.make import backups, copy_off_site, forget_old, make_backup
from bihuan.main.backup.manifest import DRILL, read_manifest, sha256_of
from bihuan.main.backup.place import Place, beneath
from bihuan.main.backup.restore import copy_folders, drill

pytestmark = [
    pytest.mark.requirement("B7.8"),
    pytest.mark.django_db(transaction=True),
]


def test_a_drill_proves_equal_counts_and_hashes(
    backup: Path, tmp_path: Path, now: datetime
) -> None:
    proof = drill(backup, scratch=tmp_path / "scratch", now=now)
    assert proof.faults == ()
    assert proof.lake_rows == 48
    assert proof.files == len(read_manifest(backup).files) >= 5
    assert read_manifest(backup).tables["accounts_district"] == 8
    assert proof.rows == sum(read_manifest(backup).tables.values())
    assert json.loads((backup / DRILL).read_text("utf-8"))["backup"] == backup.name
    assert not list((tmp_path / "scratch").iterdir())


def test_what_was_acknowledged_but_not_moved_is_restored(
    backup: Path, place: Place, tmp_path: Path
) -> None:
    before = _rows(place)
    restored = beneath(tmp_path / "new")
    copy_folders(backup, read_manifest(backup), restored)
    assert _rows(restored) == before == 49
    assert (restored.files / "ab" / "abcd").read_text("utf-8") == "照片"


def test_a_flipped_byte_and_a_missing_row_are_found(
    backup: Path, tmp_path: Path, now: datetime
) -> None:
    evidence = backup / "files" / "ab" / "abcd"
    evidence.write_bytes(evidence.read_bytes()[:-1] + b"!")
    told = json.loads((backup / "manifest.json").read_text("utf-8"))
    told["tables"]["accounts_district"] += 1
    (backup / "manifest.json").write_text(json.dumps(told), "utf-8")
    proof = drill(backup, scratch=tmp_path / "scratch", now=now)
    assert proof.faults == (
        "文件 files/ab/abcd 与清单不符",
        "数据表 accounts_district：清单 9 行，恢复后 8 行",
    )


def test_nothing_is_restored_over_what_is_there(place: Place, tmp_path: Path) -> None:
    with pytest.raises(NotEmpty, match="不是空的"):
        place.require_empty()
    beneath(tmp_path / "new").require_empty()


def test_an_unfinished_folder_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "20261121T000000Z").mkdir()
    assert backups(tmp_path) == []
    with pytest.raises(BackupError, match="不是完整的备份"):
        read_manifest(tmp_path / "20261121T000000Z")


def test_a_second_backup_links_what_has_not_changed_and_old_ones_go(
    backup: Path, place: Place, tmp_path: Path, now: datetime
) -> None:
    root = backup.parent
    second = make_backup(root, place, now=now + timedelta(days=1))
    assert (second / "files/ab/abcd").samefile(backup / "files/ab/abcd")
    with pytest.raises(BackupError, match="已存在"):
        make_backup(root, place, now=now + timedelta(days=1))
    assert forget_old(root, kept=1) == [backup.name]
    assert differing(second) == []


@pytest.mark.parametrize("scheme", ["", "file://"], ids=["folder", "object store"])
def test_a_copy_off_site_is_a_backup_of_its_own(scheme: str, backup: Path, tmp_path: Path) -> None:
    (tmp_path / "away").mkdir()
    copied = copy_off_site(backup, f"{scheme}{tmp_path / 'away'}")
    away = tmp_path / "away" / backup.name
    assert copied == len(read_manifest(away).files) + 1
    assert differing(away) == []


def test_a_manifest_names_settings_without_their_values(
    backup: Path, monkeypatch: pytest.MonkeyPatch, place: Place, now: datetime
) -> None:
    monkeypatch.setenv("BIHUAN_SECRET_KEY", "geheim" * 8)
    later = make_backup(backup.parent, place, now=now + timedelta(hours=1))
    assert "BIHUAN_SECRET_KEY" in read_manifest(later).settings
    assert "geheim" not in (later / "manifest.json").read_text("utf-8")


def test_the_manifest_knows_its_kind_of_database(backup: Path) -> None:
    assert read_manifest(backup).engine == connection.vendor
    assert read_manifest(backup).migrations["accounts"]


def differing(backup: Path) -> list[str]:
    """Files of a backup that are not as its manifest says."""
    files = read_manifest(backup).files
    return [name for name, note in files.items() if sha256_of(backup / name) != note.sha256]


def _rows(place: Place) -> int:
    """Rows of both kinds that a reader of the place finds."""
    telemetry.close_stores()
    telemetry.configure(place.telemetry)
    ages = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    queries = (
        telemetry.SeriesQuery(points=[7], factors=["a21026"], kind=kind, start=ages[0], end=ages[1])
        for kind in (telemetry.Kind.HOUR, telemetry.Kind.REALTIME)
    )
    return sum(telemetry.store().series(query).num_rows for query in queries)
