"""The register of ways in and out, as people meet it."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from bihuan.accounts.models import AuditEntry
from bihuan.gateway import jobs
from bihuan.gateway.interface import MQTT, mqtt_effect
from bihuan.gateway.pull.run import pull
from bihuan.registry.interface import runner
from bihuan.registry.interface.forms import EXAMPLE
from bihuan.registry.interface.known import known
from bihuan.registry.interface.run import Ended, begin_run, end_run
from bihuan.registry.models import (
    GatewayCounter,
    Interface,
    InterfaceState,
    PointFactor,
    ProcessHeartbeat,
)
from tests.gateway.pull.upstream import Upstream, running
from tests.pages.conftest import County, Login

SETTINGS = {
    **EXAMPLE,
    "mapping": {
        **EXAMPLE["mapping"],
        "factors": [{"field": "so2", "factor": "a34004"}],
        "stations": {"1316A": "GY-T-05"},
    },
}


@pytest.fixture
def enqueued(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int | None]]:
    """What was handed to the worker."""
    taken: list[tuple[int, int | None]] = []
    mine = runner.Runner(lambda *one: taken.append(one), lambda kind, told: "")
    monkeypatch.setattr(runner, "_runner", [mine])
    return taken


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    with running() as found:
        yield found


@pytest.fixture
def adapter(county: County, upstream: Upstream) -> Interface:
    PointFactor.objects.create(
        point=county.places.station_point, factor="a34004", name_zh="细颗粒物"
    )
    return Interface.objects.create(
        key="province",
        name="省空气质量平台",
        kind="http",
        district=county.places.districts["410181"],
        owner=county.places.contractor,
        purpose="省控站小时值",
        settings={**SETTINGS, "address": upstream.address, "rows": "data"},
    )


def ended(interface: Interface, result: Ended, at: datetime) -> None:
    begin_run(interface, now=at)
    end_run(interface, result, began=at, by=None, now=at)


@pytest.mark.parametrize(
    ("result", "age", "words"),
    [
        (None, timedelta(0), "尚未运行"),
        (Ended({"new": 3}), timedelta(0), "正常"),
        (Ended({"new": 3}, doubts=["站点“x”没有登记"]), timedelta(0), "部分未收"),
        (Ended({}, problem="连接不上"), timedelta(0), "失败，自动重试"),
        (Ended({}, problem="凭据不对", helps_again=False), timedelta(0), "失败，须处理"),
        (Ended({"new": 3}), timedelta(hours=2), "超时未运行"),
    ],
)
@pytest.mark.requirement("B1.44")
def test_the_register_says_in_one_word_how_each_way_is(
    result: Ended | None,
    age: timedelta,
    words: str,
    county: County,
    adapter: Interface,
    login: Login,
    now: datetime,
) -> None:
    if result is not None:
        ended(adapter, result, now - age)
    text = login(county.people.wang).get(reverse("registry:interfaces")).content.decode()
    assert words in text
    for name in ("省空气质量平台", "净源运维", "HJ 212 设备接入", "开放接口", "每 10 分钟"):
        assert name in text


@pytest.mark.requirement("B1.44")
def test_the_effect_is_what_came_today(
    county: County, adapter: Interface, login: Login, now: datetime
) -> None:
    for day, value in ((now.date(), 41), (now.date() - timedelta(days=1), 77)):
        GatewayCounter.objects.create(gateway="pull:province", day=day, key="values", value=value)
    text = login(county.people.wang).get(reverse("registry:interfaces")).content.decode()
    assert "41 条" in text
    assert "77 条" not in text


@pytest.mark.requirement("B1.44")
@pytest.mark.parametrize(
    ("age", "broker", "words"),
    [
        (None, "", "未启用"),
        (timedelta(0), "已连接", "正常"),
        (timedelta(0), "未连接", "没有连上消息服务器"),
        (timedelta(hours=1), "已连接", "没有心跳"),
    ],
)
def test_the_way_in_over_mqtt_says_whether_its_broker_is_heard(
    age: timedelta | None, broker: str, words: str, county: County, now: datetime
) -> None:
    if age is not None:
        detail = {"broker": broker}
        ProcessHeartbeat.objects.create(process="mqtt-1", at=now - age, detail=detail)
        GatewayCounter.objects.create(gateway="mqtt-1", day=now.date(), key="frames", value=7)
    effect = mqtt_effect(county.people.wang, now)
    assert words in effect.state + effect.problem
    assert effect.rows == (7 if age is not None else 0)
    assert MQTT in known()


def test_others_do_not_see_the_adapter(county: County, adapter: Interface, login: Login) -> None:
    text = login(county.people.zhao).get(reverse("registry:interfaces")).content.decode()
    assert "省空气质量平台" not in text
    assert "HJ 212 设备接入" in text


def test_a_run_at_once_is_handed_to_the_worker_by_who_may(
    county: County, adapter: Interface, login: Login, enqueued: list[tuple[int, int | None]]
) -> None:
    address = reverse("registry:run_interface", args=[adapter.pk])
    assert login(county.people.wang).post(address).status_code == 302
    for nobody in (county.people.supervisor, county.people.zhao):
        assert login(nobody).post(address).status_code == 403
    Interface.objects.filter(pk=adapter.pk).update(is_active=False)
    told = login(county.people.wang).post(address, follow=True).content.decode()
    assert "接口已停用" in told
    assert enqueued == [(adapter.pk, county.people.wang.pk)]


def test_the_page_shows_runs_and_which_hours_are_missing(
    county: County, adapter: Interface, login: Login, upstream: Upstream, now: datetime
) -> None:
    upstream.rows = [
        {"station_code": "1316A", "time": f"2026-11-21 {hour}:00:00", "so2": value}
        for hour, value in (("08", "35"), ("07", "—"), ("05", "30"))
    ]
    upstream.rows.append({"station_code": "9999A", "time": "2026-11-21 08:00:00", "so2": "1"})
    ended(adapter, pull(adapter, "", now=now), now)
    text = (
        login(county.people.wang)
        .get(reverse("registry:interface", args=[adapter.pk]))
        .content.decode()
    )
    assert "应有 48，有值 2，上游缺测 1，未收到 45" in text
    assert "11-21 05:00—11-21 06:00" in text
    assert "9999A" in text
    assert "部分未收" in text


def test_settings_that_cannot_be_used_are_named_beside_the_field_and_kept(
    county: County, login: Login
) -> None:
    client = login(county.people.wang)
    given = {
        "name": "省平台",
        "key": "province",
        "kind": "http",
        "district": "410181",
        "purpose": "省控站",
        "every_min": "10",
        "is_active": "on",
    }
    address = reverse("registry:new_interface")

    def posted(told: Any) -> str:
        text = told if isinstance(told, str) else json.dumps(told)
        return client.post(address, {**given, "settings": text}, follow=True).content.decode()

    assert "不是有效的 JSON" in posted("{oops")
    wrong = posted({**SETTINGS, "address": "ftp://x"})
    assert "设置项 address 不正确" in wrong
    assert "ftp://x" in wrong
    assert not Interface.objects.exists()
    assert "已保存" in posted(SETTINGS)
    saved = Interface.objects.get()
    assert saved.settings["window"] == {"overlap_h": 6, "backfill_h": 24}
    assert AuditEntry.objects.filter(action="registry.change_interface").exists()


def test_an_adapter_is_set_up_only_within_reach(county: County, login: Login) -> None:
    given = {
        "name": "x",
        "key": "x",
        "kind": "http",
        "district": "410182",
        "purpose": "x",
        "every_min": "10",
        "settings": json.dumps(SETTINGS),
    }
    text = login(county.people.wang).post(reverse("registry:new_interface"), given)
    assert text.status_code == 200
    assert not Interface.objects.exists()


def test_the_job_that_the_button_starts_notes_who_asked(
    county: County, adapter: Interface, upstream: Upstream
) -> None:
    assert jobs.run_interface.func(adapter.pk, county.people.wang.pk) == "succeeded"
    assert adapter.runs.get().by == county.people.wang
    assert InterfaceState.objects.get().failures == 0
