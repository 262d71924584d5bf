"""Measure the closed loop at a province's size: `python -m bench.bench_cases`.

2 million cases and 40,000 units; desk, list, filter and search at the 95th percentile over the
people of every level, and a thousand cases raised at once. PostgreSQL where
`BIHUAN_DATABASE_URL` names one (a database of its own is made there and dropped), else SQLite.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.telemetry.bar import Bar, table

ROUNDS = 6
CASES = 2_000_000
BASE = "bihuan_bench_cases"


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the province, ask for its pages, compare with the bars; 1 when one is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--cases", type=int, default=CASES)
    options = parser.parse_args(arguments)
    address = os.environ.get("BIHUAN_DATABASE_URL", "")
    with tempfile.TemporaryDirectory(prefix="bihuan-bench-") as home:
        os.environ.update(BIHUAN_HOME=home, BIHUAN_DEMO="1", BIHUAN_DEBUG="")
        os.environ["BIHUAN_LOG"] = "ERROR"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.main.settings")
        if address:
            _make_base(address)
            os.environ["BIHUAN_DATABASE_URL"] = f"{address.rsplit('/', 1)[0]}/{BASE}"
        bars = measured(options.cases)
        if address:
            _drop_base(address)
    print(table(bars))
    if options.json:
        found = [{**asdict(bar), "is_passed": bar.is_passed} for bar in bars]
        options.json.write_text(json.dumps(found, indent=1), "utf-8")
    return 0 if all(bar.is_passed for bar in bars) else 1


def measured(count: int) -> list[Bar]:
    """The queries of the pages, for a person of each level."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.urls import reverse

    from bench.cases.crowd import NOW, enrol, write_cases
    from bihuan.accounts.models import District, User
    from bihuan.cases.queries.desk import desk_listing, desk_tabs
    from bihuan.cases.queries.listing import CaseFilter, case_list
    from bihuan.cases.services import NewCase, raise_cases
    from bihuan.registry.models import Enterprise

    call_command("migrate", verbosity=0)
    people = enrol()
    began = time.perf_counter()
    write_cases(count)
    print(
        f"{count} cases on {connection.vendor} in {time.perf_counter() - began:.0f} s", flush=True
    )

    def fresh(level: str) -> User:
        return User.objects.get(pk=people[level].pk)

    def desk(level: str) -> Any:
        user = fresh(level)
        desk_tabs(user=user, now=NOW)
        return list(desk_listing("mine", user=user, now=NOW)[:30])

    def rows(level: str, **asked: Any) -> Any:
        listing = case_list(CaseFilter(**asked), user=fresh(level), now=NOW)
        listing.count()
        return list(listing[:50])

    ask: dict[str, Callable[[str], Any]] = {
        "desk": desk,
        "list": rows,
        "filter by kind, state and county": lambda level: rows(
            level, kind="exceedance_task", state="open", district="440101"
        ),
        "filter by view and city": lambda level: rows(level, view="overdue", district="4401"),
        "filter by days": lambda level: rows(level, begin=NOW.replace(day=1), end=NOW),
        "search by unit": lambda level: rows(level, text="第77"),
        "search by number": lambda level: rows(level, text="CB4401012026"),
        "search by words of the title": lambda level: rows(level, text="二氧化硫小时"),
    }
    most = 0.3 if connection.vendor == "postgresql" else 0.5
    bars = [_percentile(name, run, list(people), most) for name, run in ask.items()]
    district = District.objects.get(code="440101")
    units = list(Enterprise.objects.order_by("pk")[:1000])
    new = [
        NewCase(
            kind="exceedance_task",
            title=f"{unit.name} 超标",
            district=district,
            reason="小时均值超过限值",
            enterprise=unit,
            source=f"bench:{place}",
        )
        for place, unit in enumerate(units)
    ]
    reverse("cases:desk")  # a running server knows its addresses
    began = time.perf_counter()
    raise_cases(new, by=None, now=NOW)
    spent = time.perf_counter() - began
    return [*bars, Bar("raising 1,000 cases of 1,000 units at once", spent, "s", 5.0)]


def _percentile(name: str, run: Callable[[str], Any], levels: Sequence[str], most_s: float) -> Bar:
    """The 95th percentile over rounds and people; each is asked once before the clock runs."""
    times = []
    for level in levels:
        run(level)
        for _ in range(ROUNDS):
            began = time.perf_counter()
            run(level)
            times.append(time.perf_counter() - began)
    times.sort()
    return Bar(f"{name}, p95 of {len(times)}", times[int(len(times) * 0.95)], "s", most_s)


def _make_base(address: str) -> None:
    _drop_base(address)
    _run(address, f"CREATE DATABASE {BASE}")


def _drop_base(address: str) -> None:
    _run(address, f"DROP DATABASE IF EXISTS {BASE} WITH (FORCE)")


def _run(address: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)


if __name__ == "__main__":
    sys.exit(main())
