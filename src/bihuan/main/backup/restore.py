"""Restoring a backup into an empty place (恢复), and proving that it restores (演练)."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import DEFAULT_DB_ALIAS, connections

from bihuan.documents.content.bucket import BucketStore
from bihuan.documents.content.store import address, pieces_of
from bihuan.main.backup.database import (
    counts_in,
    counts_of,
    engine_of,
    load_postgresql,
    load_sqlite,
)
from bihuan.main.backup.error import BackupError
from bihuan.main.backup.lake import PREFIX, journal_faults, lake_counts
from bihuan.main.backup.manifest import DRILL, Manifest, read_manifest, sha256_of
from bihuan.main.backup.place import FILES, Place, beneath

DRILL_ALIAS: Final = "drill"


@dataclass(frozen=True, slots=True)
class Proof:
    """What a restored place was compared with (恢复核对).

    Attributes:
        backup: name of the backup.
        at: when it was proved, ISO 8601.
        files, bytes: how many were compared by SHA-256.
        tables, rows: of the business database.
        lake_rows: of the lake.
        faults: every difference in words; none for a good backup.
    """

    backup: str
    at: str
    files: int
    bytes: int
    tables: int
    rows: int
    lake_rows: int
    faults: tuple[str, ...]


def restore(folder: Path, place: Place) -> Manifest:
    """Restore a backup into this platform's empty place (恢复).

    Raises:
        NotEmpty: there is something in the folders or the database.
        BackupError: the folder is no backup, or of the other kind of database; or contents for
            the bucket were changed in the backup, then all others are restored.
        NotStored: the bucket of contents does not answer.
    """
    manifest = read_manifest(folder)
    place.require_empty()
    if engine_of() != manifest.engine:
        raise BackupError(f"备份来自 {manifest.engine}，现在的业务库是 {engine_of()}")
    if manifest.engine == "sqlite":
        connection = connections[DEFAULT_DB_ALIAS]
        connection.close()
        load_sqlite(folder, Path(str(connection.settings_dict["NAME"])))
    else:
        load_postgresql(folder, DEFAULT_DB_ALIAS)
    copy_folders(folder, manifest, place)
    return manifest


def copy_folders(folder: Path, manifest: Manifest, place: Place) -> None:
    """Put the files of a backup where they belong; contents into the bucket, where there is one.

    Raises:
        BackupError: a content no longer has the hash that is its address.
    """
    changed = []
    for name in manifest.files:
        if place.bucket and name == f"{FILES}/{address(Path(name).name)}":
            if not _into_bucket(folder / name, place.bucket):
                changed.append(name)
        elif (target := _target(name, place)) is not None:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(folder / name, target)
    if changed:
        names = "、".join(changed[:5])
        raise BackupError(f"已恢复，但备份中 {len(changed)} 个附件被改动，没有写回：{names}")


def _into_bucket(file: Path, bucket: BucketStore) -> bool:
    """Whether the file still is what its name says, and was put into the bucket."""
    if sha256_of(file) != file.name:
        return False
    with file.open("rb") as source:
        bucket.keep(pieces_of(source))
    return True


def drill(folder: Path, *, scratch: Path, now: datetime) -> Proof:
    """Restore a backup into an empty place of its own and compare (恢复演练).

    The report is kept beside the backup; the place is cleared away.

    Args:
        folder: of the backup.
        scratch: a folder with room for a whole copy.
        now: time of the drill. [aware]
    """
    manifest = read_manifest(folder)
    scratch.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scratch, prefix="drill-") as room:
        place = beneath(Path(room))
        copy_folders(folder, manifest, place)
        faults = [*_file_faults(folder, manifest, place)]
        faults += [f"日志 {name} 已损坏" for name in journal_faults(place.telemetry)]
        lake = lake_counts(place.telemetry) if manifest.lake else {}
        faults += _unequal("湖表", manifest.lake, lake)
        with _restored_database(folder, manifest, Path(room)) as tables:
            faults += _unequal("数据表", manifest.tables, tables)
    proof = Proof(
        backup=folder.name,
        at=now.isoformat(),
        files=len(manifest.files),
        bytes=manifest.size,
        tables=len(tables),
        rows=sum(tables.values()),
        lake_rows=sum(lake.values()),
        faults=tuple(faults),
    )
    (folder / DRILL).write_text(json.dumps(asdict(proof), ensure_ascii=False, indent=1), "utf-8")
    return proof


def _target(name: str, place: Place) -> Path | None:
    prefix, _, rest = name.partition("/")
    if prefix == PREFIX:
        return place.telemetry / rest
    return place.plain[prefix] / rest if prefix in place.plain else None


def _file_faults(folder: Path, manifest: Manifest, place: Place) -> Iterator[str]:
    for name, note in manifest.files.items():
        restored = _target(name, place) or folder / name
        if sha256_of(restored) != note.sha256:
            yield f"文件 {name} 与清单不符"


def _unequal(what: str, wanted: object, found: object) -> list[str]:
    assert isinstance(wanted, dict) and isinstance(found, dict)
    names = sorted({*wanted, *found})
    return [
        f"{what} {name}：清单 {wanted.get(name)} 行，恢复后 {found.get(name)} 行"
        for name in names
        if wanted.get(name) != found.get(name)
    ]


@contextmanager
def _restored_database(folder: Path, manifest: Manifest, room: Path) -> Iterator[dict[str, int]]:
    if manifest.engine == "sqlite":
        file = room / "business.sqlite3"
        load_sqlite(folder, file)
        yield counts_in(file)
        return
    with _empty_postgresql(room.name.replace("-", "_")) as alias:
        load_postgresql(folder, alias)
        yield counts_of(alias)


@contextmanager
def _empty_postgresql(name: str) -> Iterator[str]:
    """A database of its own on the same server, dropped at the end."""
    database = f"bihuan_{name}".lower()
    connection = connections[DEFAULT_DB_ALIAS]
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE \"{database}\" TEMPLATE template0 ENCODING 'UTF8'")
    beside = connection.copy(DRILL_ALIAS)
    beside.settings_dict["NAME"] = database
    connections[DRILL_ALIAS] = beside
    try:
        yield DRILL_ALIAS
    finally:
        beside.close()
        del connections[DRILL_ALIAS]
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{database}"')
