"""Bringing 40,000 enterprises in: preview, import, again with changes, export, undo.

    python -m bench.bench_exchange [--rows 40000] [--json FILE]

The bar is for one whole import: reading and checking for the preview, and again with the writing.
"""

import argparse
import io
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

MOST_S = 60.0
NOW = datetime(2026, 11, 21, tzinfo=UTC)
HEAD = ["单位名称", "统一社会信用代码", "行政区划", "行业", "地址", "经度", "纬度"]
INDUSTRIES = ("水泥制造", "造纸", "污水处理及其再生利用", "化学药品原料药制造", "电镀")


def workbook(rows: int, *, moved: bool) -> bytes:
    """A list of firms with the dirt that real lists carry; `moved` gives every tenth an address."""
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        page = book.add_worksheet("企业")
        page.write_row(0, 0, HEAD)
        for place in range(rows):
            page.write_row(place + 1, 0, _firm(place, moved=moved))
    return file.getvalue()


def _firm(place: int, *, moved: bool) -> list[object]:
    code = "-" if place % 9 == 0 else f"91440101MA{place:07d}X"
    longitude, latitude = 112.5 + place % 997 / 1000, 34.2 + place % 499 / 1000
    if place % 400 == 0:
        longitude, latitude = latitude, longitude
    address = f"工业路 {place} 号" + ("（新址）" if moved and place % 10 == 0 else "")
    firm = f"测算企业{place:06d}有限公司"
    return [firm, code, "410181", INDUSTRIES[place % 5], address, longitude, latitude]


@contextmanager
def _platform() -> Any:
    """The platform with an empty database of its own, which goes away."""
    with tempfile.TemporaryDirectory(prefix="bihuan-bench-") as home:
        os.environ |= {"BIHUAN_HOME": home, "BIHUAN_DEMO": "1", "BIHUAN_LOG": "WARNING"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "bihuan.main.settings"
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        yield
        from django.db import connection

        connection.close()


def _officer() -> Any:
    from bihuan.accounts.models import District, Post, User

    District.objects.create(code="41", name="河南省", level="province")
    District.objects.create(code="4101", name="郑州市", level="city", parent_id="41")
    District.objects.create(code="410181", name="巩义市", level="county", parent_id="4101")
    user = User.objects.create(username="bench", name="测算员")
    Post.objects.create(user=user, role="district", district_id="410181")
    return user


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    answer = act()
    return time.perf_counter() - begun, answer


def _imported(data: bytes, user: Any) -> tuple[dict[str, float], Any]:
    from bihuan.registry.exchange import carry_out, services
    from bihuan.registry.models import ImportState

    sheet = services.SHEETS["enterprises"]
    upload, run = _timed(
        lambda: services.start_import(sheet, name="bench.xlsx", data=data, by=user, now=NOW)
    )
    check, _ = _timed(lambda: carry_out.check(run))
    type(run).objects.filter(pk=run.pk).update(state=ImportState.WRITING)
    write, _ = _timed(lambda: carry_out.write(run, now=NOW))
    return {"upload": upload, "preview": check, "write": write}, run


def measure(rows: int) -> dict[str, float]:
    """Seconds of each act."""
    from django.http import QueryDict

    from bihuan.registry.exchange import carry_out, services
    from bihuan.registry.exchange.export import export_list
    from bihuan.registry.models import ImportState

    user = _officer()
    first, _ = _imported(workbook(rows, moved=False), user)
    again, run = _imported(workbook(rows, moved=True), user)
    assert run.counts["changed"] == rows // 10, run.counts
    figures = {f"new: {name}": value for name, value in first.items()}
    figures |= {f"changed tenth: {name}": value for name, value in again.items()}
    type(run).objects.filter(pk=run.pk).update(state=ImportState.UNDOING)
    figures["undo the changes"], _ = _timed(lambda: carry_out.undo(run, by=user, now=NOW))
    for form in ("csv", "xlsx"):
        figures[f"export {form}"], file = _timed(
            lambda form=form: export_list(
                services.SHEETS["enterprises"], form, query=QueryDict(), by=user, now=NOW
            )
        )
        file.close()
    return figures


def main() -> int:
    """Measure, report, and say by the exit code whether the bar was met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=40_000)
    parser.add_argument("--json")
    options = parser.parse_args()
    with _platform():
        figures = measure(options.rows)
    whole = sum(value for name, value in figures.items() if name.startswith("new"))
    for name, value in figures.items():
        print(f"{name:<28}{value:>9.2f} s")
    is_met = whole < MOST_S
    verdict = "ok" if is_met else "MISSED"
    print(f"{options.rows} rows imported in {whole:.1f} s, bar {MOST_S:.0f} s: {verdict}")
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump({**figures, "whole": whole, "is_met": is_met}, file, indent=1)
    return not is_met


if __name__ == "__main__":
    sys.exit(main())
