"""The chain of the audit trail: grown each minute, archived when old (审计封存)."""

import gzip
import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from bihuan.accounts.acts import Act
from bihuan.accounts.chain import follow
from bihuan.accounts.models import AuditArchive, AuditEntry
from bihuan.accounts.queries.sealing import FIELDS, content_of, head_of_audit
from bihuan.accounts.services.audit import record_act

AT_ONCE = 5_000
ARCHIVED_AT_ONCE = 100_000


@transaction.atomic
def seal_audit(*, most: int = AT_ONCE) -> int:
    """Join the entries that came since the last time to the chain (封存审计记录), oldest first.

    Returns:
        How many were joined; at most `most`.
    """
    head = head_of_audit()
    rows: QuerySet[AuditEntry] = QuerySet(AuditEntry).filter(position__isnull=True).order_by("id")
    waiting = list(rows.select_for_update()[:most])
    for entry in waiting:
        head = follow(head, content_of(entry))
        entry.position, entry.digest = head.position, head.digest
    changed: QuerySet[AuditEntry] = QuerySet(AuditEntry)
    changed.bulk_update(waiting, ["position", "digest"], batch_size=200)
    return len(waiting)


@transaction.atomic
def archive_audit(folder: Path, *, days: int, now: datetime) -> AuditArchive | None:
    """Write the oldest entries into a file and take them out (归档审计记录).

    Args:
        folder: where the file goes.
        days: entries younger than this stay; the settings refuse less than 180.
        now: time of the act. [aware]

    Returns:
        What was archived; None where nothing is old enough.
    """
    before = now - timedelta(days=days)
    sealed: QuerySet[AuditEntry] = (
        QuerySet(AuditEntry).filter(position__isnull=False).order_by("position")
    )
    young = sealed.filter(at__gte=before).values_list("position", flat=True).first()
    old = sealed.filter(at__lt=before)
    if young is not None:
        old = old.filter(position__lt=young)
    rows = list(old[:ARCHIVED_AT_ONCE])
    if not rows:
        return None
    last, (begin, end) = rows[-1], (rows[0].position or 0, rows[-1].position or 0)
    name = f"audit-{begin}-{end}.jsonl.gz"
    archive = AuditArchive.objects.create(
        first=begin,
        last=end,
        digest=last.digest,
        file=name,
        sha256=_write(folder / name, rows),
        at=now,
    )
    QuerySet(AuditEntry).filter(position__lte=last.position).delete()
    detail = {"file": name, "rows": len(rows), "before": before.isoformat()}
    record_act(user=None, action=Act.ARCHIVE_AUDIT, object=archive, now=now, detail=detail)
    return archive


def _write(file: Path, rows: Sequence[AuditEntry]) -> str:
    file.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(file, "wt", encoding="utf-8") as text:
        for row in rows:
            link: dict[str, Any] = {name: content_of(row)[name] for name in FIELDS}
            link |= {"position": row.position, "digest": row.digest}
            text.write(json.dumps(link, ensure_ascii=False) + "\n")
    return hashlib.sha256(file.read_bytes()).hexdigest()
