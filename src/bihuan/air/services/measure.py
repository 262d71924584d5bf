"""The library of measures (措施库): shipped once, then the bureau's own."""

import csv
from datetime import datetime
from pathlib import Path

from django.db import transaction

from bihuan.accounts.error import NotYours
from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.air.acts import Act
from bihuan.air.models import Measure
from bihuan.air.permission import may_approve, may_review

SHIPPED = Path(__file__).parents[1] / "tables" / "measures.csv"


@transaction.atomic
def ship_measures() -> int:
    """Add the shipped measures where the library is empty (出厂措施); returns how many."""
    if Measure.objects.exists():
        return 0
    with SHIPPED.open(encoding="utf-8") as file:
        lines = [line for line in file if not line.startswith("#")]
    rows = [Measure(**row) for row in csv.DictReader(lines)]
    Measure.objects.bulk_create(rows)
    return len(rows)


@transaction.atomic
def save_measure(measure: Measure, *, by: User, now: datetime) -> Measure:
    """Add or change a measure (维护措施); what was approved was the old text, so that goes.

    Raises:
        NotYours: no post that writes advice.
    """
    if not may_review(by):
        raise NotYours("您的岗位不能维护管控措施")
    measure.approved_by = measure.approved_at = None
    measure.save()
    record_act(user=by, action=Act.SAVE_MEASURE, object=measure, now=now)
    return measure


@transaction.atomic
def approve_beforehand(measure: Measure, *, by: User, now: datetime) -> Measure:
    """Approve a measure beforehand (预先批准), so that its orders may be dispatched at once.

    Raises:
        NotYours: no post that approves.
    """
    if not may_approve(by):
        raise NotYours("只有管理人员可以预先批准措施")
    Measure.objects.filter(pk=measure.pk).update(approved_by=by, approved_at=now)
    measure.refresh_from_db()
    record_act(user=by, action=Act.APPROVE_MEASURE, object=measure, now=now)
    return measure
