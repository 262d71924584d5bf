"""Verdicts: what a rule found, with the sentence why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from bihuan.rules.panel import BoolArray, FloatArray, Panel
from bihuan.rules.spell import Spells, spells


@dataclass(frozen=True, slots=True)
class Card:
    """Who a rule is (规则卡): id, name, source and how far it is to be trusted.

    `trust` is T official text, S secondary source, C checked, K knowledge, M remembered,
    P our own proposal; all but T and C are shown as 待确认.
    """

    id: str
    name_zh: str
    source: str
    trust: str = "P"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One spell that a rule found in one series (判定).

    Args:
        rule: id of the rule.
        series: name of the series.
        begin: start of the first period.
        end: end of the last period.
        worst: the value that lies farthest out; NaN where nothing was measured.
        because: the sentence that goes unchanged into event, case and notice.
        evidence: numbers behind it, for the record.
    """

    rule: str
    series: str
    begin: datetime
    end: datetime
    worst: float
    because: str
    evidence: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hits:
    """What a condition found, before it is put into sentences.

    Args:
        mask: where it holds. shape (series, time)
        severity: how far out each value lies; the largest of a spell is its worst.
            shape (series, time)
        least: spells that are shorter do not count. [periods]
        bridge: gaps that do not end a spell. [periods]
        fresh: where another spell begins although the period before is a hit, too.
            shape (series, time)
    """

    mask: BoolArray
    severity: FloatArray
    least: int = 1
    bridge: int = 0
    fresh: BoolArray | None = None

    def spells(self) -> Spells:
        """The hits as spells."""
        return spells(self.mask, least=self.least, bridge=self.bridge, fresh=self.fresh)


def worst_positions(found: Spells, severity: FloatArray) -> list[int]:
    """Position of the farthest value of each spell; of equals the first."""
    places = zip(found.row, found.begin, found.end, strict=True)
    return [
        int(begin + np.argmax(np.nan_to_num(severity[row, begin:end], nan=-np.inf)))
        for row, begin, end in places
    ]


def number(value: float) -> str:
    """A number as sentences print it: at most four significant digits, no empty decimals.

    >>> number(35.0), number(0.1234567), number(float("nan"))
    ('35', '0.1235', '无数据')
    """
    return "无数据" if np.isnan(value) else f"{value:.4g}" if abs(value) < 1e4 else f"{value:.0f}"


def span(panel: Panel, begin: int, end: int) -> str:
    """How long a spell is, in words.

    >>> from datetime import UTC, timedelta
    >>> day = Panel(("x",), datetime(2026, 1, 1, tzinfo=UTC), timedelta(minutes=10),
    ...             np.zeros((1, 24)))
    >>> span(day, 0, 12), span(day, 0, 2)
    ('2 小时', '20 分钟')
    """
    minutes = round((end - begin) * panel.step.total_seconds() / 60)
    return f"{minutes // 60} 小时" if minutes % 60 == 0 else f"{minutes} 分钟"
