"""Plans of documents (文稿计划): set, followed by drafts, and the customer's warnings."""

import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.reports.acts import Act
from bihuan.reports.definition import all_kinds, kind_of
from bihuan.reports.error import ReportsError, WrongState
from bihuan.reports.figure import Reading
from bihuan.reports.models import (
    DataHandover,
    DayCount,
    DocumentPlan,
    PlanItem,
    PlanWarning,
    Report,
)
from bihuan.reports.period import periods_ending
from bihuan.reports.permission import MAY_PLAN, MAY_WARN, require_district
from bihuan.reports.queries.due import SHANGHAI, due_of
from bihuan.reports.queries.plan import Expected
from bihuan.reports.services.drafting import Wanted, draft_report

log = logging.getLogger(__name__)

MADE_UP_FOR = timedelta(days=7)
"""Drafts of periods that ended longer ago are asked for by people, not by the timetable."""


@dataclass(frozen=True, slots=True)
class ItemTerms:
    """What a plan says of one kind (计划条款).

    Attributes:
        count: of a special kind: how many within the term.
        before: how many were handed over before the platform was in use.
        title, rhythm, receiver: of data to hand over (数据报送): what, how often, to whom.
    """

    kind: str
    due_days: int
    due_time: time
    count: int = 0
    is_drafted: bool = True
    day_count: DayCount = DayCount.CALENDAR
    before: int = 0
    title: str = ""
    rhythm: str = ""
    receiver: str = ""


@transaction.atomic
def set_plan(
    plan: DocumentPlan, items: Sequence[ItemTerms], *, by: User | None, now: datetime
) -> DocumentPlan:
    """Keep a plan and its items (设置计划); items with warnings or records stay when left out.

    Args:
        plan: new or changed, not saved yet.
        by: who sets it; None is the platform, which makes the demo's.

    Raises:
        NotYours: the district lies outside the person's posts.
        UnknownDefinition: a kind that nobody registered.
    """
    if by is not None:
        require_district(plan.district, by, MAY_PLAN)
    plan.save()
    for terms in items:
        if not terms.rhythm:
            kind_of(terms.kind)
        told = asdict(terms)
        PlanItem.objects.update_or_create(plan=plan, kind=told.pop("kind"), defaults=told)
    kept = {terms.kind for terms in items}
    warned = PlanWarning.objects.filter(plan=plan).values("item")
    handed = DataHandover.objects.filter(item__plan=plan).values("item")
    left = plan.items.exclude(kind__in=kept)
    left.exclude(pk__in=warned).exclude(pk__in=handed).delete()
    _put_due(plan)
    detail = {"items": sorted(kept), "first": f"{plan.first}", "last": f"{plan.last}"}
    record_act(user=by, action=Act.SET_PLAN, object=plan, now=now, detail=detail)
    return plan


def _put_due(plan: DocumentPlan) -> None:
    """What is not issued yet is due by the terms as they are now."""
    waiting = Report.objects.filter(
        district=plan.district,
        last__gte=plan.first,
        last__lte=plan.last,
        issued_at=None,
        kind__in=[kind.code for kind in all_kinds()],
    )
    for report in waiting:
        report.due_at = due_of(kind_of(report.kind), report.district_id, report.period)
    Report.objects.bulk_update(waiting, ["due_at"])


@transaction.atomic
def give_warning(expected: Expected, *, reason: str, by: User, now: datetime) -> PlanWarning:
    """Warn for a late document or late data (作出警告): the customer's act, with a reason.

    Raises:
        NotYours: the person is no customer of this district.
        WrongState: no reason, it is not late, or it was warned for before.
    """
    plan = expected.item.plan
    require_district(plan.district, by, MAY_WARN)
    if not reason.strip():
        raise WrongState("请写明警告理由")
    done = expected.issued_at or now
    if done <= expected.due_at:
        raise WrongState("该项没有逾期，不能作出警告")
    try:
        with transaction.atomic():
            warning = PlanWarning.objects.create(
                plan=plan,
                item=expected.item,
                first=expected.period.first,
                last=expected.period.last,
                due_at=expected.due_at,
                reason=reason.strip()[:300],
                by=by,
                at=now,
            )
    except IntegrityError as error:
        raise WrongState("该项已作出过警告") from error
    detail = {"reason": warning.reason, "period": expected.period.words}
    record_act(user=by, action=Act.WARN, object=warning, now=now, detail=detail)
    return warning


def draft_due(*, now: datetime) -> int:
    """Draft what the plans ask for and nobody has begun (到期拟稿); how many drafts.

    A kind that cannot be composed is left for people; the others are still drafted.
    """
    today = now.astimezone(SHANGHAI).date()
    reading = Reading(now)
    count = 0
    for item in PlanItem.objects.filter(
        plan__is_active=True, is_drafted=True, rhythm=""
    ).select_related("plan__district"):
        count += sum(_drafted(wanted, reading) for wanted in _missing(item, today))
    return count


def _missing(item: PlanItem, today: date) -> list[Wanted]:
    kind, plan = kind_of(item.kind), item.plan
    if kind.is_special:
        return []
    first = max(plan.first, today - MADE_UP_FOR)
    periods = periods_ending(kind.period, first, min(plan.last, today - timedelta(days=1)))
    begun = set(
        Report.objects.filter(kind=kind.code, district=plan.district, last__gte=first).values_list(
            "first", "last"
        )
    )
    return [
        Wanted(kind, plan.district, period)
        for period in periods
        if (period.first, period.last) not in begun
    ]


def _drafted(wanted: Wanted, reading: Reading) -> int:
    try:
        draft_report(wanted, by=None, now=reading.now, reading=reading)
    except ReportsError as error:
        log.warning("draft failed kind=%s reason=%s", wanted.kind.code, error)
        return 0
    return 1
