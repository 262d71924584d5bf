"""What the chart island is fed with (曲线图数据): plain JSON, in columns.

``static/ui/chart.js`` draws it; a page hands it over with ``json_script``, a view as its answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit line (限值): dashed, with its words at the right end."""

    value: float
    text: str
    is_upper: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One curve (一条曲线).

    Attributes:
        key: what a click on a value hands back, e.g. the factor's code.
        name: for the legend.
        unit: curves of one unit share an axis.
        decimals: how its values are printed.
        times: start of each period. [ms since 1970, UTC]
        values: None where nothing was measured; the curve breaks there.
        flags: index of a value to the short words on its pin.
        gaps: [start, end) of what is missing and why. [ms, ms, words]
        limits: its limit lines.
    """

    key: str
    name: str
    unit: str
    decimals: int
    times: Sequence[int]
    values: Sequence[float | None]
    flags: dict[int, str] = field(default_factory=dict)
    gaps: Sequence[tuple[int, int, str]] = ()
    limits: Sequence[Limit] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """Several curves over one span of time.

    Attributes:
        start: left end of the time axis. [ms since 1970, UTC]
        end: right end. [ms]
        lines: the curves.
        note: what the reader should know, e.g. that the span was cut.
    """

    start: int
    end: int
    lines: Sequence[Line]
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        """For json_script or JsonResponse; the columns are handed on, not copied."""
        lines = [
            {**_shallow(line), "limits": [_shallow(limit) for limit in line.limits]}
            for line in self.lines
        ]
        return {**_shallow(self), "lines": lines}


def _shallow(record: Any) -> dict[str, Any]:
    return {one.name: getattr(record, one.name) for one in fields(record)}


def milliseconds(moment: datetime) -> int:
    """A moment on the chart's axis.

    >>> from datetime import UTC
    >>> milliseconds(datetime(1970, 1, 2, tzinfo=UTC))
    86400000
    """
    return round(moment.timestamp() * 1000)
