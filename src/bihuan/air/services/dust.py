"""Dust cases (沙尘过程): reported by the county, accepted by the upper level."""

from datetime import date, datetime

from django.db import transaction

from bihuan.accounts.models import District, User
from bihuan.accounts.services import record_act
from bihuan.air.acts import Act
from bihuan.air.error import WrongState
from bihuan.air.models import DustCase, DustState
from bihuan.air.permission import MAY_REVIEW, require_district


@transaction.atomic
def report_dust(
    district: District, *, first: date, last: date, evidence: str, by: User, now: datetime
) -> DustCase:
    """Report days of dust with their evidence (上报沙尘过程); nothing is deducted yet.

    Raises:
        NotYours: the district lies outside the person's posts.
    """
    require_district(district, by, MAY_REVIEW)
    case = DustCase.objects.create(
        district=district, first=first, last=last, evidence=evidence, by=by, at=now
    )
    record_act(user=by, action=Act.REPORT_DUST, object=case, now=now)
    return case


@transaction.atomic
def answer_dust(
    case: DustCase, *, accepted: bool, answer: str, by: User, now: datetime
) -> DustCase:
    """Put the upper level's answer on record (登记沙尘认定).

    Raises:
        NotYours, WrongState: nothing was written.
    """
    require_district(case.district, by, MAY_REVIEW)
    state = DustState.ACCEPTED if accepted else DustState.REFUSED
    changed = DustCase.objects.filter(pk=case.pk, state=DustState.REPORTED).update(
        state=state, answer=answer, answered_at=now
    )
    case.refresh_from_db()
    if not changed:
        raise WrongState("该沙尘过程", case.get_state_display())
    record_act(user=by, action=Act.ANSWER_DUST, object=case, now=now, detail={"state": state.value})
    return case
