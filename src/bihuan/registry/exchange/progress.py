"""How far an import is (进度), in a small file beside the upload.

A row of the database would stay invisible until the import's own transaction ends.
"""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.core.files.storage import default_storage


@dataclass(frozen=True, slots=True)
class Standing:
    """Stage, rows done and rows in all."""

    stage: str = "等待后台处理"
    done: int = 0
    total: int = 0

    @property
    def percent(self) -> int:
        """For the bar: a whole number in 0..100."""
        return min(100, self.done * 100 // self.total) if self.total else 0


def _place(run: int) -> Path:
    return Path(default_storage.path(f"imports/{run}.progress"))


def report(run: int, stage: str, done: int, total: int) -> None:
    """Say how far the import of this number is; readers never see half a sentence."""
    place = _place(run)
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh = place.with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps([stage, done, total]), "utf-8")
    os.replace(fresh, place)


def begin(run: int) -> None:
    """Say that a job was asked for; from now on silence counts."""
    report(run, Standing().stage, 0, 0)


def quiet_for(run: int, now: datetime) -> timedelta:
    """How long nothing was said about an import; very long where nothing ever was."""
    try:
        spoke = datetime.fromtimestamp(_place(run).stat().st_mtime, UTC)
    except FileNotFoundError:
        return timedelta.max
    return now - spoke


def standing(run: int) -> Standing:
    """How far it is; the beginning where nothing was said yet."""
    try:
        return Standing(*json.loads(_place(run).read_text("utf-8")))
    except FileNotFoundError:
        return Standing()


def forget(run: int) -> None:
    """Remove the note."""
    _place(run).unlink(missing_ok=True)
