"""Measure documents of the demo county: `python -m bench.bench_reports`.

A daily report with its pictures, composed and written as Word while everything is warm, and a run
of daily reports in one batch, from which 400 are extrapolated; then their PDF files in batches.
It prepares a demo of its own, which takes minutes, or takes a copy of one that lies at `--home`.
"""

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bench.telemetry.bar import Bar, table, taken

REPEATS = 5
WANTED = 400
COUNTY = "410181"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and compare with the bars; 1 when one is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--home", type=Path, help="a prepared demo, copied before use")
    parser.add_argument("--documents", type=int, default=40, help="of the batch")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bihuan-bench-") as folder:
        home = Path(folder) / "home"
        if options.home:
            shutil.copytree(options.home, home)
        os.environ.update(BIHUAN_HOME=str(home), BIHUAN_DEMO="1", BIHUAN_DEBUG="1")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.main.settings")
        bars = measured(options.documents, is_prepared=bool(options.home))
    print(table(bars))
    if options.json:
        found = [{**asdict(bar), "is_passed": bar.is_passed} for bar in bars]
        options.json.write_text(json.dumps(found, indent=1), "utf-8")
    return 0 if all(bar.is_passed for bar in bars) else 1


def measured(documents: int, *, is_prepared: bool) -> list[Bar]:
    """One daily report warm, then a batch."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    call_command("migrate", verbosity=0)
    if not is_prepared:
        call_command("demo", prepare_only=True)
    now = timezone.now()
    return [*_daily(now), *_batch(now, documents)]


def _daily(now: datetime) -> list[Bar]:
    from django.utils.timezone import localdate

    from bihuan.accounts.models import District
    from bihuan.reports.definition import PeriodKind, kind_of, period_around
    from bihuan.reports.models import ReportVersion
    from bihuan.reports.queries.files import NEEDED, word_of
    from bihuan.reports.services.drafting import Wanted, draft_report

    day = localdate(now) - timedelta(days=1)
    wanted = Wanted(
        kind_of("air.daily"),
        District.objects.get(pk=COUNTY),
        period_around(PeriodKind.DAY, day),
    )

    def whole() -> None:
        report = draft_report(wanted, by=None, now=now)
        word_of(ReportVersion.objects.select_related(*NEEDED).get(report=report))

    cold = taken(whole, time.monotonic)
    warm = [taken(whole, time.monotonic) for _ in range(REPEATS)]
    version = ReportVersion.objects.get(report__kind="air.daily")
    pictures = version.figures.filter(what="picture").count()
    return [
        Bar("daily report, first after start", cold, "s"),
        Bar(f"daily report with {pictures} pictures, warm", statistics.median(warm), "s", 5),
        Bar("figures of the daily report", version.figures.count(), "figures"),
    ]


def _batch(now: datetime, documents: int) -> list[Bar]:
    from django.utils.timezone import localdate

    from bihuan.accounts.models import User
    from bihuan.reports.models import Batch
    from bihuan.reports.services.batch import run_batch, start_batch
    from bihuan.reports.services.converting import convert_waiting

    last = localdate(now) - timedelta(days=1)
    batch = start_batch(
        Batch(
            district_id=COUNTY,
            kinds=["air.daily"],
            first=last - timedelta(days=documents - 1),
            last=last,
            with_pdf=False,
        ),
        by=User.objects.get(username="sun"),
        now=now,
    )
    words, cpu = _spent(lambda: run_batch(batch, now=now))
    pdfs, _ = _spent(lambda: convert_waiting(now=now, most=documents))
    share = WANTED / documents / 60
    return [
        Bar(f"{documents} Word documents in one batch", words, "s"),
        Bar("processor time of it", cpu, "s"),
        Bar(f"{WANTED} Word documents, extrapolated", words * share, "min", 20),
        Bar(f"their PDF files, extrapolated from {documents}", pdfs * share, "min"),
        Bar("documents that were not made", len(batch.problems), "documents", 0),
    ]


def _spent(act: Callable[[], Any]) -> tuple[float, float]:
    """Wall time and processor time of an act. [s]"""
    cpu = time.process_time()
    wall = taken(act, time.monotonic)
    return wall, time.process_time() - cpu


if __name__ == "__main__":
    sys.exit(main())
