"""Measure the map in a browser at a province's size: `python -m bench.bench_map`.

40,000 enterprises with places, drawn by Chromium without a graphics card; the first paint is what
the page's own script notes, from the start of the navigation until objects stand on the canvas.
"""

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.telemetry.bar import Bar, table, taken

FIRMS, ROUNDS, FIRST_PAINT_S = 40_000, 5, 2.5
BROWSER = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
QUERY = "/map/?layers=enterprise"


def main(arguments: Sequence[str] | None = None) -> int:
    """Enrol the firms, open the map, compare with the bar; 1 when it is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--picture", type=Path, help="save what the browser drew here")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bihuan-bench-") as home:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        os.environ.update(BIHUAN_HOME=home, BIHUAN_DEMO="1", BIHUAN_DEBUG="1", BIHUAN_LOG="WARNING")
        os.environ["BIHUAN_WEB_PORT"] = str(port)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.main.settings")
        bars = measured(port, options.picture)
    print(table(bars))
    if options.json:
        found = [{**asdict(bar), "is_passed": bar.is_passed} for bar in bars]
        options.json.write_text(json.dumps(found, indent=1), "utf-8")
    return 0 if all(bar.is_passed for bar in bars) else 1


def measured(port: int, picture: Path | None) -> list[Bar]:
    """The columns alone, then the whole page in the browser, cold and warm."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from bench.pages.firms import enrol_firms

    call_command("migrate", verbosity=0)
    client = Client(SERVER_NAME="localhost")
    client.force_login(enrol_firms(FIRMS, datetime.now(UTC)))
    address = "/map/places/enterprise.json"
    ask = lambda: client.get(address, headers={"Accept-Encoding": "gzip"})  # noqa: E731
    size = len(ask().content)
    columns = statistics.median(taken(ask, time.perf_counter) for _ in range(ROUNDS))
    with _web(port):
        paints, moving = _in_browser(port, client.cookies["sessionid"].value, picture)
    return [
        Bar(f"columns of {FIRMS:,} places, gzipped", size / 1024, "KiB"),
        Bar("the same, answered", columns, "s"),
        Bar("first paint, nothing cached", paints[0], "s", FIRST_PAINT_S),
        Bar(f"first paint, median of {ROUNDS} more", statistics.median(paints[1:]), "s"),
        Bar("frames a second while the map is dragged", moving, "/s"),
    ]


@contextmanager
def _web(port: int) -> Any:
    running = subprocess.Popen([sys.executable, "-m", "bihuan", "web"])
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(
                    f"http://127.0.0.1:{port}/accounts/login/", timeout=5
                ).close()
                break
            except OSError:
                time.sleep(0.25)
        yield
    finally:
        running.terminate()
        running.wait(20)


def _in_browser(port: int, session: str, picture: Path | None) -> tuple[list[float], float]:
    from playwright.sync_api import sync_playwright

    base = f"http://127.0.0.1:{port}"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=BROWSER)
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        context.add_cookies([{"name": "sessionid", "value": session, "url": base}])
        page = context.new_page()
        paints = [_first_paint(page, base) for _ in range(ROUNDS + 1)]
        moving = page.evaluate(DRAG)
        if picture:
            page.screenshot(path=str(picture))
        browser.close()
    return paints, moving


def _first_paint(page: Any, base: str) -> float:
    page.goto(base + QUERY)
    page.wait_for_selector("[data-map][data-first-paint]", timeout=60_000)
    return float(page.get_attribute("[data-map]", "data-first-paint")) / 1000


DRAG = """
async () => {
  const view = document.querySelector("[data-map]").island.map.getView();
  const [x, y] = view.getCenter();
  const begun = performance.now();
  let frames = 0;
  while (performance.now() - begun < 3000) {
    frames += 1;
    view.setCenter([x + 400 * frames, y + 100 * frames]);
    await new Promise(requestAnimationFrame);
  }
  return (1000 * frames) / (performance.now() - begun);
}
"""

if __name__ == "__main__":
    sys.exit(main())
