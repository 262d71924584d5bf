"""Abnormal values of provincial stations (异常数据上报): report, try what if, follow up."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.air.acts import Act
from bihuan.air.error import InCase, NotProvincial, WrongState
from bihuan.air.models import Exclusion, ExclusionReason, ExclusionState, WhatIfLook
from bihuan.air.permission import MAY_REVIEW, require_point
from bihuan.air.queries.what_if import Effect, effect_of
from bihuan.air.series.values import values_at
from bihuan.air.services.exclusion_case import case_of_report, hours_of
from bihuan.air.services.review import is_provincial
from bihuan.documents.services.number import NumberPattern, issue_number
from bihuan.registry.models import MonitoringPoint

NUMBER: Final = "异常数据上报{district}〔{year}〕{serial:04}号"


@dataclass(frozen=True, slots=True)
class AbnormalHours:
    """Hours [start, end) of a factor that should not count, with reason and evidence."""

    factor: str
    start: datetime
    end: datetime
    reason: ExclusionReason
    evidence: str


@transaction.atomic
def report_abnormal(
    point: MonitoringPoint, hours: AbnormalHours, *, by: User, now: datetime
) -> Exclusion:
    """Report abnormal values to the city's monitoring centre (异常数据上报); nothing is excluded.

    The report becomes a case of its own procedure, whose end is the centre's answer.

    Raises:
        NotYours: the point lies outside the person's posts.
        NotProvincial: an own station; its values are reviewed.
    """
    require_point(point, by, MAY_REVIEW)
    if not is_provincial(point):
        raise NotProvincial(point.name)
    pattern = NumberPattern(NUMBER, district=point.district_id[:6])
    number = issue_number(pattern, purpose="异常数据上报", by=by, now=now)
    report = Exclusion.objects.create(
        number=number.text,
        point=point,
        factor=hours.factor,
        start=hours.start,
        end=hours.end,
        reason=hours.reason,
        evidence=hours.evidence,
        by=by,
        at=now,
    )
    report.case = case_of_report(report, by=by, now=now)
    report.save(update_fields=["case"])
    detail = {"reason": hours.reason.value, "factor": hours.factor}
    record_act(user=by, action=Act.REPORT_ABNORMAL, object=report, now=now, detail=detail)
    return report


@transaction.atomic
def look_what_if(report: Exclusion, *, by: User, now: datetime) -> Effect:
    """Work out what the exclusion would change, and log who looked (测算剔除影响).

    The reason and the evidence come first: only a written report can be tried.

    Raises:
        NotYours: the point lies outside the person's posts.
    """
    require_point(report.point, by, MAY_REVIEW)
    values = values_at(now)
    site = next(one for one in values.sites if one.point == report.point_id)
    effect = effect_of(values, site, report.factor, report.start, report.end)
    WhatIfLook.objects.create(exclusion=report, by=by, at=now, effect=effect.as_json())
    record_act(user=by, action=Act.LOOK_WHAT_IF, object=report, now=now)
    return effect


@transaction.atomic
def answer_abnormal(
    report: Exclusion, *, accepted: bool, answer: str, by: User, now: datetime
) -> Exclusion:
    """Put the centre's answer on record (登记市中心答复); accepted hours stop counting.

    Raises:
        NotYours, InCase, WrongState: nothing was written.
    """
    require_point(report.point, by, MAY_REVIEW)
    _require_free(report)
    state = ExclusionState.ACCEPTED if accepted else ExclusionState.REFUSED
    hours = hours_of(report) if accepted else 0
    _move(report, state, by, now, answer=answer, removed_hours=hours)
    detail = {"accepted": accepted, "hours": hours}
    record_act(user=by, action=Act.ANSWER_ABNORMAL, object=report, now=now, detail=detail)
    return report


@transaction.atomic
def withdraw_abnormal(report: Exclusion, *, by: User, now: datetime) -> Exclusion:
    """Take a report back before it is answered (撤回).

    Raises:
        NotYours, InCase, WrongState: nothing was written.
    """
    require_point(report.point, by, MAY_REVIEW)
    _require_free(report)
    _move(report, ExclusionState.WITHDRAWN, by, now, answer="上报单位撤回", removed_hours=0)
    record_act(user=by, action=Act.WITHDRAW_ABNORMAL, object=report, now=now)
    return report


@transaction.atomic
def record_letter(report: Exclusion, *, by: User, now: datetime) -> None:
    """Note that the report's document was made (生成情况说明)."""
    detail = {"number": report.number}
    record_act(user=by, action=Act.PRINT_ABNORMAL, object=report, now=now, detail=detail)


def _require_free(report: Exclusion) -> None:
    if report.case is not None:
        raise InCase(report.number, report.case.number)


def _move(
    report: Exclusion,
    state: ExclusionState,
    by: User,
    now: datetime,
    *,
    answer: str,
    removed_hours: int,
) -> None:
    changed = Exclusion.objects.filter(pk=report.pk, state=ExclusionState.SUBMITTED).update(
        state=state, answer=answer, answered_at=now, answer_by=by, removed_hours=removed_hours
    )
    report.refresh_from_db()
    if not changed:
        raise WrongState(report.number, report.get_state_display())
