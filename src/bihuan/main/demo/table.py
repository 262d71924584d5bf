"""The demo's own tables: CSV files beside the code, with their source in comment lines."""

import csv
from functools import cache
from importlib import resources


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Every row of one table, as texts.

    >>> len(rows("gongyi_townships"))
    20
    """
    file = resources.files("bihuan.main.demo") / "tables" / f"{name}.csv"
    lines = (line for line in file.read_text("utf-8").splitlines() if not line.startswith("#"))
    return tuple(csv.DictReader(lines))
