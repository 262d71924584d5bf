"""The audit page over years of acts: `python -m bench.bench_audit [--rows 5000000]`.

On whatever database BIHUAN_DATABASE_URL names (SQLite when nothing is said; of PostgreSQL a
database of its own is made and dropped). The bar is the 95th of the answers to an auditor.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.base import empty_platform
from bench.telemetry.bar import Bar, table

NOW = datetime.now(UTC)
APART_S = 12.0
"""5 million acts lie within two years."""

PEOPLE, ACTS, KINDS = 400, 60, 12
MOST_S = 1.0
ROUNDS = 4


def main(arguments: Sequence[str] | None = None) -> int:
    """Fill, ask, compare with the bar; 1 when it is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--json", type=Path, help="write the figures here")
    options = parser.parse_args(arguments)
    with empty_platform():
        bars = measured(options.rows)
    print(table(bars))
    if options.json:
        found = [{**asdict(bar), "is_passed": bar.is_passed} for bar in bars]
        options.json.write_text(json.dumps(found, indent=1), "utf-8")
    return 0 if all(bar.is_passed for bar in bars) else 1


def measured(rows: int) -> list[Bar]:
    """Answers of the page, each kind of question apart."""
    from django.db import connection
    from django.test import Client
    from django.urls import reverse

    from bihuan.accounts.models import Post, User

    User.objects.bulk_create(
        User(username=f"p{n}", name=f"人员{n}", must_change_password=False) for n in range(PEOPLE)
    )
    auditor = User.objects.order_by("pk")[0]
    Post.objects.create(user=auditor, role="auditor", district_id=_province())
    begun = time.perf_counter()
    _fill(rows, auditor.pk)
    bars = [Bar(f"{connection.vendor}: {rows} acts written", time.perf_counter() - begun, "s")]
    client = Client(SERVER_NAME="localhost")
    client.force_login(auditor)
    address = reverse("accounts:audit")
    for name, asked in _questions(rows).items():
        times = []
        for n in range(ROUNDS * len(asked)):
            begun = time.perf_counter()
            answer = client.get(address, asked[n % len(asked)])
            times.append(time.perf_counter() - begun)
            assert answer.status_code == 200, answer.status_code
        times.sort()
        bars.append(
            Bar(f"{name}: 95th of {len(times)}", times[int(0.95 * len(times))], "s", MOST_S)
        )
    return bars


def _province() -> str:
    from bihuan.accounts.models import District

    return District.objects.create(code="44", name="广东省", level="province").code


def _questions(rows: int) -> dict[str, list[dict[str, Any]]]:
    """What an auditor asks for."""
    days = [f"{NOW - timedelta(days=n):%Y-%m-%d}" for n in (3, 40, 200, 500)]
    deep = [NOW - timedelta(seconds=APART_S * rows * part) for part in (0.1, 0.5, 0.9)]
    month = {"begin": days[2], "end": f"{NOW - timedelta(days=172):%Y-%m-%d}"}
    return {
        "newest": [{}],
        "far back": [{"after": f"{one.timestamp():.6f}~1"} for one in deep],
        "of a day": [{"begin": day, "end": day} for day in days],
        "of a person": [{"person": f"人员{n}"} for n in (1, 77, 399)],
        "of a kind of act": [{"action": f"bench.act{n}"} for n in (0, 31, 59)],
        "of an address": [{"address": f"10.0.{n}.7"} for n in (0, 99, 255)],
        "of an object": [{"object_kind": "enterprise", "object_id": str(n)} for n in (0, 12, 4800)],
        "failures": [{"is_failed": "on"}],
        "words within a month": [{"words": word, **month} for word in ("对象123", "没有的")],
        "person and act": [{"person": "人员7", "action": f"bench.act{n}"} for n in (7, 8)],
    }


FILL = """
INSERT INTO accounts_auditentry (at, user_id, user_name, action, action_name, object_kind,
    object_id, object_name, detail, address, succeeded, position, digest)
WITH RECURSIVE counted(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM counted WHERE n + 1 < {rows})
SELECT {at}, {first} + n * 7 % {people}, '人员' || n * 7 % {people}, 'bench.act' || n * 13 % {acts},
    '操作' || n * 13 % {acts}, CASE n % {kinds} WHEN 0 THEN 'enterprise' ELSE 'kind' || n % {kinds} END,
    CAST(n % 40000 AS varchar), '对象' || n % 40000, {detail}, {address}, n % 200 <> 0, n + 1, '{digest}'
FROM counted
"""  # noqa: E501

SECOND = f"{NOW.timestamp():.0f} - {APART_S} * ({{rows}} - n)"
WORDING = {
    "sqlite": (
        f"strftime('%Y-%m-%d %H:%M:%S', {SECOND}, 'unixepoch')",
        "'10.0.' || n % 256 || '.7'",
        "'{}'",
    ),
    "postgresql": (
        f"to_timestamp({SECOND})",
        "('10.0.' || n % 256 || '.7')::inet",
        "'{}'::jsonb",
    ),
}
"""How each database says time, address and an empty detail."""


def _fill(rows: int, first: int) -> None:
    """Acts by one statement: made one by one they would take half an hour."""
    from django.db import connection

    at, address, detail = WORDING[connection.vendor]
    numbers = {"people": PEOPLE, "acts": ACTS, "kinds": KINDS, "first": first, "digest": "0" * 64}
    statement = FILL.format(
        rows=rows, at=at.format(rows=rows), address=address, detail=detail, **numbers
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    sys.exit(main())
