"""Documents that the county has issued since the platform is in use (报告档案).

They are composed of the demo's own values and go through the ordinary steps, so every number of
them leads back to its packets.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.timezone import localdate

from bihuan.accounts.models import District, User
from bihuan.main.demo.county import COUNTY
from bihuan.reports.definition import all_kinds, kind_of
from bihuan.reports.figure import Reading
from bihuan.reports.models import DocumentPlan, Report, ReportVersion
from bihuan.reports.period import Period, PeriodKind, periods_ending
from bihuan.reports.queries.due import moment_after
from bihuan.reports.services.drafting import Wanted, draft_report
from bihuan.reports.services.flow import approve, sign, submit
from bihuan.reports.services.issuing import Told, issue, note_receipt

LOOKING_BACK: Final = timedelta(days=40)
"""The longest way from the end of a period to its due time, and some more."""

SPECIAL: Final = "air.special"
SPECIAL_DAYS: Final = timedelta(days=30)
OUTSIDE: Final = ("郑州市生态环境局", "巩义市人民政府办公室")
BEFORE_DUE: Final = timedelta(minutes=25)
MINUTES: Final = (55, 40, 15)
"""Before the issue: drafted, reviewed, signed."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Who works on documents: drafts, reviews, signs; who is told."""

    analyst: User
    manager: User
    chief: User
    officer: User


@dataclass(frozen=True, slots=True)
class ToIssue:
    """A document that was due, and when it went out."""

    wanted: Wanted
    at: datetime


def enrol_archive(*, now: datetime) -> int:
    """Issue what was due since the platform is in use, leave a special report in review.

    Returns:
        How many documents were made; none where there are some already.
    """
    plan = DocumentPlan.objects.filter(district=COUNTY).first()
    if plan is None or Report.objects.exists():
        return 0
    staff, reading = _staff(), Reading(now)
    due = due_documents(plan, now=now)
    for one in due:
        _issued(one, staff, reading)
    return len(due) + _special(plan.district, staff, reading)


def due_documents(plan: DocumentPlan, *, now: datetime) -> list[ToIssue]:
    """What the plan asked for between the platform's first day and now, the oldest first."""
    assert plan.live_from is not None
    found = []
    for kind in all_kinds():
        if kind.is_special:
            continue
        first = plan.live_from - LOOKING_BACK
        for period in periods_ending(kind.period, first, localdate(now) - timedelta(days=1)):
            due = moment_after(period.last, kind.due.days, kind.due.at)
            if plan.live_from <= due.date() and due <= now:
                found.append(ToIssue(Wanted(kind, plan.district, period), due - BEFORE_DUE))
    return sorted(found, key=lambda one: one.at)


def _staff() -> Staff:
    people = {one.username: one for one in User.objects.filter(is_active=True)}
    return Staff(people["sun"], people["qian"], people["li"], people["wang"])


@transaction.atomic
def _issued(one: ToIssue, staff: Staff, reading: Reading) -> ReportVersion:
    drafted, reviewed, signed = (one.at - timedelta(minutes=lead) for lead in MINUTES)
    version = _drafted(one.wanted, staff, drafted, reading)
    version = approve(version, note="数据、文字核对无误。", by=staff.manager, now=reviewed)
    version = sign(version, note="同意印发。", by=staff.chief, now=signed)
    told = Told(users=[staff.officer], names=OUTSIDE)
    version = issue(version, told=told, note="", by=staff.analyst, now=one.at)
    _received(version, staff, one.at)
    return version


def _drafted(wanted: Wanted, staff: Staff, at: datetime, reading: Reading) -> ReportVersion:
    report = draft_report(wanted, by=staff.analyst, now=at, reading=reading)
    assert report.current is not None
    return submit(report.current, note="", by=staff.analyst, now=at, reading=reading)


def _received(version: ReportVersion, staff: Staff, at: datetime) -> None:
    """The officer reads it within the hour; the city's office says so on the telephone."""
    inside = version.recipients.get(user=staff.officer)
    note_receipt(inside, note="", by=staff.officer, now=at + timedelta(minutes=35))
    outside = version.recipients.get(name=OUTSIDE[0])
    note_receipt(outside, note="电话确认收到", by=staff.analyst, now=at + timedelta(minutes=50))


def _special(district: District, staff: Staff, reading: Reading) -> int:
    """The newest episode as a special report that waits for its review; none without one."""
    kind, today = kind_of(SPECIAL), localdate(reading.now)
    assert kind.subjects is not None
    looked = Period(PeriodKind.SPECIAL, today - SPECIAL_DAYS, today - timedelta(days=1))
    found = kind.subjects(looked, district.pk, reading)
    if not found:
        return 0
    newest = found[-1]
    period = Period(PeriodKind.SPECIAL, newest.first, newest.last)
    called = f"{newest.title.split('（')[0]}分析专报"
    wanted = Wanted(kind, district, period, newest.key, called)
    _drafted(wanted, staff, reading.now - timedelta(minutes=20), reading)
    return 1
