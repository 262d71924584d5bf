"""Decisions about values as changes (审核变更): reviews, accepted reports, accepted dust days.

They change numbers without a new value in the store, so documents must hear of them too.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.db.models.functions import Coalesce

from bihuan.air.models import DustCase, DustState, Exclusion, ExclusionState, Review
from bihuan.air.series.block import midnight
from bihuan.reports.change import Changed, ChangeSource

OVERLAP = timedelta(hours=1)
"""A decision is dated when its request began and seen when it was committed; what was dated so
long before the newest one is looked at again and told once."""


@dataclass(frozen=True, slots=True)
class Made:
    """A decision in force: which hours, and when it was made."""

    key: str
    at: datetime
    changed: Changed


def decisions(cursor: str | None) -> tuple[Sequence[Changed], str]:
    """What was decided since the cursor, and the cursor to ask with next time."""
    held = json.loads(cursor) if cursor else {}
    since = datetime.fromisoformat(held["since"]) if held.get("since") else None
    found = [*_reviews(since), *_exclusions(since), *_dust(since)]
    seen = set(held.get("seen", ()))
    fresh = [] if cursor is None else [one.changed for one in found if one.key not in seen]
    if not found:
        return fresh, cursor or "{}"
    after = max(one.at for one in found) - OVERLAP
    kept = sorted(one.key for one in found if one.at > after)
    return fresh, json.dumps({"since": after.isoformat(), "seen": kept})


def _since(since: datetime | None) -> Q:
    return Q(moment__gt=since) if since else Q(moment__isnull=False)


def _reviews(since: datetime | None) -> Iterator[Made]:
    counting = Q(wants_second=False) | Q(second_at__isnull=False)
    rows = Review.objects.annotate(moment=Coalesce("second_at", "at"))
    for row in rows.filter(counting, _since(since)).select_related("point"):
        why = f"{row.point.name} {row.start:%Y-%m-%d} 起的数值经审核为{row.get_state_display()}"
        yield Made(f"review:{row.pk}", row.moment, Changed(row.start, row.end, why))


def _exclusions(since: datetime | None) -> Iterator[Made]:
    rows = Exclusion.objects.annotate(moment=Coalesce("answered_at", "at"))
    accepted = rows.filter(_since(since), state=ExclusionState.ACCEPTED)
    for row in accepted.select_related("point"):
        why = f"{row.point.name} 异常数据上报 {row.number} 已剔除"
        yield Made(f"exclusion:{row.pk}", row.moment, Changed(row.start, row.end, why))


def _dust(since: datetime | None) -> Iterator[Made]:
    rows = DustCase.objects.annotate(moment=Coalesce("answered_at", "at"))
    for row in rows.filter(_since(since), state=DustState.ACCEPTED):
        end = midnight(row.last + timedelta(days=1))
        why = f"{row.first:%Y-%m-%d} 至 {row.last:%Y-%m-%d} 认定为沙尘"
        yield Made(
            f"dust:{row.pk}", row.answered_at or row.at, Changed(midnight(row.first), end, why)
        )


DECISIONS = ChangeSource("air.decisions", "审核、剔除与沙尘认定", decisions)
