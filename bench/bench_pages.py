"""Measure the live pages at a province's size: `python -m bench.bench_pages`.

12,000 points with 8 factors and as many devices; the bar of the board is B1.8's five seconds,
which a refresh, while data keep arriving, must stay well under.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.telemetry.bar import Bar, table, taken

ROUNDS = 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the province, ask for its pages, compare with the bars; 1 when one is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures here")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bihuan-bench-") as home:
        os.environ.update(BIHUAN_HOME=home, BIHUAN_DEMO="1", BIHUAN_DEBUG="1")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.main.settings")
        bars = measured()
    print(table(bars))
    if options.json:
        found = [{**asdict(bar), "is_passed": bar.is_passed} for bar in bars]
        options.json.write_text(json.dumps(found, indent=1), "utf-8")
    return 0 if all(bar.is_passed for bar in bars) else 1


def measured() -> list[Bar]:
    """The pages of the province, each while a new value of everything has just arrived."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from bench.pages.province import enrol, values_at
    from bihuan import telemetry
    from bihuan.registry.models import MonitoringPoint
    from bihuan.telemetry import Kind, Mover

    call_command("migrate", verbosity=0)
    client = Client(SERVER_NAME="localhost")
    client.force_login(enrol(datetime.now(UTC)))
    store = telemetry.store("bench-1")
    store.append_bulk(values_at(datetime.now(UTC), Kind.HOUR, 1), now=datetime.now(UTC))
    point = MonitoringPoint.objects.order_by("pk")[77].pk
    seeds = iter(range(2, 1_000))

    mover = Mover(settings.TELEMETRY_ROOT)

    def arrive() -> None:
        moment = datetime.now(UTC)
        mover.move_once(moment)  # what came before; the new values wait in the journal
        store.append(values_at(moment, Kind.REALTIME, next(seeds)), now=moment)

    part = {"HX-Request": "true", "HX-Target": "board"}
    ask: dict[str, Callable[[], Any]] = {
        "board, whole page": lambda: client.get("/live/"),
        "board, refresh": lambda: client.get("/live/", headers=part),
        "board, one city": lambda: client.get("/live/?district=4401&standing=over"),
        "board, by industry, text": lambda: client.get("/live/?group=industry&text=第1"),
        "point": lambda: client.get(f"/points/{point}/"),
        "point, 24 h of one factor": lambda: client.get(f"/points/{point}/series.json"),
        "points, list": lambda: client.get("/points/"),
        "links": lambda: client.get("/links/"),
    }
    most = {"board, whole page": 2.5, "board, refresh": 2.5, "links": 2.5}
    return [_timed(name, run, arrive, most.get(name, 1.5)) for name, run in ask.items()]


def _timed(name: str, run: Callable[[], Any], arrive: Callable[[], None], most_s: float) -> Bar:
    times = []
    for _ in range(ROUNDS):
        arrive()
        times.append(taken(run, time.perf_counter))
    assert run().status_code == 200, name
    return Bar(f"{name}, median of {ROUNDS}", statistics.median(times), "s", most_s)


if __name__ == "__main__":
    sys.exit(main())
