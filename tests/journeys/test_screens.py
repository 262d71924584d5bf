"""The map with the network cut, the keyboard, and a form that loses nothing, in a real browser."""

from typing import TYPE_CHECKING

import pytest

from tests.journeys.platform import Platform
from tests.journeys.test_live_path import log_in

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Route

pytestmark = pytest.mark.browser

CLICK = """() => {
  const island = document.querySelector("[data-map]").island;
  const item = island.objects.items.find((one) => one.count === 1);
  const box = island.map.getTargetElement().getBoundingClientRect();
  return item ? [box.x + item.px, box.y + item.py] : null;
}"""


@pytest.mark.requirement("A1.16", "C20")
def test_the_map_works_with_the_network_cut(
    desk: "BrowserContext", platform: Platform, county: dict[str, int]
) -> None:
    strangers: list[str] = []

    def only_ours(route: "Route") -> None:
        if route.request.url.startswith(platform.address) or route.request.url.startswith("data:"):
            route.continue_()
        else:
            strangers.append(route.request.url)
            route.abort()

    desk.route("**/*", only_ours)
    page = log_in(desk, platform)
    page.goto(f"{platform.address}/map/")
    page.wait_for_selector("[data-map][data-first-paint]", state="attached")
    page.wait_for_function(f"({CLICK})() !== null")
    x, y = page.evaluate(CLICK)
    page.mouse.click(x, y)
    page.wait_for_selector("[data-map-card]:not([hidden]) h2")
    assert "点位详情" in page.inner_text("[data-map-card]")
    assert "审图号" in page.inner_text("[data-map-credit]") or not county
    assert strangers == []
    assert page.complaints == []  # type: ignore[attr-defined]


def test_the_keyboard_leads_through_the_platform(
    desk: "BrowserContext", platform: Platform, county: dict[str, int]
) -> None:
    page = log_in(desk, platform)
    page.goto(f"{platform.address}/live/")
    letter = page.get_attribute('[data-go][data-address="/live/"]', "data-go") or ""
    page.keyboard.press("?")
    page.wait_for_selector("#keys[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("#keys:not([open])", state="attached")
    page.keyboard.press("j")
    row = page.get_attribute("main .is-row", "data-href")
    page.keyboard.press("o")
    page.wait_for_url(f"**{row}")
    page.keyboard.press("g")
    page.keyboard.press(letter)
    page.wait_for_url("**/live/")
    page.keyboard.press("m")
    assert page.evaluate("document.body.classList.contains('menu-small')")
    page.reload()
    assert page.evaluate("document.body.classList.contains('menu-small')")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search-box"
    assert page.complaints == []  # type: ignore[attr-defined]


def test_typed_words_survive_an_expired_session(
    desk: "BrowserContext", platform: Platform, county: dict[str, int]
) -> None:
    page = log_in(desk, platform)
    form = f"{platform.address}/ledger/sources/new"
    page.goto(form)
    page.fill("main form [name=name]", "北环路工地")
    desk.clear_cookies(name="sessionid")
    page.click("main form button[type=submit]")
    page.wait_for_selector(".blank")
    log_in(desk, platform)
    page.goto(form)
    page.click("text=恢复填写")
    assert page.input_value("main form [name=name]") == "北环路工地"
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(f"{platform.address}/live/")
    assert asked == ["beforeunload"]


@pytest.mark.requirement("A1.7", "A2.3", "A2.5", "A2.9")
def test_an_analysts_day(
    desk: "BrowserContext", platform: Platform, county: dict[str, int]
) -> None:
    """Yesterday's worst township, why, an order; a dead cell reported with its what-if; today."""
    platform.call("tests.journeys.enrol_air:air")
    page = log_in(desk, platform, "sun")
    page.goto(f"{platform.address}/air/ranking/?kind=day")
    ranked = page.locator("tbody tr").all_inner_texts()
    assert "河洛站" in ranked[2] and "3" in ranked[2]
    page.goto(f"{platform.address}/air/townships/")
    assert "最差" in page.locator("tbody tr:has-text('河洛')").inner_text()
    page.goto(f"{platform.address}/air/processes/")
    page.click("tbody tr:has-text('PM₁₀') a:has-text('河洛站')")
    assert "本地源排放" in page.inner_text("tbody tr:first-child td:first-child")
    page.click("text=一键下发")
    page.wait_for_selector("text=已下发")
    assert "交办单" in page.inner_text("main")
    page.goto(f"{platform.address}/air/review/")
    page.click("tbody tr:has-text('没有变化') a:has-text('一号省控站')")
    page.select_option("form[action$=report] [name=reason]", "instrument")
    page.fill("form[action$=report] [name=evidence]", "质控记录第 3 页：零点检查不合格，已停测")
    page.click("text=上报市中心")
    page.wait_for_selector("text=正在事项")
    page.click("button:has-text('测算')")
    page.wait_for_selector("text=全市当月综合指数")
    with page.expect_download() as word:
        page.click("text=情况说明（Word）")
    assert word.value.suggested_filename.endswith(".docx")
    page.goto(f"{platform.address}/air/ranking/?station_class=provincial")
    assert "一号省控站" in page.inner_text("tbody")
    page.goto(f"{platform.address}/air/targets/")
    assert "余量" in page.inner_text("main")
    assert page.complaints == []  # type: ignore[attr-defined]
