"""How the cells of a column are read and written (单元格格式)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from bihuan.registry.device_setting import checked_addresses
from bihuan.registry.error import WrongSetting
from bihuan.registry.exchange.cell import Cell, is_inexact, text_of


class WrongCell(ValueError):
    """A cell that cannot be used; the message is the sentence that names why."""


@dataclass(frozen=True, slots=True)
class Doubted:
    """A value that is kept, with what is doubtful about it."""

    value: Any
    sentence: str


class Parser(Protocol):
    """Reads cells into values of the database, and writes values as cells."""

    @property
    def note(self) -> str:
        """What the template says about the form."""

    @property
    def empty(self) -> Any:
        """The value of a field that somebody empties."""

    def read(self, cell: Cell) -> Any:
        """The value, or `Doubted`; raises WrongCell."""

    def write(self, value: Any) -> Cell:
        """The value as it reads back."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words (文本) of at most so many characters."""

    longest: int
    empty: str = ""

    @property
    def note(self) -> str:
        """The form."""
        return f"文本，不超过 {self.longest} 字"

    def read(self, cell: Cell) -> str | Doubted:
        """The text; a number too long for Excel is doubted."""
        text = text_of(cell)
        if len(text) > self.longest:
            raise WrongCell(f"内容有 {len(text)} 个字，超过上限 {self.longest} 个字")
        if is_inexact(cell):
            return Doubted(text, "以数字存放的长编码在 Excel 中会丢失末几位，请改为文本格式后核对")
        return text

    def write(self, value: Any) -> Cell:
        """The text itself."""
        return str(value) if value is not None else ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words (选项), by its label or its code."""

    words: Mapping[str, str]
    synonyms: Mapping[str, str] = field(default_factory=dict)
    empty: str = ""

    @property
    def note(self) -> str:
        """The form."""
        return "选项：" + "、".join(self.words.values())

    def read(self, cell: Cell) -> str:
        """The code of the word."""
        text = text_of(cell)
        for code, label in self.words.items():
            if text in {code, label}:
                return code
        if text in self.synonyms:
            return self.synonyms[text]
        raise WrongCell(f"“{text}”不是可用的选项，应为：{'、'.join(self.words.values())}")

    def write(self, value: Any) -> Cell:
        """The label."""
        return self.words.get(str(value), str(value or ""))


@dataclass(frozen=True, slots=True)
class YesNo:
    """是 or 否."""

    note: str = "是 或 否"
    empty: bool = False

    def read(self, cell: Cell) -> bool:
        """True for 是 and its like."""
        text = text_of(cell).casefold()
        if text in {"是", "y", "yes", "true", "1", "启用", "√"}:
            return True
        if text in {"否", "n", "no", "false", "0", "停用", "×"}:
            return False
        raise WrongCell(f"“{text}”应填“是”或“否”")

    def write(self, value: Any) -> Cell:
        """是 or 否."""
        return "是" if value else "否"


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number (整数) within bounds."""

    least: int
    most: int
    empty: None = None

    @property
    def note(self) -> str:
        """The form."""
        return f"整数，{self.least} 至 {self.most}"

    def read(self, cell: Cell) -> int:
        """The number."""
        text = text_of(cell)
        if not re.fullmatch(r"[+-]?\d{1,18}", text):
            raise WrongCell(f"“{text}”不是整数")
        if not self.least <= int(text) <= self.most:
            raise WrongCell(f"{text} 超出范围，应为 {self.least} 至 {self.most}")
        return int(text)

    def write(self, value: Any) -> Cell:
        """The number."""
        return int(value) if value is not None else None


@dataclass(frozen=True, slots=True)
class Real:
    """A number (数值) that may have a fraction."""

    note: str = "数值"
    empty: None = None

    def read(self, cell: Cell) -> float | Doubted:
        """The number."""
        text = text_of(cell).replace(",", "").replace("，", "")
        try:
            value = float(cell) if isinstance(cell, int | float) else float(text)
        except ValueError as error:
            raise WrongCell(f"“{text}”不是数值") from error
        if value - value != 0:
            raise WrongCell(f"“{text}”不是有限的数值")
        return value

    def write(self, value: Any) -> Cell:
        """The number."""
        return float(value) if value is not None else None


@dataclass(frozen=True, slots=True)
class Exact:
    """A number of law (限值): decimal, six places."""

    note: str = "数值，最多 6 位小数"
    empty: None = None

    def read(self, cell: Cell) -> Decimal:
        """The number, exact."""
        text = text_of(cell)
        try:
            value = Decimal(text)
        except InvalidOperation as error:
            raise WrongCell(f"“{text}”不是数值") from error
        if not value.is_finite() or abs(value) >= Decimal(10) ** 14:
            raise WrongCell(f"“{text}”超出可记录的范围")
        if value != round(value, 6):
            raise WrongCell(f"“{text}”的小数超过 6 位")
        return value

    def write(self, value: Any) -> Cell:
        """The number without trailing zeros."""
        return f"{Decimal(value).normalize():f}" if value is not None else None


_DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[ T]00:00(?::00)?)?")


@dataclass(frozen=True, slots=True)
class Day:
    """A day (日期)."""

    note: str = "日期，如 2026-01-31"
    empty: None = None

    def read(self, cell: Cell) -> date:
        """The day."""
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        text = text_of(cell)
        parts = _DAY.fullmatch(text)
        try:
            return date(*(int(one) for one in parts.groups())) if parts else _no_day(text)
        except ValueError as error:
            raise WrongCell(f"“{text}”不是有效日期，应如 2026-01-31") from error

    def write(self, value: Any) -> Cell:
        """As ISO 8601 writes it."""
        return value.isoformat() if value is not None else None


def _no_day(text: str) -> date:
    raise ValueError(text)


_ANGLE = re.compile(
    r"[东西南北EWNS]?\s*(\d{1,3})[°度]\s*(\d{1,2})[′'’分]\s*([\d.]+)[″\"”秒]?\s*[EWNS]?"
)


@dataclass(frozen=True, slots=True)
class Degrees:
    """Longitude or latitude (经纬度): decimal degrees, or degrees, minutes and seconds."""

    note: str = "十进制度（CGCS2000 或 WGS-84），也可填度分秒"
    empty: None = None

    def read(self, cell: Cell) -> float | Doubted:
        """Decimal degrees; what was turned from minutes and seconds is doubted."""
        text = text_of(cell)
        if parts := _ANGLE.fullmatch(text):
            degrees, minutes, seconds = (float(one) for one in parts.groups())
            value = round(degrees + minutes / 60 + seconds / 3600, 7)
            return Doubted(value, f"“{text}”已换算为 {value:g} 度，请核对")
        return Real().read(cell)

    def write(self, value: Any) -> Cell:
        """Decimal degrees."""
        return float(value) if value is not None else None


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses and networks (来源地址), parted by blanks or semicolons."""

    note: str = "IP 地址或网段，多个以分号分隔"

    @property
    def empty(self) -> list[str]:
        """From anywhere."""
        return []

    def read(self, cell: Cell) -> list[str]:
        """Each in its shortest form."""
        try:
            return checked_addresses(re.split(r"[\s;；,，]+", text_of(cell)))
        except WrongSetting as error:
            raise WrongCell(str(error)) from error

    def write(self, value: Any) -> Cell:
        """Parted by semicolons."""
        return ";".join(value)
