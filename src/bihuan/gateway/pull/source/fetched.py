"""What a source brought."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.gateway.pull.error import PullFailed

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fetched:
    """Rows as the origin gave them (读取结果).

    Args:
        rows: column to content.
        raw: what was received, kept as the raw packet of every value.
        start: of the span that was read; None where the origin knows no span.
        end: of the span.
        cursor: from where the next run reads.
        is_all: whether everything up to now was read; False asks for another run at once.
    """

    rows: Sequence[Row]
    raw: bytes
    start: datetime | None = None
    end: datetime | None = None
    cursor: str = ""
    is_all: bool = True


def rows_of_json(data: bytes, path: str) -> list[Row]:
    """The rows within a JSON answer; `path` names where, ``data.list`` for one.

    >>> rows_of_json(b'{"data": [{"a": "1"}]}', "data")
    [{'a': '1'}]

    Raises:
        PullFailed: there are none.
    """
    try:
        found: Any = json.loads(data)
    except ValueError as error:
        raise PullFailed("对方答复的不是 JSON", helps_again=True) from error
    for name in filter(None, path.split(".")):
        found = found.get(name) if isinstance(found, dict) else None
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        where = f"“{path}”处" if path else ""
        raise PullFailed(f"对方答复的 JSON {where}不是数据行的数组", helps_again=False)
    return found
