"""Scaffolding of the journeys: the real platform, and a real browser before it."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bihuan.ui.assets import FILES, VENDOR
from tests.journeys.platform import Platform
from tests.migrated import copied_to

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

CHROMIUM = Path(os.environ.get("BIHUAN_CHROMIUM", "/usr/bin/chromium"))
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A migrated platform without data and without processes; all of them end with the tests."""
    made = Platform(tmp_path_factory.mktemp("platform"))
    if not copied_to(made.home / "bihuan.sqlite3"):
        made.command("migrate", "--verbosity", "0")
    yield made
    made.stop_all()


@pytest.fixture(scope="session")
def county(platform: Platform) -> dict[str, int]:
    """The platform with a county in it, and web, gateway and mover running."""
    keys: dict[str, int] = json.loads(platform.call("tests.journeys.enrol:county"))
    platform.start("gateway", "--leave-new-devices")
    platform.start("mover")
    platform.start("web")
    platform.until_ready()
    return keys


@pytest.fixture(scope="module")
def chromium() -> Iterator["Browser"]:
    """The system's Chromium; journeys skip where it or the front-end packages are absent."""
    playwright = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM}: set BIHUAN_CHROMIUM")
    if not all((VENDOR / place).is_file() for place in FILES.values()):
        pytest.skip("the front-end packages are not copied: python -m bihuan.ui.assets")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def desk(chromium: "Browser") -> Iterator["BrowserContext"]:
    """An office computer: 1366 x 768, Chinese."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    yield context
    context.close()


@pytest.fixture
def phone(chromium: "Browser") -> Iterator["BrowserContext"]:
    """A phone held upright."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, locale="zh-CN", has_touch=True, is_mobile=True
    )
    yield context
    context.close()
