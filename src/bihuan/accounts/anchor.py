"""Heads of chains kept outside the database (锚点): a text file to which lines are only added.

Whoever can write the database should not be able to write this file: copy it off the machine
with the backup, or print its last line into the log book.
"""

import json
from datetime import datetime
from pathlib import Path

from bihuan.accounts.chain import Head


def keep_anchor(folder: Path, chain: str, head: Head, *, now: datetime) -> None:
    """Add the present head of a chain to its file, where it has moved since the last time."""
    known = anchors_of(folder, chain)
    if not head.position or (known and known[-1] == head):
        return
    folder.mkdir(parents=True, exist_ok=True)
    line = {"at": now.isoformat(), "position": head.position, "digest": head.digest}
    with _file(folder, chain).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def anchors_of(folder: Path, chain: str) -> list[Head]:
    """Every head that was kept of a chain, oldest first."""
    file = _file(folder, chain)
    if not file.exists():
        return []
    lines = (json.loads(line) for line in file.read_text("utf-8").splitlines())
    return [Head(line["position"], line["digest"]) for line in lines]


def _file(folder: Path, chain: str) -> Path:
    return folder / f"{chain}.jsonl"
