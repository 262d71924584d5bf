"""Reading of the printed tables that lie beside this module."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def rows(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of one table in printed order, texts as printed.

    Args:
        name: the file's name without ``.csv``; its first line, marked ``#``,
            names the source and how far it is to be trusted.

    Raises:
        FileNotFoundError: there is no such table.

    >>> rows("hj633_2026_table3")[2]["pm2_5_24h"]
    '60'
    """
    text = resources.files(__package__).joinpath("tables", f"{name}.csv").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return tuple(csv.DictReader(lines))
