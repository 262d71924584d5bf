"""The clock speaks up: reminders, escalations, time-outs, once each."""

from datetime import datetime, timedelta

import pytest

from bihuan.cases.models import Case, CaseEvent
from bihuan.cases.services import Answer, raise_case, speak_up, take_step
from tests.people import People, Places

HOUR = timedelta(hours=1)


@pytest.mark.requirement("A4.6", "B1.11")
def test_reminders_and_the_escalation_come_once_each(task: Case, now: datetime) -> None:
    said = [speak_up(now + hours * HOUR) for hours in (11, 12, 12, 20, 24, 30, 48, 60)]
    assert said == [0, 1, 0, 1, 1, 0, 1, 0]
    task.refresh_from_db()
    assert task.escalations == 1
    event = CaseEvent.objects.get(code="escalate")
    assert event.fields["已告知"] == "区县审核、市级审核"


def test_what_a_long_pause_of_the_scheduler_missed_is_made_up(task: Case, now: datetime) -> None:
    assert speak_up(now + 100 * HOUR) == 4


@pytest.mark.requirement("B6.3")
def test_a_work_order_that_nobody_confirms_ends_by_the_rule(
    places: Places, people: People, now: datetime
) -> None:
    order = raise_case(
        "work_order",
        title="数采仪离线",
        district=places.districts["410181"],
        reason="数采仪离线两小时",
        by=people.wang,
        now=now,
    )
    take_step(order, "accept", by=people.engineer, now=now)
    take_step(order, "solve", by=people.engineer, now=now, answer=Answer(fields={"text": "重启"}))
    speak_up(now + 97 * HOUR)
    order.refresh_from_db()
    assert order.stage == "closed"
    assert CaseEvent.objects.filter(case=order).last().note == "到期自动办理"  # type: ignore[union-attr]


def test_many_cases_cost_a_bounded_number_of_statements(
    places: Places,
    people: People,
    now: datetime,
    django_assert_max_num_queries: object,
) -> None:
    for n in range(40):
        raise_case(
            "exceedance_task",
            title=f"第 {n} 件",
            district=places.districts["410181"],
            enterprise=places.plant,
            reason="x",
            by=None,
            now=now,
        )
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        assert speak_up(now + 49 * HOUR) == 160
