"""A case walks its route: who may, what it needs, what it writes."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest

from bihuan.cases.error import CaseError, IncompleteStep, NotYourStep, SomeoneWasFaster
from bihuan.cases.models import Case, CaseEvent, CaseState, StageSpell
from bihuan.cases.permission import next_steps, standing
from bihuan.cases.procedure.document import IllegalStep
from bihuan.cases.services import Answer, raise_case, take_step
from bihuan.cases.version_document import procedure_of
from bihuan.documents.models import IssuedNumber
from bihuan.documents.services.file import keep_file
from tests.cases.conftest import EXPLAINED, REASON, Attach, opinion, picture
from tests.people import People, Places

VERDICT = Answer(fields={"verdict": "设备原因", "text": "同意"})


def stage(case: Case) -> str:
    return Case.objects.get(pk=case.pk).stage


@pytest.mark.requirement("B1.10")
def test_a_source_raises_one_case_however_often_it_asks(task: Case, now: datetime) -> None:
    again = raise_case(
        "exceedance_task",
        title="又一次",
        district=task.district,
        reason="x",
        source="watch:1",
        by=None,
        now=now,
    )
    assert again.pk == task.pk
    assert Case.objects.count() == 1


def test_the_reason_of_the_verdict_goes_unchanged_into_the_case(task: Case) -> None:
    assert task.reason == REASON
    assert task.events.get().note == REASON


def test_numbers_run_without_gaps(task: Case, places: Places, now: datetime) -> None:
    other = raise_case(
        "exceedance_task",
        title="另一件",
        district=places.districts["410181"],
        reason="x",
        by=None,
        now=now,
    )
    assert [task.number, other.number] == ["CB4101812026000001", "CB4101812026000002"]


def test_the_clock_of_the_first_stage_runs(task: Case, now: datetime) -> None:
    assert task.deadline == now + timedelta(hours=24)
    assert task.next_tick == now + timedelta(hours=12)


@pytest.mark.requirement("B1.11", "B1.12")
def test_the_enterprise_explains_with_evidence(
    task: Case, people: People, attach: Attach, now: datetime
) -> None:
    row = attach(task, "explain", people.chen)
    moved = take_step(task, "explain", by=people.chen, now=now, answer=Answer(fields=EXPLAINED))
    row.refresh_from_db()
    assert moved.stage == "county_review"
    event = CaseEvent.objects.get(code="explain")
    assert row.event == event
    assert event.fields["_files"] == row.file.sha256
    assert event.note == EXPLAINED["text"]


def test_an_explanation_without_evidence_is_refused(
    task: Case, people: People, now: datetime
) -> None:
    with pytest.raises(IncompleteStep, match="凭证"):
        take_step(task, "explain", by=people.chen, now=now, answer=Answer(fields=EXPLAINED))
    assert stage(task) == "to_explain"


def test_an_explanation_without_its_reason_is_refused(
    task: Case, people: People, attach: Attach, now: datetime
) -> None:
    attach(task, "explain", people.chen)
    with pytest.raises(IncompleteStep, match="原因类别"):
        take_step(task, "explain", by=people.chen, now=now, answer=Answer(fields={"text": "x"}))


@pytest.mark.parametrize("name", ["wang", "li", "zhao", "province", "operator", "supervisor"])
def test_nobody_else_explains(task: Case, people: People, name: str, now: datetime) -> None:
    with pytest.raises(NotYourStep):
        take_step(task, "explain", by=people.all()[name], now=now)


@pytest.mark.requirement("B1.13", "B1.14")
def test_the_whole_route_with_return_and_raise(
    explained: Case, people: People, attach: Attach, now: datetime
) -> None:
    take_step(explained, "county_return", by=people.wang, now=now, answer=opinion())
    assert stage(explained) == "returned"
    attach(explained, "explain", people.chen, 2)
    take_step(explained, "explain", by=people.chen, now=now, answer=Answer(fields=EXPLAINED))
    take_step(explained, "county_pass", by=people.wang, now=now, answer=VERDICT)
    take_step(explained, "city_raise", by=people.li, now=now, answer=opinion("请省厅定"))
    take_step(explained, "province_return", by=people.province, now=now, answer=opinion())
    closed = take_step(explained, "city_close", by=people.li, now=now, answer=VERDICT)
    assert (closed.state, closed.on_time) == (CaseState.CLOSED, True)
    assert [event.code for event in closed.events.all()] == [
        "raise",
        "explain",
        "county_return",
        "explain",
        "county_pass",
        "city_raise",
        "province_return",
        "city_close",
    ]
    assert StageSpell.objects.filter(case=closed, left_at=None).count() == 0


def test_the_third_return_goes_up_instead(
    explained: Case, people: People, attach: Attach, now: datetime
) -> None:
    for turn in (2, 3):
        take_step(explained, "county_return", by=people.wang, now=now, answer=opinion())
        attach(explained, "explain", people.chen, turn)
        take_step(explained, "explain", by=people.chen, now=now, answer=Answer(fields=EXPLAINED))
    take_step(explained, "county_return", by=people.wang, now=now, answer=opinion())
    assert stage(explained) == "city_review"


def test_an_officer_of_another_county_may_do_nothing(
    explained: Case, people: People, now: datetime
) -> None:
    with pytest.raises(NotYourStep):
        take_step(explained, "county_pass", by=people.zhao, now=now, answer=VERDICT)


def test_a_step_that_does_not_lead_from_here_is_refused(
    task: Case, people: People, now: datetime
) -> None:
    with pytest.raises(IllegalStep):
        take_step(task, "city_close", by=people.li, now=now, answer=VERDICT)


def test_who_looked_before_it_moved_is_told(explained: Case, people: People, now: datetime) -> None:
    seen = Case.objects.get(pk=explained.pk).revision
    take_step(explained, "county_check", by=people.wang, now=now, answer=opinion())
    late = Answer(fields={"text": "x"}, revision=seen)
    with pytest.raises(SomeoneWasFaster, match="现场核查"):
        take_step(explained, "county_return", by=people.wang, now=now, answer=late)


@pytest.mark.requirement("A4.4")
def test_what_a_phone_sends_twice_counts_once(
    explained: Case, people: People, now: datetime
) -> None:
    answer = opinion("收到", key="phone-1")
    first = take_step(explained, "county_check", by=people.wang, now=now, answer=answer)
    again = take_step(explained, "county_check", by=people.wang, now=now, answer=answer)
    assert first.stage == again.stage == "site_check"
    assert CaseEvent.objects.filter(key="phone-1").count() == 1


def test_a_number_of_a_submission_belongs_to_one_person(
    explained: Case, people: People, now: datetime
) -> None:
    take_step(explained, "county_check", by=people.wang, now=now, answer=opinion(key="k"))
    with pytest.raises(CaseError, match="提交编号"):
        take_step(explained, "city_close", by=people.li, now=now, answer=opinion(key="k"))


def test_a_void_keeps_its_number(task: Case, people: People, now: datetime) -> None:
    voided = take_step(task, "annul", by=people.li, now=now, answer=opinion("误报"))
    kept = IssuedNumber.objects.get(text=task.number)
    assert voided.state == CaseState.VOID
    assert (kept.void_reason, kept.voided_by) == ("误报", people.li)


def test_a_closed_case_is_taken_up_again_by_the_province(
    explained: Case, people: People, now: datetime
) -> None:
    take_step(explained, "county_pass", by=people.wang, now=now, answer=VERDICT)
    take_step(explained, "city_close", by=people.li, now=now, answer=VERDICT)
    opened = take_step(explained, "reopen", by=people.province, now=now, answer=opinion())
    assert (opened.state, opened.closed_at, opened.stage) == ("open", None, "county_review")


def test_every_step_says_who_takes_it_where_the_reader_may_not(
    explained: Case, people: People
) -> None:
    procedure = procedure_of(explained.version)
    mine = {
        one.code: one.why_not for one in next_steps(standing(people.wang, explained, procedure))
    }
    his = {one.code: one.why_not for one in next_steps(standing(people.chen, explained, procedure))}
    assert mine["county_pass"] == ""
    assert mine["annul"] == "由市级审核、省级审核办理"
    assert all(his.values())


@pytest.mark.requirement("D12")
def test_a_photograph_that_was_used_before_is_found(
    explained: Case, places: Places, people: People, now: datetime
) -> None:
    from bihuan.cases.services import add_evidence

    other = raise_case(
        "exceedance_task",
        title="另一件",
        district=places.districts["410181"],
        enterprise=places.plant,
        reason="x",
        by=None,
        now=now,
    )
    file = keep_file(BytesIO(picture(1)), name="旧照片.jpg", by=people.chen, now=now)
    row = add_evidence(other, "explain", file, by=people.chen, now=now)
    assert row.twin is not None
    assert explained.number in row.findings[0]
