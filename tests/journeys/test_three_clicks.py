"""Somebody new finds a firm, a point and a station from the first page, in three clicks."""

from typing import TYPE_CHECKING

import pytest

from tests.journeys.platform import Platform
from tests.journeys.test_live_path import log_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser

MOST = 3
SOUGHT = (
    ("污水处理厂", "/enterprises/", "巩义污水处理厂"),
    ("总排口", "/points/", "巩义污水处理厂总排口"),
    ("河洛", "/ledger/stations/", "河洛镇站"),
)
LISTS = (
    ("基础台账", "企业名录", "/enterprises/", "巩义污水处理厂"),
    ("联网管理", "监测点位", "/points/", "巩义污水处理厂总排口"),
    ("基础台账", "站点", "/ledger/stations/", "河洛镇站"),
)


class Clicks:
    """A hand that counts its clicks."""

    def __init__(self, page: "Page") -> None:
        self.page, self.count = page, 0

    def on(self, place: str) -> None:
        """Click where it says, once it can be clicked."""
        self.page.click(place)
        self.count += 1


@pytest.fixture(scope="module")
def found_by_all(platform: Platform, county: dict[str, int]) -> None:
    """The county also has a station."""
    platform.call("tests.journeys.enrol:station")


def typed(hand: Clicks, words: str, name: str, address: str) -> None:
    """Type some words into the open search box and take the hit."""
    hand.page.fill("#search-box", words)
    hand.on(f"#search-hits a[href^='{address}']:has-text('{name}')")
    hand.page.wait_for_url(f"**{address}*/")
    assert name in hand.page.inner_text("h1")
    assert hand.count <= MOST, f"{name}: {hand.count} clicks"


def test_on_a_desk_by_words_and_by_the_menu(
    desk: "BrowserContext", platform: Platform, found_by_all: None
) -> None:
    page = log_in(desk, platform)
    for words, address, name in SOUGHT:
        page.goto(platform.address)
        hand = Clicks(page)
        hand.on("#search-box")
        typed(hand, words, name, address)
    for group, title, address, name in LISTS:
        page.goto(platform.address)
        hand = Clicks(page)
        hand.on(f".side-group summary:has-text('{group}')")
        hand.on(f".side-group[open] a:has-text('{title}') >> nth=0")
        hand.on(f"main a:text-is('{name}') >> nth=0")
        page.wait_for_url(f"**{address}*/")
        assert hand.count <= MOST, f"{name}: {hand.count} clicks"
    assert page.complaints == []  # type: ignore[attr-defined]


def test_on_a_phone_by_words(
    phone: "BrowserContext", platform: Platform, found_by_all: None
) -> None:
    page = log_in(phone, platform)
    for words, address, name in SOUGHT:
        page.goto(platform.address)
        hand = Clicks(page)
        hand.on("[data-search-toggle]")
        typed(hand, words, name, address)
        wide = "document.documentElement.scrollWidth - window.innerWidth"
        assert page.evaluate(wide) <= 1, f"{name} is wider than the phone"
    assert page.complaints == []  # type: ignore[attr-defined]


def test_from_the_wall_screen_by_words(
    chromium: "Browser", platform: Platform, found_by_all: None
) -> None:
    wall = chromium.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    page = log_in(wall, platform)
    for words, address, name in SOUGHT:
        page.goto(f"{platform.address}/wall/")
        page.wait_for_selector("[data-wall-tabs] *")
        hand = Clicks(page)
        hand.on(".wall-brand")
        hand.on("#search-box")
        typed(hand, words, name, address)
    assert page.complaints == []  # type: ignore[attr-defined]
    wall.close()
