"""Named deviations of devices in words (不规范项)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from bihuan.hj212.table import read_table


@dataclass(frozen=True, slots=True)
class QuirkCount:
    """How often a device departed from the standard in one way."""

    name: str
    title: str
    count: int


@cache
def _titles() -> Mapping[str, str]:
    return MappingProxyType({row["name"]: row["title_zh"] for row in read_table("quirks")})


def quirk_counts(counts: Mapping[str, int]) -> list[QuirkCount]:
    """A device's deviations, the most frequent first.

    >>> quirk_counts({"lower_case_code": 2})[0].title
    '校验码小写'
    """
    found = [QuirkCount(name, _titles().get(name, name), count) for name, count in counts.items()]
    return sorted(found, key=lambda one: (-one.count, one.name))
