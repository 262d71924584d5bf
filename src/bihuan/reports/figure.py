"""Numbers that can be derived again (数据项): a figure names its query, arguments and edition."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from bihuan.reports.error import BadComposition

Scalar = str | int | bool | None
Arguments = Mapping[str, Scalar]
"""What a query is asked with: plain JSON; a day is written as its ISO text."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One look at the data, shared by all queries of one document (取数).

    Args:
        now: the moment of the look; queries take the time from here.
        memory: what a room wants to remember between its queries, such as its snapshot.
    """

    now: datetime
    memory: dict[str, Any] = field(default_factory=dict)


class Style(StrEnum):
    """How a value is printed (写法)."""

    PLAIN = "plain"
    ABSOLUTE = "absolute"
    SIGNED = "signed"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query says (结果).

    Args:
        value: a Decimal that is rounded already as its clause says, a text (level, name,
            pollutant), or None where it is missing.
        reason: why it is missing; printed in its place unless the figure says otherwise.
        unit: belongs to the value; it is shown beside, not printed with it.
        edition: of the standard, such as ``"HJ 633-2026"``; empty where none applies.
        version: of the data and decisions that were read.
        start, end: values in [start, end) were read; a change there may change the answer.
    """

    value: Decimal | str | None
    reason: str = ""
    unit: str = ""
    edition: str = ""
    version: str = ""
    start: datetime | None = None
    end: datetime | None = None

    def __post_init__(self) -> None:
        if self.value is None and not self.reason:
            raise BadComposition("缺失的数据项必须说明原因")


@dataclass(frozen=True, slots=True)
class Source:
    """A page with the values that a figure was read from (数值出处), such as a station's hours."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class FigureQuery:
    """A question that is answered alike whenever the data are alike (数据项查询).

    Args:
        name: stable, such as ``"air.county.index"``; stored with every figure.
        label: Chinese name.
        answer: the work; no writing, no clock but the reading's.
        link: address of the page that shows the same number.
        sources: where the values behind it (and from there the packets) are seen.
    """

    name: str
    label: str
    answer: Callable[[Arguments, Reading], Answer]
    link: Callable[[Arguments], str]
    sources: Callable[[Arguments, Reading], Sequence[Source]] | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or word as it stands in a document (数据项).

    Args:
        key: identifier within the document; texts name it in braces: ``{aqi}``.
        label: Chinese, unique within a paragraph; the analyst sees 【label】 while editing.
        missing: printed where there is no value; empty prints the reason.
    """

    key: str
    label: str
    query: str
    arguments: Arguments
    answer: Answer
    style: Style = Style.PLAIN
    missing: str = ""

    @property
    def value(self) -> Decimal | str | None:
        """The value, None where it is missing."""
        return self.answer.value

    @property
    def number(self) -> Decimal | None:
        """The value where it is a number: what rules of wording compare."""
        return self.value if isinstance(self.value, Decimal) else None

    @property
    def printed(self) -> str:
        """The text that stands in the document."""
        return printed(self.answer, self.style, self.missing)

    def __str__(self) -> str:
        return "{" + self.key + "}"


def printed(answer: Answer, style: Style, missing: str = "") -> str:
    """How an answer is printed; equal answers print alike.

    >>> printed(Answer(Decimal("-3.2"), unit="%"), Style.CHANGE)
    '下降3.2%'
    >>> printed(Answer(Decimal("-3.2"), unit="%"), Style.ABSOLUTE)
    '3.2'
    >>> printed(Answer(None, reason="无同期数据"), Style.CHANGE)
    '无同期数据'
    """
    value = answer.value
    if value is None:
        return missing or answer.reason
    if isinstance(value, str):
        return value
    if style is Style.ABSOLUTE:
        return f"{abs(value):f}"
    if style is Style.SIGNED:
        return f"{value:+f}" if value else f"{abs(value):f}"
    if style is Style.CHANGE:
        return f"{'上升' if value > 0 else '下降'}{abs(value):f}{answer.unit}" if value else "持平"
    return f"{value:f}"
