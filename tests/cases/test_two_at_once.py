"""Two people press at once: one wins, the other is told; a source is raised once."""

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection

from bihuan.cases.error import CaseError
from bihuan.cases.models import Case, CaseEvent
from bihuan.cases.procedure.document import ProcedureError
from bihuan.cases.services import Answer, raise_case, take_step
from bihuan.cases.services.history import verify_history
from tests.people import People, Places, person

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """What each act gave, or what it raised, when all began at one moment."""
    gate = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(place: int) -> None:
        gate.wait()
        try:
            results[place] = acts[place]()
        except (CaseError, ProcedureError) as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def raised(places: Places, now: datetime) -> Case:
    return raise_case(
        "assignment_order",
        title="工地扬尘",
        district=places.districts["410181"],
        reason="巡查",
        source="watch:9",
        by=None,
        now=now,
    )


def test_one_wins_and_the_other_is_told(
    transactional_db: None, places: Places, people: People, now: datetime
) -> None:
    case = raise_case(
        "exceedance_task",
        title="超标",
        district=places.districts["410181"],
        enterprise=places.plant,
        reason="x",
        by=None,
        now=now,
    )
    second = person("second", "李副科长", "city", "4101")
    seen = Answer(fields={"text": "误报"}, revision=case.revision)
    results = at_once(
        [
            lambda: take_step(case, "annul", by=people.li, now=now, answer=seen),
            lambda: take_step(case, "annul", by=second, now=now, answer=seen),
        ]
    )
    lost = [one for one in results if isinstance(one, Exception)]
    assert len(lost) == 1
    assert "刚刚已被他人办理" in str(lost[0])
    assert CaseEvent.objects.filter(code="annul").count() == 1


@pytest.mark.requirement("B1.10")
def test_a_source_that_two_processes_raise_becomes_one_case(
    transactional_db: None, places: Places, people: People, now: datetime
) -> None:
    results = at_once([lambda: raised(places, now)] * 3)
    assert len({case.pk for case in results if isinstance(case, Case)}) == 1
    assert all(isinstance(case, Case) for case in results)
    assert Case.objects.count() == 1


def test_the_chain_holds_when_many_write(
    transactional_db: None, places: Places, people: People, now: datetime
) -> None:
    def make(place: int) -> Callable[[], object]:
        return lambda: raise_case(
            "exceedance_task",
            title=f"第 {place} 件",
            district=places.districts["410181"],
            reason="x",
            by=None,
            now=now,
        )

    at_once([make(place) for place in range(6)])
    verdict = verify_history()
    assert (verdict.rows, verdict.faults) == (6, ())
    numbers = sorted(Case.objects.values_list("number", flat=True))
    assert numbers == [f"CB4101812026{n:06}" for n in range(1, 7)]
