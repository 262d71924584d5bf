"""The room's pages: who may open them, what they do, that parts are the page's own."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.notify.kinds import NoticeKind
from bihuan.notify.models import (
    Channel,
    ChannelMember,
    Delivery,
    DeliveryState,
    Notice,
    Preference,
    Roster,
    Shift,
    TextVersion,
)
from bihuan.notify.services import queue
from tests.people import NOW, People

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
EVERYBODY = BUSINESS | {"visitor", "system_admin", "security_admin", "auditor"}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
PAGES = [
    ("notify:notices", (), EVERYBODY),
    ("notify:preference", (), EVERYBODY),
    ("notify:bell", (), EVERYBODY),
    ("notify:postings", (), EVERYBODY),
    ("notify:channels", (), {"system_admin", "root"}),
    ("notify:new_channel", ("wecom",), {"system_admin", "root"}),
    ("notify:texts", (), {"system_admin", "root"}),
    ("notify:text", ("test.step",), {"system_admin", "root"}),
    ("notify:deliveries", (), {"system_admin", "root"}),
    ("notify:rosters", (), BUSINESS),
    ("notify:new_roster", (), {"wang", "li", "zhao", "province", "root"}),
]


def login(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


@pytest.fixture
def told(people: People, step: NoticeKind) -> Notice:
    """王 was told something, and belongs to an ordinary group."""
    channel = Channel.objects.create(code="copy_text", name="大气攻坚群")
    ChannelMember.objects.create(channel=channel, person=people.wang)
    queue(
        "test.step",
        recipients=[people.wang],
        context={"place": "1#排口"},
        link="/points/",
        now=NOW,
    )
    return Notice.objects.get()


@pytest.mark.parametrize(("name", "given", "entitled"), PAGES, ids=[page[0] for page in PAGES])
def test_the_entitled_get_the_page_and_others_are_refused(
    name: str, given: tuple[str, ...], entitled: set[str], people: People, told: Notice
) -> None:
    address = reverse(name, args=given)
    answers = {who: login(user).get(address).status_code for who, user in people.all().items()}
    assert answers == {who: 200 if who in entitled else 403 for who in answers}
    assert Client().get(address).status_code == 302


@pytest.mark.any_database
@pytest.mark.parametrize("name", ["notify:notices", "notify:deliveries"])
def test_a_list_part_is_the_very_text_of_the_page(name: str, people: People, told: Notice) -> None:
    client = login(people.root if name == "notify:deliveries" else people.wang)
    whole = TOKEN.sub("", client.get(reverse(name)).content.decode())
    headers = {"HX-Request": "true", "HX-Target": "list"}
    part = TOKEN.sub("", client.get(reverse(name), headers=headers).content.decode())
    assert part.strip()
    assert "<html" not in part
    assert part in whole


@pytest.mark.any_database
@pytest.mark.parametrize(("name", "given"), [(name, given) for name, given, _ in PAGES])
def test_a_page_asks_the_database_little(
    name: str,
    given: tuple[str, ...],
    people: People,
    told: Notice,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    client = login(people.root)
    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        client.get(reverse(name, args=given))


def test_a_notice_is_read_when_it_is_opened_and_by_nobody_else(
    people: People, told: Notice
) -> None:
    address = reverse("notify:open", args=[told.pk])
    assert login(people.li).get(address).status_code == 404
    assert login(people.wang).get(address)["Location"] == "/points/"
    told.refresh_from_db()
    assert told.read_at is not None


def test_the_bell_counts_what_is_unread(people: People, told: Notice) -> None:
    client = login(people.wang)
    assert "1 条未读" in client.get(reverse("notify:bell")).content.decode()
    client.post(reverse("notify:read_all"))
    assert "0 条未读" in client.get(reverse("notify:bell")).content.decode()


@pytest.mark.requirement("A2.6")
def test_a_member_copies_the_text_and_says_where_it_went(people: People, told: Notice) -> None:
    delivery = Delivery.objects.get()
    address = reverse("notify:posting", args=[delivery.pk])
    assert login(people.li).get(address).status_code == 403
    client = login(people.wang)
    assert "1#排口超标" in client.get(address).content.decode()
    client.post(address, {"group": "大气攻坚群"})
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENT
    assert delivery.because == "王科员已发送到大气攻坚群"


def test_the_administrator_makes_a_robot_whose_address_is_never_shown(
    people: People, told: Notice
) -> None:
    client = login(people.system_admin)
    address = reverse("notify:new_channel", args=["wecom"])
    form = {"name": "执法群", "least": "normal", "is_active": "on"}
    refused = client.post(address, form).content.decode()
    assert "请填写Webhook 地址" in refused
    client.post(address, {**form, "own_url": "https://qyapi.example/key=secret1"})
    channel = Channel.objects.get(name="执法群")
    shown = client.get(reverse("notify:channel", args=[channel.pk])).content.decode()
    listed = client.get(reverse("notify:channels")).content.decode()
    assert "secret1" not in shown + listed + channel.sealed
    assert "******" in listed


def test_a_new_text_is_previewed_on_a_real_message_and_published(
    people: People, told: Notice
) -> None:
    client = login(people.system_admin)
    address = reverse("notify:text", args=["test.step"])
    form = {"title": "{点位}", "text": "请看{点位}", "note": "简短", "example": told.message_id}
    headers = {"HX-Request": "true", "HX-Target": "preview"}
    assert "请看1#排口" in client.post(address, form, headers=headers).content.decode()
    assert not TextVersion.objects.exists()
    client.post(address, {**form, "publish": "1"})
    assert TextVersion.objects.get().text == "请看{点位}"


def test_a_text_with_an_unknown_field_is_refused_with_the_fields_there_are(
    people: People, told: Notice
) -> None:
    client = login(people.system_admin)
    form = {"title": "{点位}", "text": "请看{地点}", "note": "简短", "publish": "1"}
    answer = client.post(reverse("notify:text", args=["test.step"]), form).content.decode()
    assert "没有“地点”这个字段，可用字段：点位、时限" in answer
    assert "请看{地点}" in answer
    assert not TextVersion.objects.exists()


def test_quiet_hours_need_both_ends(people: People) -> None:
    client = login(people.wang)
    answer = client.post(reverse("notify:preference"), {"by_sms": "on", "quiet_from": "22:00"})
    assert "免打扰的开始和结束须同时填写" in answer.content.decode()
    client.post(reverse("notify:preference"), {"quiet_from": "22:00", "quiet_until": "07:00"})
    assert not Preference.objects.get(person=people.wang).by_sms


def test_an_officer_plans_shifts_in_his_own_county_only(people: People) -> None:
    mine = Roster.objects.create(name="夜间组", district_id="410181")
    mine.members.add(people.wang)
    address = reverse("notify:add_shift", args=[mine.pk])
    form = {"person": people.wang.pk, "start": "2026-11-21T20:00", "end": "2026-11-22T08:00"}
    assert login(people.zhao).post(address, form).status_code == 403
    assert login(people.engineer).post(address, form).status_code == 403
    assert login(people.wang).post(address, form).status_code == 302
    wrong = login(people.wang).post(address, {**form, "end": "2026-11-21T08:00"})
    assert "结束时间必须晚于开始时间" in wrong.content.decode()
    assert Shift.objects.count() == 1
    offered = login(people.wang).get(reverse("notify:new_roster")).context["form"]
    team = set(offered.fields["members"].queryset)
    assert people.wang in team and people.wall_screen not in team


def test_deliveries_are_tried_again_or_dropped_with_a_reason(people: People, told: Notice) -> None:
    Delivery.objects.update(state=DeliveryState.FAILED)
    delivery = Delivery.objects.get()
    client = login(people.system_admin)
    client.post(reverse("notify:drop", args=[delivery.pk]), {"reason": ""})
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.FAILED
    client.post(reverse("notify:retry", args=[delivery.pk]))
    client.post(reverse("notify:drop", args=[delivery.pk]), {"reason": "重复"})
    delivery.refresh_from_db()
    assert (delivery.state, delivery.because) == (DeliveryState.DROPPED, "重复")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("wecom", ["2048 字节（约 680 个汉字）", "每分钟最多 20 条", "不超过 2 MB"]),
        ("dingtalk", ["18000 字节", "每分钟最多 20 条", "群机器人不收图片"]),
        ("feishu", ["18000 字节", "每分钟最多 100 条", "群机器人不收图片"]),
        ("sms", ["900 字节", "不发图片"]),
    ],
)
def test_what_a_channel_takes_is_said_where_it_is_set_up(
    code: str, said: list[str], people: People
) -> None:
    page = (
        login(people.system_admin).get(reverse("notify:new_channel", args=[code])).content.decode()
    )
    assert [words for words in said if words not in page] == []
