"""The room's pages: who may open them, what they do, that parts are the page's own."""

import re
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.cases.services import publish_shipped
from bihuan.watch.models import (
    BackTest,
    Event,
    Finding,
    HandOver,
    Maintenance,
    RuleVersion,
    Suppression,
)
from bihuan.watch.services.hand_over import hand_over
from tests.people import NOW
from tests.watch.conftest import NINE, Site, switch_on

BUSINESS = frozenset(
    [
        "wang",
        "li",
        "zhao",
        "chen",
        "province",
        "township",
        "operator",
        "engineer",
        "supervisor",
        "wall_screen",
        "root",
    ]
)
OF_THE_PLANT = BUSINESS - {"zhao", "township", "operator"}
ON_DUTY = BUSINESS - {"chen", "operator"}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
PAGES = [
    ("desk", (), ON_DUTY),
    ("events", (), BUSINESS),
    ("event", ("event",), OF_THE_PLANT),
    ("event_picture", ("event",), OF_THE_PLANT),
    ("suppressions", (), BUSINESS),
    ("rules", (), ON_DUTY | {"system_admin"}),
    ("rule", ("limit.hour",), ON_DUTY | {"system_admin"}),
    ("hand_overs", (), ON_DUTY),
    ("hand_over", ("signed",), ON_DUTY & OF_THE_PLANT),
    ("maintenance", (), BUSINESS),
    ("point_maintenance", ("point",), {"wang", "li", "province", "engineer", "root"}),
    ("back_test", ("test",), ON_DUTY & OF_THE_PLANT),
]
PARTS = [("desk", "desk"), ("events", "list"), ("suppressions", "list"), ("maintenance", "list")]


@pytest.fixture(autouse=True)
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bihuan.main.clock.timezone", SimpleNamespace(now=lambda: NOW))


@pytest.fixture
def given(site: Site) -> dict[str, object]:
    """An event at the plant, a signed hand-over and a back-test of the county."""
    publish_shipped(NOW)
    switch_on("limit.hour")
    site.arrive(NINE, [20, 40, 50])
    site.run()
    test = BackTest.objects.create(
        rule="limit.hour",
        district_id="410181",
        start=NOW - timedelta(days=9),
        end=NOW,
        by=site.people.wang,
        at=NOW,
        state="done",
    )
    signed = hand_over(note="已电话通知企业", by=site.people.wang, now=NOW - timedelta(hours=3))
    return {
        "event": Event.objects.get().pk,
        "signed": signed.pk,
        "point": site.point.pk,
        "test": test.pk,
    }


