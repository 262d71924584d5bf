"""Parameters of the rules by station class (规则参数), dated data with their trust."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Protocol

from bihuan.rules.verdict import Card

TABLE = Path(__file__).parents[1] / "tables" / "quality_rules.csv"


@dataclass(frozen=True, slots=True)
class Parameters:
    """One rule's parameters for one class of station.

    Attributes:
        low, high: bounds, or the ratio of an inversion. [unit of the factor]
        hours: how long it must last.
        size: how large, in the rule's own measure.
        share: times the usual change, or share of the neighbours' median.
    """

    card: Card
    low: float
    high: float
    hours: float
    size: float
    share: float


@cache
def rule_table() -> dict[tuple[str, str], Parameters]:
    """Parameters by rule and class."""
    with TABLE.open(encoding="utf-8") as file:
        lines = [line for line in file if not line.startswith("#")]
    return {(row["rule"], row["class"]): _parameters(row) for row in csv.DictReader(lines)}


def parameters(rule: str, station_class: str) -> Parameters:
    """One rule's parameters for a class.

    >>> parameters("stuck", "micro").hours
    8.0
    """
    return rule_table()[(rule, station_class)]


class Book(Protocol):
    """Where rules take their parameters from (参数来源)."""

    def parameters(self, rule: str, station_class: str) -> Parameters | None:
        """One rule's parameters for a class; None where the rule is switched off."""
        ...


class _Shipped:
    """The table's own numbers (出厂参数)."""

    def parameters(self, rule: str, station_class: str) -> Parameters | None:
        """The table's row."""
        return parameters(rule, station_class)


SHIPPED: Final[Book] = _Shipped()


def cards() -> dict[str, Card]:
    """Every rule once: id, name, source, trust."""
    return {key[0]: found.card for key, found in rule_table().items()}


def rule_words(rule: str) -> str:
    """The Chinese name of a rule, whose table may part it by pollutant.

    >>> rule_words("drift"), rule_words("range"), rule_words("manual")
    ('漂移', '超量程', '人工提出')
    """
    known = cards()
    found = known.get(rule) or known.get(f"{rule}_pm")
    return found.name_zh if found else "人工提出"


def _parameters(row: dict[str, str]) -> Parameters:
    numbers = {
        name: float(row[name] or "nan") for name in ("low", "high", "hours", "size", "share")
    }
    card = Card(f"air.{row['rule']}", row["name_zh"], row["source"], row["trust"])
    return Parameters(card, **numbers)
