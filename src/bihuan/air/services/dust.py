"""Dust cases (沙尘过程): reported by the county, recognised by the upper level."""

from datetime import date, datetime

from django.db import transaction

from bihuan.accounts.models import District, User
from bihuan.accounts.services import record_act
from bihuan.air.acts import Act
from bihuan.air.error import InCase, WrongState
from bihuan.air.models import DustCase, DustState
from bihuan.air.permission import MAY_REVIEW, require_district
from bihuan.air.services.dust_case import case_of_dust


@transaction.atomic
def report_dust(
    district: District, *, first: date, last: date, evidence: str, by: User, now: datetime
) -> DustCase:
    """Report days of dust with their evidence (上报沙尘过程); nothing is deducted yet.

    The report becomes a case of its own procedure, whose end is the upper level's answer.

    Raises:
        NotYours: the district lies outside the person's posts.
    """
    require_district(district, by, MAY_REVIEW)
    dust = DustCase.objects.create(
        district=district, first=first, last=last, evidence=evidence, by=by, at=now
    )
    dust.case = case_of_dust(dust, by=by, now=now)
    dust.save(update_fields=["case"])
    record_act(user=by, action=Act.REPORT_DUST, object=dust, now=now)
    return dust


@transaction.atomic
def answer_dust(
    dust: DustCase, *, accepted: bool, answer: str, by: User, now: datetime
) -> DustCase:
    """Put the upper level's answer on record (登记沙尘认定), where no case follows the report.

    Raises:
        NotYours, InCase, WrongState: nothing was written.
    """
    require_district(dust.district, by, MAY_REVIEW)
    if dust.case is not None:
        raise InCase(str(dust), dust.case.number)
    state = DustState.ACCEPTED if accepted else DustState.REFUSED
    changed = DustCase.objects.filter(pk=dust.pk, state=DustState.REPORTED).update(
        state=state, answer=answer, answered_at=now
    )
    dust.refresh_from_db()
    if not changed:
        raise WrongState("该沙尘过程", dust.get_state_display())
    record_act(user=by, action=Act.ANSWER_DUST, object=dust, now=now, detail={"state": state.value})
    return dust
