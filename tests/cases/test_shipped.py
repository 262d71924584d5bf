"""The shipped procedures may be published, are drawn, and their clocks can be trusted."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.cases.procedure.document import Procedure
from bihuan.cases.procedure.drawing import HEIGHT, WIDTH, drawing, layout
from bihuan.cases.services.procedure import check
from bihuan.cases.shipped import shipped
from bihuan.cases.stage_clock import StageClock, clock_from
from bihuan.regulations.working_time.calendar import WorkingCalendar
from bihuan.regulations.working_time.term import Term, TermUnit

PROCEDURES = {procedure.code: procedure for procedure in shipped()}
each_procedure = pytest.mark.parametrize("procedure", PROCEDURES.values(), ids=PROCEDURES.keys())
CALENDAR = WorkingCalendar()
START = datetime(2026, 11, 20, 2, tzinfo=UTC)


def test_ten_kinds_are_shipped() -> None:
    assert set(PROCEDURES) == {
        "exceedance_task",
        "supervision_order",
        "assignment_order",
        "abnormal_data_report",
        "data_review",
        "work_order",
        "person_change",
        "site_inspection",
        "joint_study",
        "dust_report",
    }


@each_procedure
@pytest.mark.requirement("A4.18")
def test_a_shipped_procedure_may_be_published(procedure: Procedure) -> None:
    assert [one.sentence for one in check(procedure)] == []


@each_procedure
def test_no_two_stages_of_a_drawing_overlap(procedure: Procedure) -> None:
    boxes = list(layout(procedure).values())
    for place, one in enumerate(boxes):
        for other in boxes[place + 1 :]:
            apart = abs(one.x - other.x) >= WIDTH or abs(one.y - other.y) >= HEIGHT
            assert apart


@each_procedure
def test_a_drawing_stays_within_its_frame(procedure: Procedure) -> None:
    picture = drawing(procedure)
    left, up, wide, high = (int(n) for n in re.findall(r'viewBox="([^"]+)"', picture)[0].split())
    for path in re.findall(r'<path d="(M[^"]+)" marker', picture):
        numbers = [float(n) for n in re.findall(r"-?\d+", path.replace("C", " "))]
        assert min(numbers) >= min(left, up)
        assert max(numbers) <= max(left + wide, up + high)


units = st.sampled_from([TermUnit.HOURS, TermUnit.WORKING_HOURS, TermUnit.WORKING_DAYS])
clocks = st.builds(lambda n, unit: StageClock(START, Term(n, unit)), st.integers(1, 60), units)


@settings(max_examples=40, deadline=None)
@given(clocks, st.integers(0, 4000), st.integers(1, 4000))
def test_a_pause_never_brings_a_deadline_forward(clock: StageClock, at: int, length: int) -> None:
    begin = START + timedelta(minutes=at)
    held = clock.paused(begin, "等待").resumed(begin + timedelta(minutes=length))
    before, after = clock.due(CALENDAR), held.due(CALENDAR)
    assert before is not None
    assert after is not None
    assert after >= before


@settings(max_examples=40, deadline=None)
@given(clocks, st.integers(1, 30))
def test_more_time_is_later_and_the_clock_survives_its_column(clock: StageClock, more: int) -> None:
    longer = clock.extended(more)
    before, after = clock.due(CALENDAR), longer.due(CALENDAR)
    assert before is not None
    assert after is not None
    assert after > before
    assert clock_from(longer.as_data()) == longer


@settings(max_examples=40, deadline=None)
@given(clocks, st.integers(1, 99))
def test_a_reminder_lies_between_start_and_deadline(clock: StageClock, percent: int) -> None:
    moment, due = clock.part(percent, CALENDAR), clock.due(CALENDAR)
    assert moment is not None
    assert due is not None
    assert START <= moment <= due


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 500), st.integers(0, 400))
def test_a_fixed_deadline_is_put_off_by_the_whole_pause(length: int, at: int) -> None:
    fixed = START + timedelta(days=3)
    clock = StageClock(START, fixed=fixed)
    begin = START + timedelta(minutes=at)
    held = clock.paused(begin, "等待").resumed(begin + timedelta(minutes=length))
    assert held.due(CALENDAR) == fixed + timedelta(minutes=length)
