"""数据与个人信息: graded exports, masking with logged reveal, watermark, reviews, separation."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from bihuan.accounts import policy
from bihuan.accounts.acts import Act
from bihuan.accounts.error import NotYours, PostsConflict
from bihuan.accounts.export import Content, ExportAsk
from bihuan.accounts.models import (
    AccessReview,
    AuditEntry,
    ExportRequest,
    Post,
    SettingValue,
    User,
)
from bihuan.accounts.queries.export import requests_to_decide
from bihuan.accounts.queries.setting import setting_at, setting_history
from bihuan.accounts.queries.setting_proof import altered_settings
from bihuan.accounts.roles import ADMINISTRATORS, Role
from bihuan.accounts.services import give_post
from bihuan.accounts.services.export import (
    ApprovalNeeded,
    RequestRefused,
    decide_export,
    permit_export,
    request_export,
)
from bihuan.accounts.services.setting import change_setting, roll_back
from bihuan.accounts.setting import WrongValue
from tests.people import People

PERSONAL = ExportAsk("人员名单", "/exchange/people/export.xlsx", frozenset({Content.PERSONAL}))


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.requirement("A13.6", "B7.2")
def test_own_station_data_pass_at_once_and_bulk_does_not(people: People, now: datetime) -> None:
    own = ExportAsk("曲线", "", frozenset({Content.STATION}), 900_000)
    assert permit_export(own, by=people.chen, now=now).request is None
    ledger = ExportAsk("台账", "/x", frozenset({Content.LEDGER}), 50_001)
    with pytest.raises(ApprovalNeeded, match="批量数据"):
        permit_export(ledger, by=people.wang, now=now)
    few = ExportAsk("台账", "/x", frozenset({Content.LEDGER}), 50_000)
    assert permit_export(few, by=people.wang, now=now).request is None


@pytest.mark.requirement("A13.6", "B7.2", "B7.3")
def test_an_approval_counts_for_its_person_and_target_in_its_time_and_once(
    people: People, now: datetime
) -> None:
    asked = request_export(PERSONAL, purpose="核对人员资料", by=people.wang, now=now)
    with pytest.raises(ApprovalNeeded):
        permit_export(PERSONAL, by=people.wang, now=now)
    decide_export(asked, agree=True, note="", by=people.li, now=now)
    other = ExportAsk("人员名单", "/elsewhere", frozenset({Content.PERSONAL}))
    for ask, by, at in (
        (other, people.wang, now),
        (PERSONAL, people.zhao, now),
        (PERSONAL, people.wang, now + timedelta(hours=73)),
    ):
        with pytest.raises(ApprovalNeeded):
            permit_export(ask, by=by, now=at)
    assert permit_export(PERSONAL, by=people.wang, now=now).request == asked
    with pytest.raises(ApprovalNeeded):
        permit_export(PERSONAL, by=people.wang, now=now)


@pytest.mark.requirement("A13.6")
def test_a_request_is_decided_by_others_with_reach(people: People, now: datetime) -> None:
    asked = request_export(PERSONAL, purpose="核对人员资料", by=people.wang, now=now)
    for stranger in (people.wang, people.zhao, people.chen, people.supervisor, people.system_admin):
        with pytest.raises(NotYours):
            decide_export(asked, agree=True, note="", by=stranger, now=now)
    assert list(requests_to_decide(people.li)) == [asked]
    assert list(requests_to_decide(people.security_admin)) == [asked]
    with pytest.raises(RequestRefused, match="理由"):
        decide_export(asked, agree=False, note=" ", by=people.li, now=now)
    decide_export(asked, agree=False, note="与工作无关", by=people.li, now=now)
    with pytest.raises(RequestRefused, match="已审批"):
        decide_export(asked, agree=True, note="", by=people.province, now=now)


@pytest.mark.requirement("B7.2")
def test_a_request_needs_a_purpose_and_is_made_once(people: People, now: datetime) -> None:
    with pytest.raises(RequestRefused, match="用途"):
        request_export(PERSONAL, purpose="用", by=people.wang, now=now)
    request_export(PERSONAL, purpose="核对人员资料", by=people.wang, now=now)
    with pytest.raises(RequestRefused, match="等待审批"):
        request_export(PERSONAL, purpose="核对人员资料", by=people.wang, now=now)


@pytest.mark.requirement("B7.2", "B7.3")
def test_the_whole_way_of_a_controlled_export_through_the_pages(people: People) -> None:
    wang, li = logged_in(people.wang), logged_in(people.li)
    led = wang.get("/exchange/people/export.xlsx")
    assert led["Location"].startswith("/accounts/exports/new?")
    form = {
        "title": "企业人员台账",
        "target": "/exchange/people/export.xlsx",
        "contents": "personal",
        "purpose": "核对企业环保负责人名单",
    }
    wang.post("/accounts/exports/new", form)
    asked = ExportRequest.objects.get()
    assert "核对企业环保负责人名单" in li.get("/accounts/exports/").content.decode()
    li.post(f"/accounts/exports/{asked.pk}", {"agree": "yes"})
    assert "/exchange/people/export.xlsx" in wang.get("/accounts/exports/").content.decode()
    assert wang.get("/exchange/people/export.xlsx").status_code == 200
    assert wang.get("/exchange/people/export.xlsx").status_code == 302


@pytest.mark.requirement("B7.2")
def test_a_request_for_another_site_is_refused(people: People) -> None:
    form = {
        "title": "x",
        "target": "//elsewhere.example/",
        "contents": "personal",
        "purpose": "核对资料",
    }
    page = logged_in(people.wang).post("/accounts/exports/new", form).content.decode()
    assert "导出地址不正确" in page


@pytest.mark.requirement("B7.3", "B7.5", "C21")
def test_a_telephone_number_is_covered_until_somebody_says_why(people: People) -> None:
    User.objects.filter(pk=people.wang.pk).update(phone="13812345678", organisation=None)
    keeper = logged_in(people.security_admin)
    file = f"/accounts/people/{people.wang.pk}/"
    assert "138****5678" in keeper.get(file).content.decode()
    assert "13812345678" not in keeper.get(file).content.decode()
    address = f"/accounts/reveal/accounts.phone/{people.wang.pk}"
    assert "13812345678" not in keeper.get(address).content.decode()
    assert "13812345678" not in keeper.post(address, {"why": ""}).content.decode()
    assert "13812345678" in keeper.post(address, {"why": "work"}).content.decode()
    entry = AuditEntry.objects.get(action=Act.REVEAL)
    assert entry.detail["why"] == "工作联系"
    assert "13812345678" not in str(entry.detail)
    for stranger in (people.auditor, people.chen, people.zhao, people.engineer):
        assert logged_in(stranger).post(address, {"why": "work"}).status_code == 403


@pytest.mark.requirement("B7.5")
def test_a_sensitive_page_asks_why_and_keeps_the_answer_for_half_an_hour(people: People) -> None:
    keeper = logged_in(people.security_admin)
    assert "请说明查看用途" in keeper.get("/accounts/agreements/").content.decode()
    assert keeper.post("/accounts/agreements/", {"why": "check"}).status_code == 303
    assert "请说明查看用途" not in keeper.get("/accounts/agreements/").content.decode()
    assert AuditEntry.objects.get(action=Act.STATE_REASON).detail["why"] == "核实情况"


@pytest.mark.requirement("B7.4")
def test_every_page_carries_who_looks_and_when(people: People, now: datetime) -> None:
    page = logged_in(people.wang).get("/accounts/profile/").content.decode()
    mark = page[page.index('class="watermark"') : page.index("</svg>")]
    assert "王科员 wang" in mark
    by = people.security_admin
    change_setting(policy.WATERMARK, False, reason="内网演示", by=by, now=now)
    assert (
        'class="watermark"' not in logged_in(people.wang).get("/accounts/profile/").content.decode()
    )


@pytest.mark.requirement("B7.4")
def test_what_goes_on_paper_is_on_record(people: People) -> None:
    wang = logged_in(people.wang)
    address = re.search(r'data-printed="([^"]+)"', wang.get("/accounts/profile/").content.decode())
    assert address is not None
    told = {"title": "个人资料", "path": "/accounts/profile/"}
    assert wang.post(address[1], told).status_code == 204
    entry = AuditEntry.objects.get(action=Act.PRINT)
    assert (entry.user, entry.detail) == (people.wang, told)
    assert "data-printed" not in Client().get("/accounts/login/").content.decode()


@pytest.mark.requirement("B7.5")
def test_access_is_reviewed_and_the_overdue_stand_first(people: People) -> None:
    keeper = logged_in(people.security_admin)
    form = {"verdict": "reduce", "note": "调离"}
    keeper.post(f"/accounts/people/{people.wang.pk}/review", form)
    assert AccessReview.objects.get().by == people.security_admin
    page = keeper.get("/accounts/reviews/").content.decode()
    assert page.rindex("王科员") > page.rindex("李科长")
    own = f"/accounts/people/{people.security_admin.pk}/review"
    assert keeper.post(own, form).status_code == 403


@pytest.mark.requirement("B7.1")
@pytest.mark.parametrize("first", sorted(ADMINISTRATORS))
@pytest.mark.parametrize("second", sorted(ADMINISTRATORS | {Role.DISTRICT}))
def test_nobody_holds_two_administrators_posts(
    first: Role, second: Role, people: People, now: datetime
) -> None:
    give_post(Post(user=people.visitor, role=first), by=people.security_admin, now=now)
    district = "410181" if second == Role.DISTRICT else None
    with pytest.raises(PostsConflict):
        give_post(
            Post(user=people.visitor, role=second, district_id=district),
            by=people.security_admin,
            now=now,
        )


@pytest.mark.requirement("B1.28")
def test_a_setting_keeps_its_values_and_can_be_taken_back(people: People, now: datetime) -> None:
    keeper, kind = people.security_admin, policy.IDLE_MINUTES
    first = change_setting(kind, 20, reason="上级要求", by=keeper, now=now)
    change_setting(kind, 60, reason="值班需要", by=keeper, now=now + timedelta(days=1))
    roll_back(first, reason="恢复", by=keeper, now=now + timedelta(days=2))
    assert [setting_at(kind, now + timedelta(days=day)) for day in (-1, 0, 1, 2)] == [
        30,
        20,
        60,
        20,
    ]
    told = [(one.before, one.words) for one in setting_history(kind, now + timedelta(days=3))]
    assert told == [("60 分钟", "20 分钟"), ("20 分钟", "60 分钟"), ("30 分钟", "20 分钟")]
    with pytest.raises(NotYours):
        change_setting(kind, 40, reason="x", by=people.system_admin, now=now)
    with pytest.raises(WrongValue, match="5 到 480"):
        change_setting(kind, 4, reason="x", by=keeper, now=now)
    with pytest.raises(WrongValue, match="原因"):
        change_setting(kind, 40, reason=" ", by=keeper, now=now)


@pytest.mark.requirement("B7.1", "C12")
def test_a_setting_changed_past_the_platform_is_found(people: People, now: datetime) -> None:
    keeper, kind = people.security_admin, policy.IDLE_MINUTES
    first = change_setting(kind, 20, reason="上级要求", by=keeper, now=now)
    second = change_setting(kind, 40, reason="值班需要", by=keeper, now=now)
    assert altered_settings() == []
    SettingValue.objects.filter(pk=first.pk).update(value=480)
    SettingValue.objects.filter(pk=second.pk).delete()
    SettingValue.objects.create(key=kind.key, value=60, start=now, reason="", at=now)
    gone, altered, put_in = altered_settings()
    assert "40 分钟" in gone.because and "已被删除" in gone.because
    assert "480 分钟" in altered.because and "20 分钟" in altered.because
    assert put_in.because == "没有对应的修改记录"
    page = logged_in(people.auditor).get("/accounts/audit/verify").content.decode()
    assert "与修改记录不符" in page and altered.because in page


@pytest.mark.requirement("B1.28")
def test_a_setting_is_changed_and_taken_back_on_its_page(people: People) -> None:
    keeper = logged_in(people.security_admin)
    address = "/accounts/settings/accounts.idle_minutes/"
    assert "待确认" in keeper.get("/accounts/settings/").content.decode()
    keeper.post(address, {"value": "15", "reason": "测评整改"})
    keeper.post(address, {"value": "45", "reason": "值班需要"})
    page = keeper.get(address).content.decode()
    assert "无操作自动退出：45 分钟" in page
    first = AuditEntry.objects.filter(action=Act.CHANGE_SETTING).order_by("id")[0]
    keeper.post(f"/accounts/settings/{first.object_id}/take-back", {"reason": "恢复"})
    assert "无操作自动退出：15 分钟" in keeper.get(address).content.decode()
    wrong = keeper.post(address, {"value": "2", "reason": "x"}).content.decode()
    assert "invalid-feedback" in wrong
    assert logged_in(people.auditor).post(address, {"value": "9"}).status_code == 403
