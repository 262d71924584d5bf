"""The plan of documents: the county's term, lateness, warnings, drafts by the timetable."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from bihuan.accounts.error import NotYours
from bihuan.regulations.rounding import round_gbt8170
from bihuan.reports.error import WrongState
from bihuan.reports.models import DataHandover, DayCount, DocumentPlan, Report
from bihuan.reports.queries.plan import PlanProgress, Standing, plan_progress
from bihuan.reports.services.handing import Proof, record_handover
from bihuan.reports.services.planning import ItemTerms, draft_due, give_warning, set_plan
from tests.reports.conftest import Office
from tests.reports.sample_kind import KINDS

FIRST, LAST = date(2026, 3, 26), date(2026, 12, 31)


@pytest.fixture
def plan(office: Office) -> DocumentPlan:
    """The county's plan: regular kinds by their own rules, 65 special reports."""
    items = [
        ItemTerms(kind.code, kind.due.days, kind.due.at, count=65 if kind.is_special else 0)
        for kind in KINDS
    ]
    held = DocumentPlan(
        name="2026年服务期",
        district=office.district,
        first=FIRST,
        last=LAST,
        least=400,
        contract_sum=Decimal("1000000.00"),
    )
    return set_plan(held, items, by=office.wang, now=office.now)


def seen(plan: DocumentPlan, now: datetime) -> PlanProgress:
    """How the plan stands at a moment."""
    return plan_progress(plan, now=now)


@pytest.mark.requirement("A3.8")
def test_the_countys_term_asks_for_more_than_400_documents(
    office: Office, plan: DocumentPlan
) -> None:
    progress = seen(plan, office.now)
    counts = {one.kind.code.removeprefix("sample."): one.planned for one in progress.kinds}
    assert counts == {
        "daily": 281,
        "weekly": 40,
        "monthly": 10,
        "quarterly": 4,
        "half": 2,
        "yearly": 1,
        "special": 65,
    }
    assert progress.planned == 403 and progress.planned - counts["special"] == 338


@pytest.mark.requirement("A3.8", "A3.12")
def test_what_is_due_waits_or_is_late(office: Office, plan: DocumentPlan) -> None:
    office.issued(office.draft())
    now = datetime(2026, 11, 22, 0, 30, tzinfo=UTC)
    by_day = {
        one.period.first: one for one in seen(plan, now).expected if one.kind.code == "sample.daily"
    }
    assert by_day[date(2026, 11, 20)].standing is Standing.ON_TIME
    assert by_day[date(2026, 11, 19)].standing is Standing.OVERDUE
    assert by_day[date(2026, 11, 21)].standing is Standing.WAITING
    assert by_day[date(2026, 11, 22)].standing is Standing.AHEAD
    due = by_day[date(2026, 11, 21)].due_at
    assert due.isoformat() == "2026-11-22T09:00:00+08:00"


@pytest.mark.requirement("A3.8")
def test_the_forecast_follows_what_was_issued(office: Office, plan: DocumentPlan) -> None:
    before = seen(plan, datetime(2026, 3, 25, tzinfo=UTC))
    assert before.forecast == before.planned, "nothing was due yet: the plan itself"
    assert seen(plan, office.now).forecast == 1, "only the year's report is not due yet"
    office.issued(office.draft())
    daily = next(one for one in seen(plan, office.now).kinds if one.kind.code == "sample.daily")
    assert (daily.issued, daily.due) == (1, 240)
    assert daily.forecast == 1 + (281 - 240) * 1 // 240


@pytest.mark.requirement("A3.12")
def test_lateness_only_proposes_and_the_customer_warns(office: Office, plan: DocumentPlan) -> None:
    late = [one for one in seen(plan, office.now).overdue if one.kind.code == "sample.daily"]
    assert not seen(plan, office.now).warnings
    with pytest.raises(NotYours):
        give_warning(late[0], reason="未交", by=office.analyst, now=office.now)
    with pytest.raises(WrongState, match="理由"):
        give_warning(late[0], reason="", by=office.wang, now=office.now)
    warning = give_warning(late[0], reason="未交", by=office.wang, now=office.now)
    assert (warning.by, warning.reason) == (office.wang, "未交")
    with pytest.raises(WrongState, match="已作出"):
        give_warning(late[0], reason="未交", by=office.wang, now=office.now)


