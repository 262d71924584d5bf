"""One entrance for every question: a work order with its clock, its trail and its answer."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.cases.models import Case
from bihuan.cases.queries.statistics import Asked, statistics
from bihuan.cases.services import Answer, raise_case, take_step, verify_history
from bihuan.cases.services.procedure import current_version
from bihuan.cases.version_document import procedure_of
from tests.people import People, Places

QUESTION = {"class": "数据处理", "urgency": "一般", "way": "微信群"}
KINDS = (
    "操作指引",
    "故障排查",
    "现场指导",
    "线上支持",
    "需求",
    "配置",
    "问题协调",
    "进度跟进",
    "信息汇总",
)


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.requirement("B6.1", "B6.2")
@pytest.mark.parametrize(
    "who", ["province", "li", "wang", "township", "chen", "operator", "engineer"]
)
def test_everybody_asks_at_one_page_and_gets_a_number_of_one_series(
    who: str, people: People, places: Places, now: datetime
) -> None:
    client = logged_in(people.all()[who])
    address = reverse("cases:raise", args=["work_order"])
    form = client.get(address).context["form"]
    district = form.fields["district"].queryset.order_by("-code").first()
    given = {
        "title": "数据没有入库",
        "district": district.pk,
        "reason": "今天 8 时起没有数据",
        **QUESTION,
    }
    assert client.post(address, given, follow=True).status_code == 200
    case = Case.objects.get()
    assert case.kind == "work_order" and case.number.startswith("GD")
    assert case.raised_by == people.all()[who]
    assert case.deadline is not None


@pytest.mark.requirement("B6.1")
def test_those_who_only_read_ask_nothing(people: People, now: datetime) -> None:
    current_version("work_order", now=now)
    for reader in (people.supervisor, people.wall_screen, people.auditor):
        address = reverse("cases:raise", args=["work_order"])
        assert logged_in(reader).get(address).status_code == 403


@pytest.mark.requirement("A2.17", "B1.32", "B6.3")
def test_a_question_is_answered_with_what_was_before_and_after(
    people: People, places: Places, now: datetime
) -> None:
    case = raise_case(
        "work_order",
        title="排口限值有误",
        district=places.districts["410181"],
        reason="排口限值与许可证不一致，请更正",
        fields=QUESTION,
        by=people.wang,
        now=now,
    )
    open_one = logged_in(people.wang).get(reverse("cases:cases") + "?kind=work_order&state=open")
    assert case.number in open_one.content.decode()
    by = people.engineer
    take_step(case, "accept", by=by, now=now + timedelta(minutes=30))
    done = {"text": "已按许可证更正", "before": "二氧化硫 50 mg/m³", "after": "二氧化硫 35 mg/m³"}
    at = now + timedelta(hours=3)
    event = take_step(case, "solve", by=by, now=at, answer=Answer(fields=done)).events.last()
    assert event is not None and (event.by, event.at) == (by, at)
    assert (event.fields["before"], event.fields["after"]) == (done["before"], done["after"])
    satisfied = Answer(fields={"satisfaction": "满意"})
    take_step(case, "confirm", by=people.wang, now=now + timedelta(hours=5), answer=satisfied)
    month = Asked(now - timedelta(days=1), now + timedelta(days=1), kind="work_order")
    _, total = statistics(month, user=people.wang, now=now + timedelta(hours=6))
    assert (total.closed, total.open, total.median_h) == (1, 0, 5.0)
    assert verify_history().faults == ()


@pytest.mark.requirement("B6.2")
@pytest.mark.django_db
def test_the_kinds_of_questions_are_those_of_the_contract(now: datetime) -> None:
    form = procedure_of(current_version("work_order", now=now)).form("question")
    assert form is not None
    (kind,) = [one for one in form.fields if one.name == "class"]
    assert set(kind.choices) >= {*KINDS, "数据处理"}
