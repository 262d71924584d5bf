"""Daily work on the ledger: registering, changing, setting for many; each with a reason."""

from datetime import datetime

import pytest
from django.urls import reverse

from bihuan.accounts.error import NotYours
from bihuan.accounts.models import AuditEntry
from bihuan.registry.acts import Act
from bihuan.registry.ledger.ledger import ledger_of
from bihuan.registry.ledger.services import TooMany, change_many
from bihuan.registry.models import DischargePermit, Enterprise, LocalSource
from bihuan.registry.queries.history import history_of
from bihuan.registry.search.query import search
from bihuan.registry.services.history import NoReason
from tests.people import People, Places
from tests.registry.furnished import Furnished
from tests.registry.ledger.conftest import Login

NEW = {
    "name": "站街某工地",
    "kind": "construction",
    "district": "410181105",
    "level": "general",
    "state": "active",
    "change_reason": "现场巡查发现",
}


def test_a_source_is_registered_with_its_reason_and_found_at_once(
    furnished: Furnished, people: People, login: Login
) -> None:
    answer = login(people.wang).post(reverse("registry:ledger_sources_new"), NEW, follow=True)
    assert "已登记本地源" in answer.content.decode()
    made = LocalSource.objects.get(name="站街某工地")
    (born,) = history_of(made)
    assert (born.title, born.by, born.reason) == ("登记", "王科员", "现场巡查发现")
    assert AuditEntry.objects.filter(action=Act.REGISTER_OBJECT, object_id=str(made.pk)).exists()
    assert [one.kind for one in search("站街某工地", user=people.wang)] == ["source"]


def test_what_is_typed_stays_when_something_is_missing(
    furnished: Furnished, people: People, login: Login
) -> None:
    typed = {**NEW, "change_reason": "", "district": "", "keeper": "李某", "longitude": "113"}
    page = login(people.wang).post(reverse("registry:ledger_sources_new"), typed).content.decode()
    assert 'value="李某"' in page and 'value="站街某工地"' in page
    assert "经度和纬度须同时填写" in page
    assert not LocalSource.objects.filter(name="站街某工地").exists()


def test_nobody_registers_where_he_has_no_post(
    furnished: Furnished, people: People, login: Login
) -> None:
    for user in (people.zhao, people.township):
        typed = {**NEW, "district": "410181106"}
        page = login(user).post(reverse("registry:ledger_sources_new"), typed).content.decode()
        assert "不在您的管理范围内" in page
    assert not LocalSource.objects.filter(name="站街某工地").exists()


def test_a_change_tells_field_before_after_author_and_reason(
    furnished: Furnished, people: People, login: Login
) -> None:
    source = furnished.source
    edit = reverse("registry:ledger_sources_edit", args=[source.pk])
    client = login(people.wang)
    form = client.get(edit).context["form"]
    typed = {one.html_name: one.value() for one in form if one.value() is not None}
    typed |= {"state": "paused", "department": "", "change_reason": "停工"}
    assert "2 项有变更" in client.post(edit, typed, follow=True).content.decode()
    told = {one.title: (one.before, one.after, one.by, one.reason) for one in history_of(source)}
    assert told["存续状态"] == ("在用（在建）", "停用（停工）", "王科员", "停工")
    assert told["主管部门"] == ("巩义市 住建局 扬尘办", "", "王科员", "停工")
    page = client.get(reverse("registry:ledger_sources_one", args=[source.pk]) + "?tab=history")
    assert "停用（停工）" in page.content.decode()


def test_two_people_at_once_do_not_overwrite_each_other(
    furnished: Furnished, people: People, login: Login
) -> None:
    edit = reverse("registry:ledger_sources_edit", args=[furnished.source.pk])
    first, second = login(people.wang), login(people.li)
    typed = [
        {one.html_name: one.value() for one in client.get(edit).context["form"] if one.value()}
        for client in (first, second)
    ]
    first.post(edit, {**typed[0], "keeper": "甲", "change_reason": "一"})
    answer = second.post(edit, {**typed[1], "keeper": "乙", "change_reason": "二"})
    assert "已被他人修改" in answer.content.decode() and 'value="乙"' in answer.content.decode()
    furnished.source.refresh_from_db()
    assert furnished.source.keeper == "甲"
    again = {one.html_name: one.value() for one in answer.context["form"] if one.value()}
    assert second.post(edit, again).status_code == 302
    furnished.source.refresh_from_db()
    assert furnished.source.keeper == "乙"


def test_coordinates_of_a_map_app_are_turned_and_their_datum_kept(
    furnished: Furnished, people: People, login: Login
) -> None:
    place = {"longitude": "116.410244499", "latitude": "39.916404281", "given_datum": "GCJ-02"}
    login(people.wang).post(reverse("registry:ledger_sources_new"), {**NEW, **place})
    made = LocalSource.objects.get(name="站街某工地")
    assert (made.longitude, made.latitude) == pytest.approx((116.404, 39.915), abs=1e-5)
    assert made.datum == "GCJ-02"


def test_a_firm_among_thousands_is_named_by_name_code_or_number(
    furnished: Furnished, places: Places, people: People, login: Login
) -> None:
    county = places.districts["410181"]
    Enterprise.objects.bulk_create(
        Enterprise(name=f"厂{number % 450}", district=county) for number in range(500)
    )
    client, address = login(people.wang), reverse("registry:ledger_permits_new")
    page = client.post(address, {"enterprise": "厂3", "change_reason": "录入"}).content.decode()
    assert "有多个企业符合" in page and 'value="厂3"' in page
    page = client.post(address, {"enterprise": "荥阳造纸厂", "change_reason": "录入"})
    assert "没有这个企业" in page.content.decode()
    unit = Enterprise.objects.filter(name="厂3").first()
    assert unit is not None
    client.post(address, {"enterprise": f"厂3 #{unit.pk}", "number": "X", "change_reason": "录入"})
    assert DischargePermit.objects.get(number="X").number_state == "wrong_form"


def test_many_are_set_at_once_and_each_remembers_it(
    furnished: Furnished, people: People, login: Login
) -> None:
    other = LocalSource.objects.create(
        name="乙", kind_id="road", district_id="410181105", state="paused"
    )
    address = reverse("registry:ledger_sources")
    chosen = [str(furnished.source.pk), str(other.pk)]
    typed = {"chosen": chosen, "set": "state=paused", "reason": ""}
    client = login(people.wang)
    page = client.post(address, typed).content.decode()
    assert "须勾选记录" in page and page.count(" checked>") >= 2
    page = client.post(address, {**typed, "reason": "重污染停工"}, follow=True).content.decode()
    assert "已修改 1 条，其余 1 条原值相同" in page
    assert [one.reason for one in history_of(furnished.source)] == ["重污染停工"]
    assert not list(history_of(other))


def test_many_are_not_set_beyond_ones_reach_or_without_a_reason(
    furnished: Furnished, people: People, now: datetime
) -> None:
    ledger, keys = ledger_of("sources"), [furnished.source.pk]
    told = {"field": "state", "value": "ended", "now": now}
    with pytest.raises(NotYours):
        change_many(ledger, keys, reason="越权", by=people.zhao, **told)
    with pytest.raises(NoReason):
        change_many(ledger, keys, reason=" ", by=people.wang, **told)
    with pytest.raises(TooMany):
        change_many(ledger, range(1001), reason="太多", by=people.wang, **told)
    furnished.source.refresh_from_db()
    assert furnished.source.state == "active"