@pytest.mark.requirement("A3.12")
def test_the_fourth_warning_costs_three_per_mille(office: Office, plan: DocumentPlan) -> None:
    late = [one for one in seen(plan, office.now).overdue if one.kind.code == "sample.daily"]
    for one in late[:3]:
        give_warning(one, reason="未交", by=office.wang, now=office.now)
    assert seen(plan, office.now).deduction == Decimal("0.00")
    give_warning(late[3], reason="未交", by=office.wang, now=office.now)
    assert seen(plan, office.now).deduction == Decimal("3000.00")


def test_what_is_in_time_cannot_be_warned_for(office: Office, plan: DocumentPlan) -> None:
    ahead = next(one for one in seen(plan, office.now).expected if one.standing is Standing.AHEAD)
    with pytest.raises(WrongState, match="没有逾期"):
        give_warning(ahead, reason="未交", by=office.wang, now=office.now)


def test_the_timetable_drafts_what_the_last_week_asks_for_once(
    office: Office, plan: DocumentPlan
) -> None:
    assert draft_due(now=office.now) == 8, "seven days and the week that ended"
    assert draft_due(now=office.now) == 0
    assert Report.objects.filter(kind="sample.daily", last=date(2026, 11, 20)).exists()
    report = Report.objects.get(kind="sample.weekly")
    assert (report.first, report.last) == (date(2026, 11, 9), date(2026, 11, 15))


def test_the_due_time_of_the_plan_goes_before_that_of_the_kind(
    office: Office, plan: DocumentPlan
) -> None:
    plan.items.filter(kind="sample.daily").update(due_time=time(11), due_days=2)
    report = office.draft()
    assert report.due_at == datetime(2026, 11, 22, 3, tzinfo=UTC)


@pytest.mark.requirement("A3.8", "A3.12")
def test_days_of_an_item_may_be_working_days(office: Office, plan: DocumentPlan) -> None:
    items = [
        ItemTerms("sample.daily", 1, time(9), day_count=DayCount.WORKING),
        ItemTerms("sample.monthly", 3, time(18), day_count=DayCount.WORKING),
    ]
    draft = office.draft(day=date(2026, 11, 20))
    set_plan(plan, items, by=office.wang, now=office.now)
    due = {
        one.period.words: (f"{one.due_at:%m-%d %H:%M}", one.is_provisional)
        for one in seen(plan, office.now).expected
    }
    assert due["2026年9月18日"] == ("09-20 09:00", False), "a Sunday that is worked for the holiday"
    assert due["2026年9月30日"] == ("10-08 09:00", False), "after the seven days of October"
    assert due["2026年9月"] == ("10-10 18:00", False), "8, 9 and the Saturday that is made up for"
    assert due["2026年12月31日"] == ("01-01 09:00", True), "the next year is not announced yet"
    draft.refresh_from_db()
    assert draft.due_at == datetime(2026, 11, 23, 1, tzinfo=UTC), (
        "what waits is due by the new terms"
    )


@pytest.mark.requirement("A3.8")
def test_what_went_out_before_the_platform_was_in_use_is_counted_and_not_judged(
    office: Office, plan: DocumentPlan
) -> None:
    plan.live_from = date(2026, 11, 20)
    terms = [
        ItemTerms("sample.daily", 1, time(9), before=237),
        ItemTerms("sample.special", 0, time(9), count=65, before=50),
    ]
    set_plan(plan, terms, by=office.wang, now=office.now)
    office.issued(office.draft())
    progress = seen(plan, datetime(2026, 11, 21, 4, tzinfo=UTC))
    daily, special = progress.kinds
    assert (daily.due, daily.before, daily.issued, daily.overdue) == (240, 237, 1, 1)
    assert (special.before, special.overdue) == (50, 5)
    assert (progress.before, progress.issued) == (287, 1)
    assert progress.on_time_share == Decimal("50.0"), "judged: 19 and 20 November"
    assert daily.forecast == 237 + 1 + 41 // 2