def login(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def address(name: str, arguments: tuple[str, ...], given: dict[str, object]) -> str:
    return reverse(f"watch:{name}", args=[given.get(one, one) for one in arguments])


def test_the_entitled_get_the_pages_and_others_are_refused(
    site: Site, given: dict[str, object]
) -> None:
    clients = {who: login(user) for who, user in site.people.all().items()}
    for name, arguments, entitled in PAGES:
        page = address(name, arguments, given)
        answers = {who: client.get(page).status_code for who, client in clients.items()}
        assert answers == {who: 200 if who in entitled else 403 for who in answers}, name
        assert Client().get(page).status_code == 302, name


@pytest.mark.any_database
def test_pages_ask_the_database_little(
    site: Site,
    given: dict[str, object],
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    client = login(site.people.wang)
    for name, arguments, _ in PAGES:
        most = 45 if "hand" in name or name == "desk" else 25
        with django_assert_max_num_queries(most):  # type: ignore[attr-defined]
            client.get(address(name, arguments, given))


@pytest.mark.any_database
def test_a_part_is_the_very_text_of_its_page(site: Site, given: dict[str, object]) -> None:
    client = login(site.people.wang)
    for name, part in PARTS:
        page = reverse(f"watch:{name}")
        whole = TOKEN.sub("", client.get(page).content.decode())
        headers = {"HX-Request": "true", "HX-Target": part}
        own = TOKEN.sub("", client.get(page, headers=headers).content.decode())
        assert own.strip()
        assert "<html" not in own
        assert own in whole


@pytest.mark.parametrize(
    "query", ["?page=x", "?rule=%27;--&state=nonsense", "?day=9999-99-99", "?day=0001-01-01"]
)
def test_a_wrong_filter_still_gives_the_list(
    query: str, site: Site, given: dict[str, object]
) -> None:
    assert login(site.people.wang).get(reverse("watch:events") + query).status_code == 200


def test_a_finding_is_recorded_by_those_who_may_judge(site: Site, given: dict[str, object]) -> None:
    page = address("finding", ("event",), given)
    told = {"finding": "device", "note": "零点漂移"}
    assert login(site.people.supervisor).post(page, told).status_code == 403
    login(site.people.wang).post(page, told)
    event = Event.objects.get()
    assert (event.finding, event.finding_by) == (Finding.DEVICE, site.people.wang)


@pytest.mark.requirement("D4")
def test_a_suppression_is_made_from_an_event_and_stays_to_be_seen(
    site: Site, given: dict[str, object]
) -> None:
    client = login(site.people.wang)
    form = {"scope": "point", "reason": "停产检修", "end": "2026-11-25T08:00"}
    assert (
        "90 天"
        in client.post(
            address("quiet", ("event",), given), {**form, "end": "2027-11-25T08:00"}
        ).content.decode()
    )
    client.post(address("quiet", ("event",), given), form)
    assert Event.objects.get().suppression == Suppression.objects.get()
    assert "停产检修" in client.get(reverse("watch:suppressions")).content.decode()
    assert "已屏蔽" in client.get(reverse("watch:events")).content.decode()
    lift = reverse("watch:lift", args=[Suppression.objects.get().pk])
    assert login(site.people.zhao).post(lift).status_code == 403
    client.post(lift)
    assert Event.objects.get().suppression is None


def test_an_event_is_made_a_case_from_its_page(site: Site, given: dict[str, object]) -> None:
    answer = login(site.people.wang).post(address("raise", ("event",), given))
    case = Event.objects.get().case
    assert case is not None
    assert answer["Location"] == case.get_absolute_url()


@pytest.mark.requirement("B1.28")
def test_a_rule_is_published_as_a_version_by_those_who_may(
    site: Site, given: dict[str, object]
) -> None:
    page = reverse("watch:rule", args=["data.constant"])
    form = {
        "is_on": "on",
        "policy": "after",
        "after_hours": 0,
        "severity": "normal",
        "scope": "medium:gas",
        "own_hours": "4",
        "note": "按市局意见",
    }
    assert login(site.people.wang).post(page, form).status_code == 403
    client = login(site.people.province)
    assert "请填写持续多少小时" in client.post(page, form).content.decode()
    client.post(page, {**form, "after_hours": 2})
    client.post(page, {**form, "policy": "never", "scope": "", "own_hours": "8"})
    newest = RuleVersion.objects.filter(rule="data.constant").first()
    assert newest is not None
    assert (newest.number, newest.is_on) == (2, True)
    assert newest.parameters == {"medium:gas": {"hours": 4.0}, "": {"hours": 8.0}}


def test_a_back_test_is_asked_for_and_done_by_the_worker(
    site: Site, given: dict[str, object]
) -> None:
    from bihuan.watch.jobs import back_test

    page = reverse("watch:new_back_test", args=["limit.hour"])
    form = {"district": "410181", "start": "2026-11-01T00:00", "end": "2026-11-21T00:00"}
    answer = login(site.people.wang).post(page, form)
    test = BackTest.objects.exclude(pk=given["test"]).get()
    assert answer["Location"] == reverse("watch:back_test", args=[test.pk])
    back_test.call(test.pk)
    told = login(site.people.wang).get(answer["Location"]).content.decode()
    assert "这 20 天内不会产生报警" in told


@pytest.mark.requirement("D13", "B1.16")
def test_a_hand_over_equals_the_state_of_the_desk_and_is_countersigned(
    site: Site, given: dict[str, object]
) -> None:
    client = login(site.people.wang)
    shown = client.get(reverse("watch:hand_overs")).content.decode()
    client.post(reverse("watch:hand_overs"), {"note": "明早回访"})
    signed = HandOver.objects.order_by("-pk").first()
    assert signed is not None
    assert signed.since == HandOver.objects.get(pk=given["signed"]).at
    assert signed.brief["arisen"] == Event.objects.filter(found_at__gte=signed.since).count()
    assert signed.brief["open"] == 1
    for line in signed.brief["events"]:
        assert line in shown
    page = reverse("watch:hand_over", args=[signed.pk])
    client.post(page)
    login(site.people.engineer).post(page)
    signed.refresh_from_db()
    assert signed.taken_by == site.people.engineer


def test_a_changed_brief_is_noticed(site: Site, given: dict[str, object]) -> None:
    signed = HandOver.objects.get()
    page = reverse("watch:hand_over", args=[signed.pk])
    client = login(site.people.wang)
    assert "内容与签名一致" in client.get(page).content.decode()
    HandOver.objects.update(brief={**signed.brief, "arisen": 99})
    assert "可能被改动" in client.get(page).content.decode()


@pytest.mark.requirement("A2.1")
def test_an_engineer_begins_and_ends_maintenance_on_the_phone(
    site: Site, given: dict[str, object]
) -> None:
    client = login(site.people.engineer)
    page = address("point_maintenance", ("point",), given)
    client.post(page, {"work": "零点校准", "hours": "2"})
    assert "维护中" in client.get(page).content.decode()
    refused = client.post(page, {"result": "failed", "note": ""}).content.decode()
    assert "请说明还需做什么" in refused
    client.post(page, {"result": "done", "note": "正常"})
    done = Maintenance.objects.get()
    assert (done.end, done.result) == (NOW, "done")
