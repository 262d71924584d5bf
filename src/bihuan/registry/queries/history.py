"""The history of one object (变更记录)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from bihuan.registry.models import ChangeRecord, ChangeWay
from bihuan.registry.queries.listing import Listing


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One field that changed; without a field the object itself began or ended."""

    at: datetime
    by: str
    way: ChangeWay
    field: str
    title: str
    before: str
    after: str
    reason: str


def history_of(row: Model) -> Listing[ChangeRow]:
    """What changed of an object, newest first; the caller has seen that the person may see it."""
    records = ChangeRecord.objects.filter(
        object_kind=row._meta.label_lower, object_id=str(row.pk)
    ).order_by("-at", "-id")
    values = records.values_list(
        "at", "by_name", "way", "field", "title", "before", "after", "reason"
    )
    return Listing(values, _rows)


def newest_change(row: Model) -> int:
    """Number of the newest record of an object, 0 for none: whether somebody was faster."""
    records = ChangeRecord.objects.filter(
        object_kind=row._meta.label_lower, object_id=str(row.pk)
    ).order_by("-id")
    return records.values_list("pk", flat=True).first() or 0


def _rows(rows: object) -> list[ChangeRow]:
    return [
        ChangeRow(at, by, ChangeWay(way), *rest)
        for at, by, way, *rest in rows  # type: ignore[attr-defined]
    ]
