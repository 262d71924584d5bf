"""Reads the protocol's own tables (编码表), which are CSV files in the package."""

import csv
from functools import cache
from importlib.resources import files

SECOND_HAND = "2025 second hand"
"""Trust mark of what only public code says about HJ 212-2025 (待确认)."""


@cache
def read_table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one table (编码表), in printed order.

    Args:
        name: file name without `.csv`; tables/README.md lists them with their sources.

    >>> read_table("result_codes")[0]["name_zh"]
    '准备执行请求'
    """
    text = files("bihuan.hj212").joinpath("tables", f"{name}.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))