def test_an_item_that_was_warned_for_stays_in_the_plan(office: Office, plan: DocumentPlan) -> None:
    late = next(one for one in seen(plan, office.now).overdue if one.kind.code == "sample.daily")
    give_warning(late, reason="未交", by=office.wang, now=office.now + timedelta(hours=1))
    set_plan(plan, [], by=office.wang, now=office.now)
    assert [item.kind for item in plan.items.all()] == ["sample.daily"]


DATASET = ItemTerms(
    "data.1",
    3,
    time(18),
    is_drafted=False,
    title="空气质量月度数据集",
    rhythm="month",
    receiver="市中心",
)


@pytest.mark.requirement("A3.12")
def test_late_data_count_with_late_documents_to_the_fourth_warning(
    office: Office, plan: DocumentPlan
) -> None:
    daily = ItemTerms("sample.daily", 1, time(9))
    set_plan(plan, [daily, DATASET], by=office.wang, now=office.now)
    plan.live_from = date(2026, 7, 1)
    plan.save()
    months = [one for one in seen(plan, office.now).expected if one.item.is_data]
    june, july, august = months[3:6]
    assert f"{july.due_at:%m-%d %H:%M}" == "08-03 18:00" and july.kind.title == DATASET.title
    proof = Proof(july.due_at - timedelta(hours=3), receipt="市中心回执12号")
    made = record_handover(july, proof, by=office.analyst, now=office.now)
    assert (made.by, made.receipt) == (office.analyst, "市中心回执12号")
    late = Proof(august.due_at + timedelta(minutes=1), receipt="回执13号")
    record_handover(august, late, by=office.analyst, now=office.now)
    progress = seen(plan, office.now)
    (data,) = progress.data
    assert (data.planned, data.issued, data.late, data.overdue) == (10, 2, 1, 3)
    documents = progress.kinds[0]
    assert progress.planned == documents.planned, "data are no documents of the contract"
    judged = documents.overdue + 5
    assert progress.on_time_share == round_gbt8170(Decimal(100) / judged, 1)
    waits = [one for one in progress.overdue if one.item.is_data]
    assert [one.period.first.month for one in waits] == [6, 8, 9, 10]
    assert june.standing is Standing.OVERDUE, "due on 3 July, when the platform was in use"
    with pytest.raises(WrongState, match="没有逾期"):
        give_warning(
            next(one for one in progress.expected if one.period == july.period),
            reason="未报",
            by=office.wang,
            now=office.now,
        )
    documents_late = [one for one in progress.overdue if not one.item.is_data]
    for one in (*waits[:2], documents_late[0]):
        give_warning(one, reason="未交", by=office.wang, now=office.now)
    assert seen(plan, office.now).deduction == Decimal("0.00")
    give_warning(waits[2], reason="未报", by=office.wang, now=office.now)
    assert seen(plan, office.now).deduction == Decimal("3000.00")
    assert draft_due(now=office.now) == 7, "data are not drafted"
    set_plan(plan, [], by=office.wang, now=office.now)
    assert "data.1" in {item.kind for item in plan.items.all()}, "what was recorded stays"


@pytest.mark.requirement("A3.12")
def test_a_record_of_data_needs_a_proof_and_a_time_that_can_be(
    office: Office, plan: DocumentPlan
) -> None:
    set_plan(plan, [DATASET], by=office.wang, now=office.now)
    october = next(
        one for one in seen(plan, office.now).expected if one.period.first == date(2026, 10, 1)
    )
    good = Proof(october.due_at, receipt="回执")
    for proof, word in (
        (Proof(october.due_at), "回执"),
        (Proof(office.now + timedelta(hours=1), receipt="回执"), "晚于"),
        (Proof(office.now - timedelta(days=40), receipt="回执"), "尚未结束"),
    ):
        with pytest.raises(WrongState, match=word):
            record_handover(october, proof, by=office.analyst, now=office.now)
    with pytest.raises(NotYours):
        record_handover(october, good, by=office.people.zhao, now=office.now)
    record_handover(october, replace(good, handed_at=office.now), by=office.analyst, now=office.now)
    record_handover(october, good, by=office.analyst, now=office.now)
    rows = {one.period: one for one in seen(plan, office.now).expected}
    assert rows[october.period].standing is Standing.ON_TIME, "the newest record counts"
    assert DataHandover.objects.count() == 2, "the first one is kept"
