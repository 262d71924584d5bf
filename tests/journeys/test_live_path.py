"""From a device to the chart, back to its packet, and down to the device again."""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from tests.gateway.running import Client, upload
from tests.journeys.enrol import MN, PASSWORD
from tests.journeys.platform import Platform

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser

PATIENCE_MS = 30_000
BEIJING = timezone(timedelta(hours=8))
VALUES = "(document.querySelector('[data-chart]').island?.chart?.lines[0]?.values ?? [])"
PLACE = """() => {
  const island = document.querySelector('[data-chart]').island;
  const line = island.chart.lines[0];
  const at = line.values.findIndex((value) => value === 41.7);
  const [x, y] = island.view.convertToPixel({ seriesIndex: 0 }, [line.times[at], 41.7]);
  const box = island.host.getBoundingClientRect();
  return Number.isFinite(x) ? [box.x + x, box.y + y] : null;
}"""


def log_in(context: "BrowserContext", platform: Platform, who: str = "wang") -> "Page":
    """王, or somebody else, opens the platform; every complaint of the browser is kept."""
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.complaints = []  # type: ignore[attr-defined]
    page.on("console", lambda said: _note(page, said.type, said.text))
    page.on("pageerror", lambda error: _note(page, "error", str(error)))
    page.goto(platform.address)
    page.fill("[name=username]", who)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_selector(".bar-person")
    page.goto(f"{platform.address}/live/")
    return page


def _note(page: "Page", kind: str, text: str) -> None:
    if kind == "error":
        page.complaints.append(text)  # type: ignore[attr-defined]


def wire_time(moment: datetime) -> str:
    return moment.astimezone(BEIJING).strftime("%Y%m%d%H%M%S")


def realtime(value: float, moment: datetime) -> bytes:
    parameters = f"DataTime={wire_time(moment)};w01018-Rtd={value},w01018-Flag=N"
    return upload(MN, parameters, QN=f"{wire_time(moment)}000")


@pytest.mark.requirement("B1.8", "A1.19")
def test_a_value_appears_on_the_chart_and_leads_to_its_packet(
    platform: Platform,
    county: dict[str, int],
    desk: "BrowserContext",
    record_property: Callable[[str, object], None],
) -> None:
    page = log_in(desk, platform)
    page.goto(f"{platform.address}/points/{county['point']}/?kind=realtime&factor=w01018")
    page.wait_for_selector('[data-live-mark][data-state="on"]')
    page.wait_for_selector("[data-chart][data-drawn]")
    with Client(platform.gateway_port) as device:
        device.send(realtime(41.7, datetime.now(UTC)))
        assert b"CN=9014" in device.answers(1)[0]
        acknowledged = time.monotonic()
        page.wait_for_function(f"() => {VALUES}.includes(41.7)")
        record_property("seconds_from_acknowledgement_to_chart", time.monotonic() - acknowledged)
    page.wait_for_selector("#head :text('41.7')")
    page.mouse.click(*page.wait_for_function(PLACE).json_value())
    page.wait_for_selector("#panel :text('数据溯源')")
    page.click("#panel :text('原始报文')")
    page.wait_for_selector("#panel :text('上传污染物实时数据')")
    shown = page.inner_text("#panel")
    assert "w01018-Rtd=41.7" in shown
    assert "PW=******" in shown
    assert "123456" not in shown
    assert page.complaints == []  # type: ignore[attr-defined]


@pytest.mark.requirement("A10.27")
def test_a_command_goes_down_and_its_answer_is_shown(
    platform: Platform, county: dict[str, int], desk: "BrowserContext"
) -> None:
    page = log_in(desk, platform)
    with Client(platform.gateway_port) as device:
        device.send(realtime(30.0, datetime.now(UTC)))
        device.answers(1)
        page.goto(f"{platform.address}/devices/{county['device']}/")
        page.click("text=下发命令")
        page.select_option("#id_command", "1062")
        page.fill("[name=RtdInterval]", "60")
        page.click("#panel button[type=submit]")
        page.wait_for_selector("text=命令已提交")
        (request,) = device.answers(1, within_s=PATIENCE_MS / 1000)
        assert b"CN=1062" in request
        assert b"RtdInterval=60" in request
        number = re.search(rb"QN=(\d+)", request)
        assert number is not None
        sent = number[1].decode()
        device.send(upload(MN, "QnRtn=1", QN=sent, ST="91", CN="9011", Flag="4"))
        page.wait_for_selector("#commands :text('设备已受理')")
        device.send(upload(MN, "ExeRtn=1", QN=sent, ST="91", CN="9012", Flag="4"))
        page.wait_for_selector("#commands :text('执行成功')")
    assert page.complaints == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "address",
    ["/live/", "/points/", "/points/{point}/", "/devices/{device}/", "/links/", "/health/"],
)
def test_no_page_is_wider_than_a_phone(
    address: str, platform: Platform, county: dict[str, int], phone: "BrowserContext"
) -> None:
    page = log_in(phone, platform)
    page.goto(platform.address + address.format(**county))
    page.wait_for_load_state("load")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.complaints == []  # type: ignore[attr-defined]


def test_the_live_board_shows_the_new_value_by_itself(
    platform: Platform, county: dict[str, int], desk: "BrowserContext"
) -> None:
    page = log_in(desk, platform)
    page.wait_for_selector('[data-live-mark][data-state="on"]')
    with Client(platform.gateway_port) as device:
        device.send(realtime(47.3, datetime.now(UTC)))
        device.answers(1)
        page.wait_for_selector("#board :text('47.3')")


def test_a_page_falls_back_to_asking_when_there_is_no_stream(
    platform: Platform, county: dict[str, int], desk: "BrowserContext"
) -> None:
    desk.route("**/live/events", lambda route: route.abort())
    page = log_in(desk, platform)
    page.wait_for_selector('[data-live-mark][data-state="poll"]')
    with Client(platform.gateway_port) as device:
        device.send(realtime(48.9, datetime.now(UTC)))
        device.answers(1)
        page.wait_for_selector("#board :text('48.9')")
