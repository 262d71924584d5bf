"""The one search box at a province's size: `python -m bench.bench_search [--entries 2000000]`.

40,000 firms with credit codes and addresses, and other objects up to so many entries, on whatever
database BIHUAN_DATABASE_URL names (SQLite when nothing is said; of PostgreSQL a database of its
own is made and dropped). The bar is the 95th of 100 answers.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

from bench.base import empty_platform
from bench.telemetry.bar import Bar, table

FIRMS = 40_000
BATCH = 5_000
MOST_MS = 200.0
ROUNDS = 2
PLACES = ("回郭镇", "大峪沟", "河洛镇", "北山口", "新城路", "工业园", "永兴街", "三水大道")
TRADES = ("水泥", "造纸", "电镀", "印染", "化工", "制药", "冶炼", "发电", "污水处理", "陶瓷")
WORDS = (
    "水", "厂", "泥", "9144", "电镀厂", "回郭", "第3", "1234", "科技", "造纸 回郭", "MA0012",
    "省", "三水大道", "号", "有限公司", "BENCH0004", "化", "91440101MA0020000X", "冶炼 永兴",
    "不存在的名字", "a", "0", "1", "路 8", "制药有限", "陶瓷科技", "44010", "园", "设备 77", "q9z",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Fill, ask, compare with the bar; 1 when it is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=2_000_000)
    parser.add_argument("--json", type=Path, help="write the figures here")
    options = parser.parse_args(arguments)
    with empty_platform():
        bars = measured(options.entries)
    print(table(bars))
    if options.json:
        found = [{**asdict(bar), "is_passed": bar.is_passed} for bar in bars]
        options.json.write_text(json.dumps(found, indent=1), "utf-8")
    return 0 if all(bar.is_passed for bar in bars) else 1


def measured(entries: int) -> list[Bar]:
    """Answers to an officer of the province and to one of a county."""
    from django.db import connection

    from bihuan.accounts.models import District, Post, User

    District.objects.create(code="44", name="广东省", level="province")
    District.objects.create(code="4401", name="广州市", level="city", parent_id="44")
    District.objects.create(code="440105", name="海珠区", level="county", parent_id="4401")
    people = {}
    for name, role, district in (("province", "province", "44"), ("county", "district", "440105")):
        people[name] = User.objects.create(username=name, name=name)
        Post.objects.create(user=people[name], role=role, district_id=district)
    begun = time.perf_counter()
    _fill(entries)
    filled = time.perf_counter() - begun
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    bars = [Bar(f"{connection.vendor}: {entries} entries indexed", filled, "s")]
    for name, user in people.items():
        bars += _asked(f"{connection.vendor}, {name}", user)
    return bars


def _asked(name: str, user: Any) -> list[Bar]:
    from bihuan.registry.search.query import search

    times: list[tuple[float, str]] = []
    for _ in range(ROUNDS):
        for words in WORDS:
            begun = time.perf_counter()
            search(words, user=user, most=5)
            times.append((1000 * (time.perf_counter() - begun), words))
    values = sorted(one for one, _ in times)
    worst = max(times)
    return [
        Bar(f"{name}: median", statistics.median(values), "ms"),
        Bar(f"{name}: 95th of {len(values)}", values[int(0.95 * len(values))], "ms", MOST_MS),
        Bar(f"{name}: worst, “{worst[1]}”", worst[0], "ms"),
    ]


def _fill(entries: int) -> None:
    """Entries as the registry's own sources would make them, without the objects behind."""
    from bihuan.registry.models import SearchEntry
    from bihuan.registry.search.store import gram_store
    from bihuan.registry.search.upkeep import entry_of

    store = gram_store()
    rows = (entry_of(kind, found) for kind, found in _objects(entries))
    with _in_bulk():
        while batch := list(islice(rows, BATCH)):
            store.add(SearchEntry.objects.bulk_create(batch))


@contextmanager
def _in_bulk() -> Iterator[None]:
    """One index made at the end, and no waiting for the disk: only answers are measured."""
    from django.db import connection

    kept, index = connection.cursor(), "registry_search_grams"
    if connection.vendor == "sqlite":
        kept.execute("PRAGMA synchronous=OFF")
        kept.execute("PRAGMA cache_size=-200000")
        yield
        kept.execute("PRAGMA cache_size=-2000")
        return
    kept.execute(f"DROP INDEX {index}")
    kept.execute("SET synchronous_commit=off")
    yield
    kept.execute("VACUUM FULL registry_searchentry")
    kept.execute("SET maintenance_work_mem='512MB'")
    kept.execute(f"CREATE INDEX {index} ON registry_searchentry USING gin (grams)")


def _objects(entries: int) -> Iterator[tuple[str, Any]]:
    from bihuan.registry.search.source import Found

    for n in range(FIRMS):
        place, trade = PLACES[n % 8], TRADES[n % 10]
        title = f"第{n}{trade}科技有限公司" if n % 3 else f"{place}{n}{trade}厂"
        line = f"91440101MA{n:07d}X {place}{n % 97}号 {trade}"
        yield "enterprise", Found(n + 1, title, line, (title, line), f"4401{n % 12 + 1:02}", n + 1)
    kinds = ("point", "device", "station", "source", "permit", "person", "document")
    for number, kind in enumerate(kinds):
        for n in range(number, entries - FIRMS, len(kinds)):
            unit = n % FIRMS
            title = f"{PLACES[n % 8]}{unit}{TRADES[n % 10]}{n % 9}#{kind}"
            line = f"BENCH{n:08} {PLACES[(n + 3) % 8]}路 {n % 89} 号"
            place = f"4401{unit % 12 + 1:02}"
            yield kind, Found(n + 1, title, line, (title, line), place, unit + 1)


if __name__ == "__main__":
    sys.exit(main())
