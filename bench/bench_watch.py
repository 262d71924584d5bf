"""Measure the rules at a province's size: `python -m bench.bench_watch`.

12,000 points with 8 factors. Each minute every realtime value arrives; on the hour every hour
value does, one in fifty over its limit. A run must end well within its minute.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.telemetry.bar import Bar, table, taken

ROUNDS = 5
SHARE = 50
HOURS = 8
VERY_HIGH, VERY_LOW = 10_000, 0.001


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the province, let the rules run, compare with the bars; 1 when one is missed."""
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
    """A minute of realtime values, an hour with events, and the same events an hour later."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from bench.pages.province import enrol, values_at
    from bihuan import telemetry
    from bihuan.registry.models import FactorLimit
    from bihuan.telemetry import Kind, Mover
    from bihuan.watch.models import Event, RuleVersion
    from bihuan.watch.rules import all_rules
    from bihuan.watch.services.run import begin_here, run_rules

    call_command("migrate", verbosity=0)
    now = datetime.now(UTC).replace(minute=5, second=0, microsecond=0)
    enrol(now)
    FactorLimit.objects.update(upper=VERY_HIGH)
    store = telemetry.store("bench-1")
    mover = Mover(settings.TELEMETRY_ROOT)
    for back in range(HOURS, 0, -1):
        moment = now - timedelta(hours=back)
        store.append_bulk(values_at(moment, Kind.HOUR, back), now=moment)
    for rule in all_rules():
        RuleVersion.objects.create(rule=rule.key, number=1, is_on=True, note="bench", at=now)
    begin_here(now=now)

    def minute(number: int) -> float:
        moment = now + timedelta(minutes=number)
        mover.move_once(moment)
        store.append(values_at(moment, Kind.REALTIME, number), now=moment)
        return taken(lambda: run_rules(now=moment), time.perf_counter)

    minutes = [minute(number) for number in range(1, ROUNDS + 1)]
    FactorLimit.objects.filter(pk__in=_some(FactorLimit)).update(upper=VERY_LOW)

    def hour(number: int) -> float:
        moment = now + timedelta(hours=number)
        mover.move_once(moment)
        store.append(values_at(moment, Kind.HOUR, 900 + number), now=moment)
        return taken(lambda: run_rules(now=moment), time.perf_counter)

    first = hour(1)
    events = Event.objects.count()
    second = hour(2)
    return [
        Bar(f"realtime minute, median of {ROUNDS}", statistics.median(minutes), "s", 5),
        Bar(f"hour that opens {events} events", first, "s", 60),
        Bar("next hour, the same events go on", second, "s", 60),
    ]


def _some(model: type) -> list[int]:
    """Every fiftieth row."""
    keys = model.objects.order_by("pk").values_list("pk", flat=True)  # type: ignore[attr-defined]
    return [key for key in keys if key % SHARE == 0]


if __name__ == "__main__":
    sys.exit(main())
