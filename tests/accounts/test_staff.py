"""The contractor's people against the contract: head count, notice of changes, liaisons."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from bihuan import telemetry
from bihuan.accounts.error import NotYours
from bihuan.accounts.models import ChangeState, Liaison, RosterRequirement, StaffChange, User
from bihuan.accounts.queries.staff import is_current, liaisons, roster
from bihuan.accounts.roles import Role
from bihuan.accounts.services.staff import (
    ChangeRefused,
    PlannedChange,
    decide_change,
    report_change,
    set_liaison,
    set_requirement,
)
from tests.people import People, Places, person

pytestmark = pytest.mark.django_db
EXPERTS = (Role.PROJECT_MANAGER, Role.ANALYST, Role.PATROL)


@pytest.fixture
def team(people: People, places: Places) -> dict[str, User]:
    """The contractor's team: one manager, three analysts, two patrols, three engineers."""
    wanted = {Role.PROJECT_MANAGER: 1, Role.ANALYST: 3, Role.PATROL: 2, Role.ENGINEER: 3}
    found = {}
    for role, count in wanted.items():
        for place in range(count):
            name = f"{role.value}{place}"
            found[name] = person(name, f"{role.label}{place}", role, "410181")
    keys = [one.pk for one in found.values()]
    User.objects.filter(pk__in=keys).update(organisation=places.contractor)
    return {name: User.objects.get(pk=one.pk) for name, one in found.items()}


def required(places: Places, title: str, roles: tuple[Role, ...], least: int) -> RosterRequirement:
    return RosterRequirement(
        organisation=places.contractor,
        title=title,
        roles=[role.value for role in roles],
        least=least,
        source="合同第十二条",
    )


@pytest.mark.requirement("A12.5")
def test_a_short_team_is_shown_with_how_many_are_missing(
    team: dict[str, User], people: People, places: Places, now: datetime
) -> None:
    for title, roles, least in (("专家团队", EXPERTS, 7), ("运维团队", (Role.ENGINEER,), 3)):
        set_requirement(required(places, title, roles, least), by=people.li, now=now)
    rows = {row.requirement.title: row for row in roster(people.li)}
    assert {title: (len(row.people), row.short) for title, row in rows.items()} == {
        "专家团队": (6, 1),
        "运维团队": (3, 0),
    }
    client = Client()
    client.force_login(people.li)
    page = client.get("/accounts/staff/").content.decode()
    assert "缺 1 人" in page and "满足" in page
    with pytest.raises(NotYours):
        set_requirement(required(places, "x", EXPERTS, 1), by=team["analyst0"], now=now)


@pytest.mark.requirement("A12.6", "A13.9", "B6.12")
def test_a_change_needs_seven_working_days_of_notice_and_an_agreement(
    team: dict[str, User], people: People, now: datetime
) -> None:
    manager, leaving = team["project_manager0"], team["patrol0"]

    def report(days: int, by: User = manager) -> StaffChange:
        day = now.date() + timedelta(days=days)
        planned = PlannedChange(leaving, team["patrol1"], Role.PATROL, day, "工作调动")
        return report_change(planned, by=by, now=now)

    with pytest.raises(NotYours):
        report(30, team["analyst0"])
    with pytest.raises(ChangeRefused, match="早于今天"):
        report(-1)
    short, timely = report(5), report(11)
    assert (short.notice_days, short.is_short) == (4, True)
    assert (timely.notice_days, timely.is_short) == (8, False)
    with pytest.raises(NotYours):
        decide_change(timely, agree=True, note="", by=manager, now=now)
    with pytest.raises(ChangeRefused, match="理由"):
        decide_change(short, agree=False, note=" ", by=people.li, now=now)
    assert decide_change(timely, agree=True, note="", by=people.li, now=now).state == (
        ChangeState.APPROVED
    )
    with pytest.raises(ChangeRefused, match="已审批"):
        decide_change(timely, agree=False, note="晚了", by=people.wang, now=now)


@pytest.mark.requirement("A13.9")
def test_a_new_liaison_ends_the_one_before(people: People, places: Places, now: datetime) -> None:
    def named(name: str, start: date) -> Liaison:
        return Liaison(
            side="contractor",
            matter="数据研判",
            organisation=places.contractor,
            name=name,
            phone="13800000000",
            start=start,
        )

    first = set_liaison(named("周工", date(2026, 1, 1)), by=people.li, now=now)
    set_liaison(named("吴工", date(2026, 11, 1)), by=people.li, now=now)
    first.refresh_from_db()
    assert first.end == date(2026, 11, 1)
    listed = [(row.name, is_current(row, now.date())) for row in liaisons(now.date())]
    assert listed == [("吴工", True), ("周工", False)]
    with pytest.raises(NotYours):
        set_liaison(named("郑工", now.date()), by=people.supervisor, now=now)


@pytest.mark.requirement("A12.1", "A12.2", "A12.3", "A12.4")
@pytest.mark.parametrize(
    ("who", "opens", "refused"),
    [
        (
            "project_manager0",
            ["/accounts/staff/change", "/cases/new/person_change/", "/accounts/staff/"],
            ["/cases/new/data_review/", "/accounts/settings/"],
        ),
        (
            "analyst0",
            ["/cases/new/abnormal_data_report/", "/watch/rules/"],
            ["/accounts/staff/change", "/cases/new/supervision_order/"],
        ),
        (
            "patrol0",
            ["/cases/new/assignment_order/", "/cases/", "/watch/"],
            ["/cases/new/abnormal_data_report/", "/watch/rules/"],
        ),
        (
            "engineer0",
            ["/watch/maintenance/", "/cases/new/data_review/"],
            ["/cases/new/abnormal_data_report/", "/accounts/people/"],
        ),
    ],
)
def test_each_post_of_the_contractor_does_its_own_work_only(
    who: str, opens: list[str], refused: list[str], team: dict[str, User], tmp_path: Path
) -> None:
    telemetry.close_stores()
    telemetry.configure(tmp_path / "telemetry")
    client = Client()
    client.force_login(team[who])
    assert {path: client.get(path).status_code for path in opens} == dict.fromkeys(opens, 200)
    assert {path: client.get(path).status_code for path in refused} == dict.fromkeys(refused, 403)


def test_a_security_administrator_reviews_others_and_not_himself(
    people: People, client: Client
) -> None:
    client.force_login(people.security_admin)
    page = client.get(reverse("accounts:reviews")).content.decode()
    own, other = people.security_admin.pk, people.wang.pk
    assert reverse("accounts:review", args=[other]) in page
    assert reverse("accounts:review", args=[own]) not in page
    assert "由另一位安全管理员复核" in page
