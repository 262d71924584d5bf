"""The hash chain over the history of all cases (哈希链), pure: what a row's hash covers."""

from datetime import UTC
from hashlib import sha256
from json import dumps

from bihuan.cases.models import CaseEvent

BEGINNING = "0" * 64
"""What stands before the first row."""


def hash_of(event: CaseEvent) -> str:
    """The hash of everything a row says and of the row before it."""
    said = [
        event.serial,
        event.case_id,
        event.kind,
        event.code,
        event.title,
        event.stage_before,
        event.stage_after,
        event.by_id,
        event.by_name,
        event.unit_name,
        event.on_behalf_of,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.note,
        event.fields,
        event.key,
        event.previous,
    ]
    text = dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
