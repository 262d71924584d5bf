"""The audit trail read as a chain."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bihuan.accounts.anchor import anchors_of
from bihuan.accounts.chain import Breach, Head, Link, breaches
from bihuan.accounts.models import AuditArchive, AuditEntry

CHAIN = "audit"
FIELDS = (
    "id",
    "at",
    "user_id",
    "user_name",
    "action",
    "action_name",
    "object_kind",
    "object_id",
    "object_name",
    "detail",
    "address",
    "succeeded",
)
SEALED_WITHIN = timedelta(minutes=10)
FETCH = 2_000


@dataclass(frozen=True, slots=True)
class AuditCondition:
    """What a check of the audit trail found (审计链核验).

    Attributes:
        rows: links that were read.
        head: where the chain ends.
        waiting: entries that are not sealed although their time has come.
        broken: places that do not hold; empty for a sound chain.
    """

    rows: int
    head: Head
    waiting: int
    broken: tuple[Breach, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing was changed or taken out."""
        return not self.broken


def content_of(entry: AuditEntry) -> dict[str, Any]:
    """What the chain covers of an entry: everything but the place in the chain itself."""
    told = {name: getattr(entry, name) for name in FIELDS}
    return told | {"at": entry.at.astimezone(UTC).isoformat()}


def head_of_audit() -> Head:
    """The last link: of the table, else of what was archived, else of nothing."""
    rows = AuditEntry.objects.filter(position__isnull=False).order_by("-position")
    for position, digest in rows.values_list("position", "digest")[:1]:
        return Head(position or 0, digest)
    return _archived()


def audit_condition(folder: Path, now: datetime, *, newest: int | None = None) -> AuditCondition:
    """Walk the chain, and through the heads that were kept in `folder` (核验审计链).

    Args:
        folder: of the anchors.
        now: entries much older than this ought to be sealed. [aware]
        newest: only so many of the last links; the whole chain where left out.
    """
    start = _archived() if newest is None else _before_newest(newest)
    anchors = [head for head in anchors_of(folder, CHAIN) if head.position > start.position]
    unsealed = AuditEntry.objects.filter(position__isnull=True, at__lt=now - SEALED_WITHIN)
    counted = _Counted()
    return AuditCondition(
        broken=tuple(breaches(counted.each(_links(start)), start=start, anchors=anchors)),
        rows=counted.rows,
        head=head_of_audit(),
        waiting=unsealed.count(),
    )


class _Counted:
    rows = 0

    def each(self, links: Iterator[Link]) -> Iterator[Link]:
        for self.rows, link in enumerate(links, start=1):
            yield link


def _before_newest(count: int) -> Head:
    """The link before the last so many; what was archived where there are not that many."""
    wanted = head_of_audit().position - count
    row = AuditEntry.objects.filter(position=wanted).values_list("digest", flat=True).first()
    return Head(wanted, row) if row is not None else _archived()


def _links(start: Head) -> Iterator[Link]:
    rows = AuditEntry.objects.filter(position__gt=start.position).order_by("position")
    for entry in rows.iterator(FETCH):
        yield Link(entry.position or 0, content_of(entry), entry.digest)


def _archived() -> Head:
    newest = AuditArchive.objects.order_by("-last").first()
    return Head(newest.last, newest.digest) if newest else Head()
