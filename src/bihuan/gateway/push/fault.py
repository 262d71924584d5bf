"""What is wrong with a push, in sentences for the people who send it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

MOST_FAULTS = 50


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with one value (数据行错误).

    Args:
        row: number of the value in the request, counted from 1; 0 is the request itself.
        field: which of its fields.
        message: a sentence in Chinese.
    """

    row: int
    field: str
    message: str


class PushRefused(Exception):
    """Root of this room's refusals; nothing of the request was stored."""

    def __init__(self, faults: Sequence[RowFault]) -> None:
        super().__init__(f"push refused: {len(faults)} faults, first: {faults[0].message}")
        self.faults = tuple(faults[:MOST_FAULTS])
        self.total = len(faults)


class WrongValues(PushRefused):
    """Some values cannot be stored as they are."""


class ForeignPoints(PushRefused):
    """Some values belong to points that this source may not push."""


class TooLarge(PushRefused):
    """More than one request may carry."""


_SENTENCES = {
    "missing": "缺少字段 {field}",
    "json_invalid": "请求不是有效的 JSON",
    "literal_error": "kind 只能是 realtime、minute、hour、day",
    "finite_number": "value 必须是有限的数，缺测请用 null",
    "too_short": "values 至少要有一行",
    "extra_forbidden": "不认识的字段 {field}",
}
_BY_FIELD = {
    "point": "point 应为监测点编号（正整数）",
    "station": "station 应为站点编码（不超过 40 个字符）",
    "factor": "factor 应为因子编码（1 至 20 个字符）",
    "kind": "kind 只能是 realtime、minute、hour、day",
    "time": "time 不是有效时间，应如 2026-11-21T08:00:00+08:00",
    "value": "value 必须是数或 null",
    "flag": "flag 只能是 0 至 4 个字母或数字",
    "minutes": "minutes 应为 1 至 60 的整数",
    "values": "values 应为数据行的数组",
}


def faults_of(error: ValidationError) -> list[RowFault]:
    """The faults that the form check found, one a row and field."""
    found: dict[tuple[int, str], RowFault] = {}
    for each in error.errors(include_url=False, include_context=False, include_input=False):
        row, name = _place(each["loc"])
        found.setdefault((row, name), RowFault(row, name, _sentence(each["type"], row, name)))
    return list(found.values())


def _place(location: tuple[int | str, ...]) -> tuple[int, str]:
    row = next((part + 1 for part in location if isinstance(part, int)), 0)
    names: list[Any] = [part for part in location if part in _BY_FIELD]
    return row, str(names[-1]) if names else ""


def _sentence(kind: str, row: int, name: str) -> str:
    sentence = _SENTENCES.get(kind) or _BY_FIELD.get(name) or "格式不正确"
    return at_row(row, sentence.format(field=name))


def at_row(row: int, sentence: str) -> str:
    """The sentence with the row that it is about.

    >>> at_row(3, "缺少字段 factor")
    '第 3 行：缺少字段 factor'
    """
    return f"第 {row} 行：{sentence}" if row else sentence
