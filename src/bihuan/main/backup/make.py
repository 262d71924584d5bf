"""Making a backup while everything runs (备份), keeping some, copying them off site."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import obstore
from obstore.store import ObjectStore, from_url

from bihuan.main.backup.copying import Copier
from bihuan.main.backup.database import dump_database, engine_of, newest_migrations
from bihuan.main.backup.error import BackupError
from bihuan.main.backup.lake import copy_store
from bihuan.main.backup.manifest import DRILL, NAME, Manifest, read_manifest
from bihuan.main.backup.place import FILES, Place, files_in
from bihuan.telemetry.layout import locked, sync_folder
from bihuan.ui.release import release

UNFINISHED = ".unfinished"


def make_backup(root: Path, place: Place, *, now: datetime) -> Path:
    """Write one backup into a folder of its own beneath `root` (备份).

    The manifest is written last, so a folder without one was not finished. Unchanged files of
    the backup before are linked: a folder of backups costs what changed between them.

    Args:
        root: of all backups.
        place: whose data.
        now: names the folder. [aware]

    Returns:
        The folder of the backup.

    Raises:
        BackupError: another backup of the same second is there.
        NotStored: the bucket of contents does not answer; the draft is no backup.
    """
    root.mkdir(parents=True, exist_ok=True)
    with locked(root / "lock"):
        folder = root / f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        if folder.exists():
            raise BackupError(f"备份 {folder.name} 已存在，请稍后再试")
        draft = root / f"{folder.name}{UNFINISHED}"
        draft.mkdir()
        _fill(draft, place, before=newest_backup(root), now=now)
        draft.rename(folder)
        sync_folder(root)
        return folder


def backups(root: Path) -> list[Path]:
    """Finished backups, newest first."""
    if not root.is_dir():
        return []
    found = (path for path in root.iterdir() if (path / NAME).exists())
    return sorted((path for path in found if path.suffix != UNFINISHED), reverse=True)


def newest_backup(root: Path) -> Path | None:
    """The last finished backup."""
    return next(iter(backups(root)), None)


def forget_old(root: Path, *, kept: int) -> list[str]:
    """Delete the backups beyond the newest so many (清理备份), and drafts that were left.

    Returns:
        Names of what was deleted.
    """
    gone = backups(root)[kept:]
    with locked(root / "lock"):
        gone += [path for path in root.glob(f"*{UNFINISHED}") if path.is_dir()]
        for folder in gone:
            shutil.rmtree(folder)
    return [folder.name for folder in gone]


def copy_off_site(folder: Path, target: str) -> int:
    """Copy one backup to a second place (异地备份): a folder, or an address such as s3://….

    Returns:
        How many files were copied.
    """
    if "://" in target:
        return _to_store(folder, from_url(target))
    beyond = Path(target) / folder.name
    shutil.copytree(folder, beyond, dirs_exist_ok=True)
    return sum(1 for _ in files_in(beyond))


def _to_store(folder: Path, store: ObjectStore) -> int:
    """The manifest goes last, as in the folder."""
    paths = sorted(files_in(folder), key=lambda path: path.name in (NAME, DRILL))
    for path in paths:
        obstore.put(store, f"{folder.name}/{path.relative_to(folder).as_posix()}", path)
    return len(paths)


def _fill(draft: Path, place: Place, *, before: Path | None, now: datetime) -> None:
    """Evidence last: what the database names was written before the database was copied."""
    copier = Copier(draft, (before, read_manifest(before)) if before else None)
    names, tables = dump_database(draft)
    for name in names:
        copier.note(name)
    lake = copy_store(place.telemetry, copier)
    for prefix, folder in place.plain.items():
        copier.take_all(folder, files_in(folder), prefix)
    if place.bucket:
        copier.take_contents(place.bucket, FILES)
    Manifest(
        at=now.isoformat(),
        version=release(),
        engine=engine_of(),
        files=copier.notes,
        tables=tables,
        lake=lake,
        migrations=newest_migrations(),
        settings=tuple(_setting_names()),
    ).write(draft)


def _setting_names() -> Iterator[str]:
    return (name for name in sorted(os.environ) if name.startswith("BIHUAN_"))
