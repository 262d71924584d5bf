"""The Delta log's own upkeep: checkpoints, expired entries, files that nobody needs."""

from datetime import timedelta
from pathlib import Path

from bihuan.telemetry.lake import LakeTable
from bihuan.telemetry.layout import sync_file, sync_folder

HOUR = timedelta(hours=1)


def checkpoint(table: LakeTable, *, every: int) -> bool:
    """Write a checkpoint (检查点) when the log has grown enough, then drop expired entries.

    Whoever opens the table reads every entry since the last one, so a long log slows all.
    The checkpoint is synced before an entry goes: otherwise a power cut could leave neither.
    Hold the lake's lock.

    Returns:
        Whether one was due.
    """
    log = table.path / "_delta_log"
    table.seal()
    snapshot = table.snapshot()
    if snapshot.version - _last_checkpoint(log) < every:
        return False
    snapshot.table.create_checkpoint()
    for path in [*log.glob(f"{snapshot.version:020d}.checkpoint*"), log / "_last_checkpoint"]:
        sync_file(path)
    sync_folder(log)
    snapshot.table.cleanup_metadata()
    return True


def _last_checkpoint(log: Path) -> int:
    versions = [int(path.name.partition(".")[0]) for path in log.glob("*.checkpoint*.parquet")]
    return max(versions, default=-1)


def vacuum(table: LakeTable, *, spare: timedelta) -> int:
    """Delete files that left the table, or never entered it, longer ago than `spare`.

    Ages are those of the log and the file system. A reader that began on an older snapshot
    still finds its files for so long. Hold the lake's lock.

    Returns:
        How many files were deleted.
    """
    hours = -(-spare // HOUR)
    deleted = table.snapshot().table.vacuum(
        retention_hours=hours, dry_run=False, enforce_retention_duration=False, full=True
    )
    table.seal()
    return len(deleted)
