"""Dispatching: the nearest free person first, and the bodies whose business the matter is."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.test import Client

from bihuan.accounts.models import Organisation, User
from bihuan.accounts.roles import Role
from bihuan.cases.error import NotYourStep
from bihuan.cases.models import Case, CaseUnit
from bihuan.cases.queries.duty import suggested_bodies
from bihuan.cases.queries.nearest import nearby_people
from bihuan.cases.services import Answer, add_evidence, assign, raise_case, take_step
from bihuan.documents.models import StoredFile
from bihuan.documents.services.file import keep_file
from bihuan.notify.models import Notice
from bihuan.registry.models import Department, Duty
from tests.cases.conftest import picture
from tests.people import People, Places, person

HERE = "113.0361,34.7782"


@pytest.fixture
def crew(bodies: dict[str, Organisation]) -> dict[str, User]:
    """Grid members of two townships and two patrols of the county, each of a body."""
    made = {
        "local": person("local", "本镇网格员", Role.GRID, "410181105"),
        "far": person("far", "外镇网格员", Role.GRID, "410181106"),
        "near": person("near", "附近巡查员", Role.PATROL, "410181"),
        "busy": person("busy", "忙碌巡查员", Role.PATROL, "410181"),
        "alone": person("alone", "无单位巡查员", Role.PATROL, "410181"),
    }
    keys = [made[name].pk for name in ("local", "far", "near", "busy")]
    User.objects.filter(pk__in=keys).update(organisation=bodies["town"])
    return {name: User.objects.get(pk=one.pk) for name, one in made.items()}


def order(places: Places, people: People, now: datetime, **more: object) -> Case:
    return raise_case(
        "assignment_order",
        title="工地裸土未覆盖",
        district=places.districts["410181105"],
        reason="工地裸土未覆盖，约 300 平方米",
        fields={"matter": "裸地扬尘", "site": "310 国道旁", "place": HERE},
        by=people.wang,
        now=now,
        **more,  # type: ignore[arg-type]
    )


def seen_at(who: User, place: str, case: Case, at: datetime) -> None:
    """A photograph that says where somebody was."""
    longitude, latitude = (float(part) for part in place.split(","))
    file = keep_file(BytesIO(picture(who.pk)), name="现场.jpg", by=who, now=at)
    StoredFile.objects.filter(pk=file.pk).update(
        taken_at=at, longitude=longitude, latitude=latitude
    )
    file.refresh_from_db()
    case.evidence.create(file=file, step="feed_back", added_by=who, added_at=at)


@pytest.mark.requirement("A2.2")
def test_the_nearest_free_person_stands_first(
    crew: dict[str, User], places: Places, people: People, now: datetime
) -> None:
    case = order(places, people, now)
    other = order(places, people, now - timedelta(hours=1))
    CaseUnit.objects.create(
        case=other,
        organisation=crew["busy"].organisation,
        person=crew["busy"],
        assigned_at=now,
    )
    seen_at(crew["near"], "113.0400,34.7800", other, now - timedelta(minutes=40))
    seen_at(crew["busy"], HERE, other, now - timedelta(minutes=5))
    seen_at(crew["far"], HERE, other, now - timedelta(hours=13))
    found = nearby_people(case, now=now)
    names = [one.person.username for one in found]
    assert names[:2] == ["near", "local"]
    assert names[-1] == "busy" and "alone" not in names
    near, last = found[0], found[-1]
    assert near.distance_km == pytest.approx(0.41, abs=0.02)
    assert "空闲" in near.words and "距 0.4 公里（07:50 的位置）" in near.words
    assert last.load == 1 and "在办 1 件" in last.words
    assert next(one for one in found if one.person == crew["far"]).distance_km is None


@pytest.mark.requirement("A2.2")
def test_who_is_sent_is_told_accepts_arrives_and_feeds_back(
    crew: dict[str, User], places: Places, people: People, now: datetime
) -> None:
    case = order(places, people, now)
    wang = Client()
    wang.force_login(people.wang)
    page = wang.get(f"/cases/{case.pk}/act/assign").content.decode()
    assert "附近巡查员" in page and "本镇网格员" in page
    given = {"person": crew["local"].pk, "task": "立即到场"}
    sent = wang.post(f"/cases/{case.pk}/act/assign", given)
    assert sent.status_code == 204
    part = CaseUnit.objects.get(case=case)
    assert (part.person, part.is_lead) == (crew["local"], True)
    assert Notice.objects.filter(recipient=crew["local"]).exists()
    by = crew["local"]
    take_step(case, "accept", by=by, now=now + timedelta(minutes=10))
    arrival = {"place": HERE, "moment": now.isoformat()}
    take_step(case, "arrive", by=by, now=now + timedelta(hours=1), answer=Answer(fields=arrival))
    fresh = Case.objects.get(pk=case.pk)
    file = keep_file(BytesIO(picture(9)), name="整改后.jpg", by=by, now=now)
    add_evidence(fresh, "feed_back", file, by=by, now=now)
    fields = {"text": "已覆盖", "done_at": now.isoformat()}
    take_step(case, "feed_back", by=by, now=now + timedelta(hours=2), answer=Answer(fields=fields))
    times = list(case.events.order_by("serial").values_list("code", flat=True))
    assert times == ["raise", "assign", "accept", "arrive", "feed_back"]


def test_somebody_of_another_body_is_not_sent(
    crew: dict[str, User],
    bodies: dict[str, Organisation],
    places: Places,
    people: People,
    now: datetime,
) -> None:
    case = order(places, people, now)
    with pytest.raises(NotYourStep, match="不是城管局的人员"):
        assign(case, lead=bodies["city_management"], person=crew["near"], by=people.wang, now=now)
    client = Client()
    client.force_login(people.wang)
    page = client.post(f"/cases/{case.pk}/act/assign", {"task": "x"}).content.decode()
    assert "请选择牵头单位，或选择就近人员" in page


@pytest.mark.requirement("A7.2")
def test_the_list_of_duties_proposes_who_leads_and_who_helps(
    bodies: dict[str, Organisation], places: Places, people: People, now: datetime
) -> None:
    for name, matter, part in (
        ("dust", "裸地扬尘", "lead"),
        ("city_management", "裸地扬尘", "assist"),
        ("bureau", "露天焚烧", "lead"),
        ("town", "大气污染防治网格化管理", "territory"),
    ):
        office = Department.objects.create(organisation=bodies[name], name=f"{matter}办")
        Duty.objects.create(department=office, matter=matter, part=part)
    case = order(places, people, now)
    found = suggested_bodies(case, on=now.date())
    assert found.lead == bodies["dust"]
    assert set(found.helpers) == {bodies["city_management"], bodies["town"]}
    client = Client()
    client.force_login(people.wang)
    page = client.get(f"/cases/{case.pk}/act/assign").content.decode()
    assert f'value="{bodies["dust"].pk}" selected' in page
    assert "按职责清单“裸地扬尘”建议" in page


@pytest.mark.requirement("D12")
def test_an_impossible_trip_is_said(
    task: Case, people: People, places: Places, now: datetime
) -> None:
    def handed_in(seed: int, at: datetime, place: tuple[float, float]) -> list[str]:
        file = keep_file(BytesIO(picture(seed)), name="现场.jpg", by=people.chen, now=now)
        StoredFile.objects.filter(pk=file.pk).update(
            taken_at=at, longitude=place[0], latitude=place[1]
        )
        file.refresh_from_db()
        return add_evidence(task, "explain", file, by=people.chen, now=now).findings

    start = now - timedelta(hours=3)
    assert handed_in(1, start, (113.0, 34.7)) == []
    assert handed_in(2, start + timedelta(hours=1), (113.5, 34.7)) == []
    (sentence,) = handed_in(3, start + timedelta(minutes=70), (114.2, 34.7))
    assert "行程不合理" in sentence and "相距 64.0 公里" in sentence and "10 分" in sentence
