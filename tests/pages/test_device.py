"""The device page, commands, unknown devices, links."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from bihuan.registry.gateway_batch import StateTouch, Stranger
from bihuan.registry.models import Device, DeviceCommand, DeviceState, LinkGap
from bihuan.registry.services import beat, record_quarantined, touch_states
from tests.pages.conftest import County, Login


@pytest.fixture
def browser(county: County, login: Login) -> Client:
    return login(county.people.wang)


@pytest.fixture
def heard(county: County, now: datetime) -> DeviceState:
    touch = StateTouch(
        device=county.device.pk,
        gateway="gateway-1",
        connected=True,
        address="10.1.2.3",
        last_seen=now,
        last_packet_at=now,
        last_data_time=now,
        delay_s=2.5,
        clock_offset_s=95.0,
        counters={"frames": 10, "stored": 7, "control": 1, "rejected:bad_check_code": 1},
        quirks={"lower_case_code": 3},
    )
    touch_states([touch])
    return DeviceState.objects.get(device=county.device)


def page_of(county: County, browser: Client) -> str:
    return browser.get(f"/devices/{county.device.pk}/").content.decode()


def test_the_page_shows_state_equation_and_deviations(
    county: County, browser: Client, heard: DeviceState
) -> None:
    text = page_of(county, browser)
    assert "在线" in text
    assert "建议校时" in text
    assert "校验码小写" in text
    assert "已拒收：校验码错误" in text


def test_packets_that_vanished_are_shown(
    county: County, browser: Client, heard: DeviceState
) -> None:
    text = page_of(county, browser)
    assert "去向不明" in text
    assert '<span class="state" data-tone="over" title="">' in text


def test_the_last_packets_are_listed_and_open(
    county: County, browser: Client, heard: DeviceState
) -> None:
    text = page_of(county, browser)
    assert "a21026-Rtd=18.5" in text
    assert "654321" not in text
    address = text.split('class="packet-excerpt" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "上传污染物实时数据" in browser.get(address).content.decode()


def test_a_packet_of_another_device_is_not_shown(
    county: County, browser: Client, heard: DeviceState
) -> None:
    other = Device.objects.create(mn="OTHER", name="另一台")
    other.assignments.create(
        point=county.point, start=datetime.min.replace(year=2020, tzinfo=heard.last_seen.tzinfo)
    )  # type: ignore[union-attr]
    text = page_of(county, browser)
    query = text.split("/packet?")[1].split('"')[0].replace("&amp;", "&")
    answer = browser.get(f"/devices/{other.pk}/packet?{query}").content.decode()
    assert "没有对应的原始报文" in answer


def test_setting_the_clock_is_queued_at_once(county: County, browser: Client) -> None:
    browser.post(f"/devices/{county.device.pk}/command", {"command": "1012"})
    command = DeviceCommand.objects.get()
    assert (command.command_code, command.state) == ("1012", "queued")
    assert "待发送" in page_of(county, browser)


def test_a_recall_carries_its_period_in_beijing_time(county: County, browser: Client) -> None:
    form = {"command": "2061", "BeginTime": "2026-11-20T00:00", "EndTime": "2026-11-21T00:00"}
    browser.post(f"/devices/{county.device.pk}/command", form)
    assert DeviceCommand.objects.get().parameters == {
        "BeginTime": "20261120000000",
        "EndTime": "20261121000000",
    }


def test_choosing_a_command_brings_its_fields(county: County, browser: Client) -> None:
    text = browser.get(f"/devices/{county.device.pk}/command?command=1062").content.decode()
    assert "实时数据间隔（秒）" in text
    assert 'min="30"' in text


def test_a_missing_field_is_asked_for(county: County, browser: Client) -> None:
    answer = browser.post(f"/devices/{county.device.pk}/command", {"command": "2061"})
    assert "is-invalid" in answer.content.decode()
    assert not DeviceCommand.objects.exists()


def test_a_sampling_waits_for_another_person(county: County, login: Login) -> None:
    wang, li = login(county.people.wang), login(county.people.li)
    wang.post(f"/devices/{county.device.pk}/command", {"command": "3012", "PolId": "a21026"})
    command = DeviceCommand.objects.get()
    assert command.state == "awaiting_approval"
    assert wang.post(f"/commands/{command.pk}/approve").status_code == 403
    assert "待我复核" in li.get("/commands/").content.decode()
    li.post(f"/commands/{command.pk}/approve")
    command.refresh_from_db()
    assert (command.state, command.approved_by) == ("queued", county.people.li)


def test_a_command_can_be_withdrawn_with_a_reason(county: County, browser: Client) -> None:
    browser.post(f"/devices/{county.device.pk}/command", {"command": "1012"})
    command = DeviceCommand.objects.get()
    browser.post(f"/commands/{command.pk}/withdraw", {"reason": "重复下发"})
    command.refresh_from_db()
    assert (command.state, command.result_text) == ("withdrawn", "重复下发")


def test_a_refused_step_is_said_in_words(county: County, browser: Client) -> None:
    browser.post(f"/devices/{county.device.pk}/command", {"command": "1012"})
    command = DeviceCommand.objects.get()
    browser.post(f"/commands/{command.pk}/withdraw")
    text = browser.post(f"/commands/{command.pk}/withdraw", follow=True).content.decode()
    assert "不能执行此操作" in text


@pytest.fixture
def stranger(county: County, now: datetime) -> str:
    packet = b"##0070QN=1;ST=31;CN=2011;PW=abc123;MN=NEW0001;Flag=5;CP=&&DataTime=1&&0000"
    record_quarantined(
        [
            Stranger(
                "NEW0001",
                seen=now,
                packet=packet,
                password="abc123",
                system_code="31",
                edition="2017",
            )
        ]
    )
    return "NEW0001"


def test_an_unknown_device_is_registered_with_one_click(
    county: County, browser: Client, stranger: str
) -> None:
    assert stranger in browser.get("/quarantine/").content.decode()
    panel = browser.get(f"/quarantine/{stranger}/register").content.decode()
    assert "巩义水泥厂1#排口" in panel
    assert "大峪沟站" not in panel  # ST 31 is no ambient air
    answer = browser.post(f"/quarantine/{stranger}/register", {"point": county.point.pk})
    device = Device.objects.get(mn=stranger)
    assert answer["HX-Redirect"] == f"/devices/{device.pk}/"
    assert device.password_hash


def test_a_point_out_of_reach_cannot_be_chosen(
    county: County, browser: Client, stranger: str
) -> None:
    mill = county.places.mill_point.pk
    answer = browser.post(f"/quarantine/{stranger}/register", {"point": mill})
    assert "不在您的管理范围内" in answer.content.decode()
    assert not Device.objects.filter(mn=stranger).exists()


def test_a_refusal_needs_a_reason(county: County, browser: Client, stranger: str) -> None:
    text = browser.post(f"/quarantine/{stranger}/refuse", follow=True).content.decode()
    assert "请填写拒绝登记的原因" in text
    browser.post(f"/quarantine/{stranger}/refuse", {"reason": "测试设备"})
    assert "没有未登记设备" in browser.get("/quarantine/").content.decode()


@pytest.mark.requirement("A10.13", "A11.4")
def test_the_link_monitor_says_who_is_silent_since_when_and_why(
    county: County, browser: Client, heard: DeviceState, now: datetime
) -> None:
    beat(process="gateway-1", now=now)
    DeviceState.objects.update(last_packet_at=now - timedelta(hours=2))
    text = browser.get("/links/?cause=silent").content.decode()
    assert "无数据" in text
    assert "2 小时" in text
    assert "连接保持但设备不再上传数据" in text
    assert "没有符合条件" in browser.get("/links/?cause=heard").content.decode()


def test_past_silences_are_listed(county: County, browser: Client, now: datetime) -> None:
    LinkGap.objects.create(
        device=county.device,
        start=now - timedelta(hours=5),
        end=now - timedelta(hours=3),
        cause="link",
        because="连接被异常中断后未再连接",
    )
    text = browser.get("/links/?view=gaps").content.decode()
    assert "2 小时" in text
    assert "连接被异常中断后未再连接" in text


@pytest.mark.parametrize(
    "sort", ["name", "-last_packet_at", "delay_s", "connected", "-clock_offset_s"]
)
def test_the_link_monitor_can_be_sorted(
    sort: str, county: County, browser: Client, heard: DeviceState, now: datetime
) -> None:
    Device.objects.create(mn="SECOND", name="第二台").assignments.create(
        point=county.point, start=now
    )
    assert browser.get(f"/links/?sort={sort}").status_code == 200
