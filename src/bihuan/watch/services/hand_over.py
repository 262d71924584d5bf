"""Handing a shift over (交接班): signed by who leaves, countersigned by who takes over."""

import hashlib
import json
from datetime import datetime

from django.db import transaction

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.watch.acts import Act
from bihuan.watch.error import CannotChange
from bihuan.watch.models import HandOver
from bihuan.watch.queries.desk import brief_of, desk


@transaction.atomic
def hand_over(*, note: str, by: User, now: datetime) -> HandOver:
    """Sign the brief of the shift as it stands now (交班).

    Raises:
        CannotChange: the person has no district to hand over.
    """
    found = desk(by, now)
    if found.district is None:
        raise CannotChange("您的岗位没有行政区划，不能交班")
    brief = brief_of(found, now)
    signed = HandOver.objects.create(
        district=found.district,
        since=found.since,
        at=now,
        by=by,
        note=note,
        brief=brief,
        digest=digest_of(brief, note),
    )
    detail = {"digest": signed.digest}
    record_act(user=by, action=Act.HAND_OVER, object=signed, now=now, detail=detail)
    return signed


@transaction.atomic
def take_over(signed: HandOver, *, by: User, now: datetime) -> None:
    """Countersign a hand-over (接班).

    Raises:
        CannotChange: by the same person, or somebody has done it.
    """
    if by.pk == signed.by_id:
        raise CannotChange("接班人不能是交班人本人")
    waiting = HandOver.objects.filter(pk=signed.pk, taken_at__isnull=True)
    if not waiting.update(taken_by=by, taken_at=now):
        raise CannotChange("该班已由他人接班，请刷新页面")
    record_act(user=by, action=Act.TAKE_OVER, object=signed, now=now)


def digest_of(brief: dict[str, object], note: str) -> str:
    """SHA-256 of what was signed (摘要值), so that a later change shows."""
    text = json.dumps({"brief": brief, "note": note}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
