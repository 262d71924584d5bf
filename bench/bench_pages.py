"""Measure every page at a province's size: `python -m bench.bench_pages [--rounds 20]`.

40,000 firms, 12,000 points with 8 factors and as many devices, while the gateway takes 400
packets a second. The pages are those of the menu, whatever room brings them, and one object of
each kind. The bar of each is 300 ms for the 95th of a hundred answers.
"""

import argparse
import gc
import json
import math
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.telemetry.bar import Bar, table

MOST_MS = 300.0
LONGEST_S = 3_600.0
Ask = Callable[[], Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the province, ask for its pages, compare with the bars; 1 when one is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20, help="answers of each page")
    parser.add_argument("--only", default="", help="pages whose name holds this")
    parser.add_argument("--json", type=Path, help="write the figures here")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bihuan-bench-") as home:
        os.environ.update(BIHUAN_HOME=home, BIHUAN_DEMO="1", BIHUAN_DEBUG="1")
        os.environ.update(BIHUAN_LOG="WARNING", PYTHONPATH=os.pathsep.join(sys.path))
        os.environ["DJANGO_SETTINGS_MODULE"] = "bihuan.main.settings"
        bars = measured(options.rounds, options.only)
    print(table(bars))
    if options.json:
        found = [{**asdict(bar), "is_passed": bar.is_passed} for bar in bars]
        options.json.write_text(json.dumps(found, indent=1), "utf-8")
    return 0 if all(bar.is_passed for bar in bars) else 1


def measured(rounds: int, only: str) -> list[Bar]:
    """The pages, the slowest first; wall time decides, processor time stands beside it."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from bench.pages.load import beside
    from bench.pages.province import enrol, values_at
    from bihuan import telemetry
    from bihuan.registry.models import Device
    from bihuan.registry.search.upkeep import refresh_all
    from bihuan.telemetry import Kind

    call_command("migrate", verbosity=0)
    now = datetime.now(UTC)
    officer = enrol(now)
    refresh_all()
    store = telemetry.store("bench-1")
    store.append_bulk(values_at(now, Kind.HOUR, 1), now=now)
    store.append_bulk(values_at(now, Kind.REALTIME, 2), now=now)
    devices = list(Device.objects.order_by("pk").values_list("mn", flat=True))
    asked = {name: ask for name, ask in pages_of(officer).items() if only in name}
    gc.collect()
    gc.freeze()  # what enrolling left behind is no part of a web process
    with beside(settings.TELEMETRY_ROOT, devices, seconds=LONGEST_S):
        found = [_timed(name, ask, rounds) for name, ask in asked.items()]
    found.sort(key=lambda one: -one[1])
    bars = [Bar(name, wall, "ms", MOST_MS) for name, wall, _ in found]
    return bars + [Bar(f"{name}, processor", spent, "ms") for name, _, spent in found]


def pages_of(officer: Any) -> dict[str, Ask]:
    """Every page of the menu that the officer sees, one object of each kind, and some filters."""
    from django.test import Client
    from django.urls import reverse

    from bihuan.registry.models import Device, Enterprise, MonitoringPoint
    from bihuan.ui.menu import entries

    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    client.force_login(officer)
    point = MonitoringPoint.objects.order_by("pk")[77]
    assert point.outlet is not None
    device = Device.objects.order_by("pk")[77]
    firm = Enterprise.objects.get(pk=point.outlet.enterprise_id)
    menu = [entry for top in entries(officer, "/") for entry in (top, *top.children)]
    addresses = {entry.label: entry.url for entry in menu if entry.url}
    addresses |= {
        "监测点": reverse("registry:point", args=[point.pk]),
        "监测点曲线": reverse("registry:point_series", args=[point.pk]),
        "设备": reverse("registry:device", args=[device.pk]),
        "企业": reverse("registry:enterprise", args=[firm.pk]),
        "检索：排污": reverse("registry:search") + "?q=排污",
        "检索：水": reverse("registry:search") + "?q=水",
        "企业名录，按名称": reverse("registry:enterprises") + "?text=第1",
        "企业名录，末页": reverse("registry:enterprises") + "?page=800",
        "实时监测，一市超标": reverse("registry:live") + "?district=4401&standing=over",
        "实时监测，按行业": reverse("registry:live") + "?group=industry&text=第1",
        "监测点位，按名称": reverse("registry:points") + "?text=排放口",
        "接口令牌": reverse("accounts:tokens"),
        "接口说明": reverse("api_docs"),
        "首页": "/",
    }
    asked: dict[str, Ask] = {
        name: (lambda url=url: client.get(url, follow=True)) for name, url in addresses.items()
    }
    part = {"HX-Request": "true", "HX-Target": "board"}
    asked["实时监测，刷新"] = lambda: client.get(reverse("registry:live"), headers=part)
    return asked


def _timed(name: str, ask: Ask, rounds: int) -> tuple[str, float, float]:
    """The 95th hundredth of wall time and of processor time; endless where it breaks. [ms]"""
    answer = ask()
    if answer.status_code not in (200, 403):
        return f"{name}（{answer.status_code}）", math.inf, math.inf
    walls, spent = [], []
    for _ in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        ask()
        walls.append(1000 * (time.perf_counter() - wall))
        spent.append(1000 * (time.process_time() - cpu))
    place = min(int(0.95 * rounds), rounds - 1)
    return name, sorted(walls)[place], sorted(spent)[place]


if __name__ == "__main__":
    sys.exit(main())
