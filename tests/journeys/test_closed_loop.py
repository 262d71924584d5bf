"""A case from the device to its end, through the doors; who may not act is refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.cases.conftest import picture
from tests.gateway.running import Client, upload
from tests.journeys.enrol import MN, PASSWORD
from tests.journeys.platform import Platform
from tests.journeys.test_live_path import wire_time

if TYPE_CHECKING:
    from playwright.sync_api import APIResponse, Browser, BrowserContext, Page

pytestmark = pytest.mark.browser

DESK = {"viewport": {"width": 1366, "height": 768}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
REFUSED = {403, 404, 409, 422}
PATIENCE_MS = 30_000
RETRIES = 3
"""Of a request on a connection that the server has just closed as idle."""


def hour_value(value: float) -> bytes:
    """What the device says of the hour that is over."""
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    parameters = f"DataTime={wire_time(now - timedelta(hours=1))};w01018-Avg={value},w01018-Flag=N"
    return upload(MN, parameters, QN=f"{wire_time(datetime.now(UTC))}000", CN="2061")


class Journey:
    """The browsers of everybody who has to do with a case."""

    def __init__(self, browser: "Browser", platform: Platform) -> None:
        self.platform = platform
        self._browser = browser
        self._contexts: dict[str, BrowserContext] = {}

    def page(self, who: str, **device: object) -> "Page":
        """A page of somebody who is logged in."""
        context = self._browser.new_context(locale="zh-CN", **(device or DESK))  # type: ignore[arg-type]
        self._contexts[who] = context
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(f"{self.platform.address}/accounts/login/")
        page.fill("[name=username]", who)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_selector(".bar-person")
        return page

    def asks(self, who: str, path: str) -> int:
        """What somebody gets at an address."""
        address = self.platform.address + path
        return self._contexts[who].request.get(address, max_retries=RETRIES).status

    def tries(self, who: str, path: str, **form: str) -> int:
        """What somebody gets who sends a form past the page."""
        context = self._contexts[who]
        token = next(one["value"] for one in context.cookies() if one["name"] == "csrftoken")
        answer: APIResponse = context.request.post(
            self.platform.address + path,
            form=form,
            headers={"X-CSRFToken": token, "Referer": self.platform.address + "/"},
            max_redirects=0,
            max_retries=RETRIES,
        )
        return answer.status

    def close(self) -> None:
        for context in self._contexts.values():
            context.close()


@pytest.fixture
def journey(chromium: "Browser", platform: Platform, county: dict[str, int]) -> Iterator[Journey]:
    platform.call("tests.journeys.enrol:closed_loop")
    made = Journey(chromium, platform)
    yield made
    made.close()


@contextmanager
def no_line(page: "Page") -> Iterator[None]:
    """The page without a network."""
    page.context.set_offline(True)
    yield
    page.context.set_offline(False)


def explain(page: "Page", case: str, words: str, seed: int) -> None:
    """陈 fills in the explanation on his phone and chooses a photograph."""
    page.goto(f"{case}step/explain")
    page.wait_for_selector("html[data-kept]")
    fill_explanation(page, words, seed)


def fill_explanation(page: "Page", words: str, seed: int) -> None:
    page.select_option("[name=reason]", "治理设施故障")
    page.fill("[name=text]", words)
    photo = {"name": f"现场{seed}.jpg", "mimeType": "image/jpeg", "buffer": picture(seed)}
    page.set_input_files("input[data-files][multiple]", photo)  # type: ignore[arg-type]
    page.wait_for_selector("#uploads .waiting")


def decide(page: "Page", case: str, step: str, **form: str) -> None:
    """An office takes a step."""
    page.goto(f"{case}step/{step}")
    for name, value in form.items():
        field = page.locator(f"[name={name}]")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.click("#step-form button[type=submit]")
    page.wait_for_url(case)


@pytest.mark.requirement("B1.10", "B1.11", "B1.12", "B1.13", "B1.14")
def test_an_exceedance_runs_until_it_is_closed(journey: Journey, platform: Platform) -> None:
    with Client(platform.gateway_port) as device:
        device.send(hour_value(88.0))
        device.answers(1)
    platform.call("bihuan.watch.jobs:watch_values")

    chen, zhao = journey.page("chen", **PHONE), journey.page("zhao")
    chen.goto(f"{platform.address}/cases/")
    chen.click("#desk a:has-text('小时值超标')")
    chen.wait_for_url("**/cases/*/")
    case = chen.url
    path = case.removeprefix(platform.address)
    assert "88" in chen.inner_text("main")
    assert journey.asks("zhao", path) == 403
    assert zhao.locator("text=小时值超标").count() == 0

    wang, li = journey.page("wang"), journey.page("li")
    assert journey.tries("wang", f"{path}step/explain", reason="误报", text="代答") in REFUSED

    # The line breaks while 陈 explains: nothing is lost, and it is sent once.
    chen.goto(f"{case}step/explain")
    chen.wait_for_selector("html[data-kept]")
    with no_line(chen):
        fill_explanation(chen, "脱氮泵跳停", 1)
        chen.click("#step-form button[type=submit]")
        chen.wait_for_selector("#draft-state:has-text('联网后自动提交')")
        chen.reload()
        chen.wait_for_selector("#uploads :text('现场1.jpg')")
        assert chen.input_value("[name=text]") == "脱氮泵跳停"
        assert chen.is_visible("#offline")
        assert chen.evaluate("document.documentElement.scrollWidth") <= 390
    chen.wait_for_url(case)
    assert "待县审" in chen.inner_text("main")
    assert chen.locator(".history :text('提交解释')").count() == 1

    assert journey.tries("chen", f"{path}step/county_pass", verdict="误报") in REFUSED
    assert journey.tries("zhao", f"{path}step/county_return", text="越权") == 403
    decide(wang, case, "county_return", text="请补充检修记录")
    assert journey.tries("wang", f"{path}step/county_pass", verdict="误报") in REFUSED

    explain(chen, case, "附检修记录，已切换备用泵", 2)
    chen.wait_for_selector("#uploads [id^=proof-]")
    chen.click("#step-form button[type=submit]")
    chen.wait_for_url(case)

    assert journey.tries("chen", f"{path}step/city_close", verdict="误报") in REFUSED
    decide(wang, case, "county_pass", verdict="属实-已整改")
    assert journey.tries("wang", f"{path}step/city_close", verdict="误报") in REFUSED
    decide(li, case, "city_close", verdict="属实-已整改")
    assert "办结" in li.inner_text("main")
    assert journey.tries("chen", f"{path}step/explain", reason="误报", text="再答") in REFUSED

    history = li.inner_text(".history")
    taken = ("市审办结", "县审通过", "提交解释", "退回企业", "提交解释", "创建")
    places = [history.index(taken[0])]
    for title in taken[1:]:
        places.append(history.index(title, places[-1] + 1))
    li.goto(f"{platform.address}/cases/statistics/?group=county")
    assert "巩义市" in li.inner_text("#figures")
    assert journey.asks("zhao", "/cases/list/?text=污水") == 200
    zhao.goto(f"{platform.address}/cases/statistics/?group=county")
    assert "巩义市" not in zhao.inner_text("#figures")
    assert "全部相符" in platform.command("verify_history")
