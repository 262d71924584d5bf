"""Take the picture of the README from a running demo: `python tools/screenshot.py`.

The demo must answer on its usual address; the picture goes to docs/pictures/point.png.
"""

import argparse
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).parents[1] / "docs" / "pictures" / "point.png"


def main() -> None:
    """Log in as the demo's analyst and photograph a point's curve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--page", default="/points/1/?kind=hour&span=7d")
    parser.add_argument("--person", default="sun")
    parser.add_argument("--password", default="Bihuan-sun-2026")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    options = parser.parse_args()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=options.chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1366, "height": 900}, locale="zh-CN")
        page.goto(options.address)
        page.fill("[name=username]", options.person)
        page.fill("[name=password]", options.password)
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/live/")
        page.goto(options.address + options.page)
        page.wait_for_selector("[data-chart][data-drawn]")
        page.wait_for_timeout(1500)
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
