"""Numbers of the rules that judge courses, causes, dust and documents (研判规则参数): dated.

The table is what is shipped; an administrator changes a number from a day on in 配置管理, and a
number that nobody has set is shown as 待确认 wherever a reader meets it.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from bihuan.accounts.models import SettingValue
from bihuan.accounts.setting import SettingKind

TABLE: Final = Path(__file__).parent / "tables" / "judgement_rules.csv"
TRUSTED: Final = frozenset({"T", "C"})
Numbers = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class RuleNumber:
    """One number of the table (规则参数).

    Attributes:
        divide: the setting is a whole number; the rule reads it divided by this.
    """

    name: str
    kind: SettingKind
    divide: int


@dataclass(frozen=True)
class RuleBook:
    """The numbers in force at one moment (现行研判规则).

    Attributes:
        unconfirmed: names that stand at the shipped value, whose source nobody has confirmed.
    """

    numbers: Numbers
    unconfirmed: frozenset[str]

    def __getitem__(self, name: str) -> float:
        """One number, as the rules read it."""
        return self.numbers[name]

    def exact(self, name: str) -> Decimal:
        """One number for a comparison with what is published."""
        return exact(self.numbers, name)

    @property
    def version(self) -> tuple[tuple[str, float], ...]:
        """What tells one set of numbers from another."""
        return tuple(sorted(self.numbers.items()))

    def is_unconfirmed(self, *starts: str) -> bool:
        """Whether any number whose name begins like this is still to be confirmed (待确认)."""
        return any(name.startswith(starts) for name in self.unconfirmed)

    def words(self, start: str) -> str:
        """The numbers whose name begins like this, as a document keeps them.

        >>> RuleBook(SHIPPED, frozenset({"light_green"})).words("light_")
        '达标灯上限100%、临近灯上限105%（待确认）'
        """
        told = [
            f"{_spaced(one.kind.label)}{self.numbers[one.name] * one.divide:.0f}{one.kind.unit}"
            for one in rule_numbers()
            if one.name.startswith(start)
        ]
        return "、".join(told) + ("（待确认）" if self.is_unconfirmed(start) else "")


def _spaced(label: str) -> str:
    """A label that a number may follow: a Latin letter asks for a space."""
    return f"{label} " if label[-1].isascii() else label


def exact(numbers: Numbers, name: str) -> Decimal:
    """A number of the rules as it is written, free of a binary fraction's dust.

    >>> exact({"report_coarse": 0.4}, "report_coarse") == Decimal("0.4")
    True
    """
    return Decimal(str(numbers[name]))


@cache
def rule_numbers() -> tuple[RuleNumber, ...]:
    """Every number of the table, in its order."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = [line for line in file if not line.startswith("#")]
    return tuple(_number(row) for row in csv.DictReader(lines))


def _number(row: Mapping[str, str]) -> RuleNumber:
    kind = SettingKind(
        key=f"air.{row['name']}",
        label=row["label"],
        section=row["section"],
        default=int(row["default"]),
        unit=row["unit"],
        help=row["help"],
        least=int(row["least"]),
        most=int(row["most"]),
        source=row["source"],
        is_confirmed=row["trust"] in TRUSTED,
    )
    return RuleNumber(row["name"], kind, int(row["divide"]))


def setting_kinds() -> Iterable[SettingKind]:
    """The numbers as settings, for the page on which administrators change them."""
    return (one.kind for one in rule_numbers())


def _shipped() -> Numbers:
    return MappingProxyType({one.name: one.kind.default / one.divide for one in rule_numbers()})


SHIPPED: Final[Numbers] = _shipped()
"""The table's own numbers (出厂参数)."""


def book_at(now: datetime) -> RuleBook:
    """The numbers in force at this moment (现行参数), with those still to be confirmed."""
    known = {one.kind.key: one for one in rule_numbers()}
    rows = SettingValue.objects.filter(key__in=known, start__lte=now).order_by("start", "id")
    said = {key: int(value or 0) for key, value in rows.values_list("key", "value")}
    held = {key: int(one.kind.default) for key, one in known.items()} | said
    numbers = {one.name: held[key] / one.divide for key, one in known.items()}
    doubtful = {one.name for key, one in known.items() if not one.kind.is_confirmed}
    settled = {known[key].name for key in said}
    return RuleBook(MappingProxyType(numbers), frozenset(doubtful - settled))
