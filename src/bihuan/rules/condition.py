"""Rules over one series: range, limit, standstill, spike, step, missing.

Each is a frozen set of parameters with a card; `judge` gives verdicts, `explain` says for one
place why it did or did not fire.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import numpy as np

from bihuan.rules.panel import BoolArray, FloatArray, Panel
from bihuan.rules.spell import filled
from bihuan.rules.verdict import Card, Hits, Verdict, number, span, worst_positions


class Rule(Protocol):
    """What every rule over one panel offers."""

    @property
    def card(self) -> Card: ...

    def hits(self, panel: Panel) -> Hits:
        """Where the condition holds."""
        ...

    def sentence(self, panel: Panel, row: int, begin: int, end: int, worst: int) -> str:
        """Why a spell counts; `worst` is the position of its farthest value."""
        ...


def judge(rule: Rule, panel: Panel) -> list[Verdict]:
    """Every spell that the rule finds, by series and time.

    >>> from datetime import UTC, datetime
    >>> day = Panel(("站 1",), datetime(2026, 1, 1, tzinfo=UTC), timedelta(hours=1),
    ...             np.array([[20.0, 80.0, 90.0]]), "PM₂.₅", "µg/m³")
    >>> judge(OverLimit(Card("x", "超标", "示例"), 75), day)[0].because
    'PM₂.₅ 超过限值 75 µg/m³，持续 2 小时，最高 90 µg/m³'
    """
    hits = rule.hits(panel)
    found = hits.spells()
    worst = worst_positions(found, hits.severity)
    places = zip(found.row.tolist(), found.begin.tolist(), found.end.tolist(), worst, strict=True)
    return [
        Verdict(
            rule=rule.card.id,
            series=panel.series[row],
            begin=panel.moment(begin),
            end=panel.moment(end),
            worst=float(panel.values[row, place]),
            because=rule.sentence(panel, row, begin, end, place),
            evidence={"severity": float(hits.severity[row, place])},
        )
        for row, begin, end, place in places
    ]


def flags(rule: Rule, panel: Panel) -> BoolArray:
    """The places that lie in a spell of the rule. shape (series, time)"""
    return filled(rule.hits(panel).spells(), panel.values.shape)


def explain(rule: Rule, panel: Panel, *, row: int, position: int) -> str:
    """Why the rule fired at one place, or that it did not and what it saw there."""
    hits = rule.hits(panel)
    found = hits.spells()
    inside = (found.row == row) & (found.begin <= position) & (position < found.end)
    for spell in np.flatnonzero(inside):
        begin, end = int(found.begin[spell]), int(found.end[spell])
        return rule.sentence(panel, row, begin, end, position)
    seen = f"{panel.factor} {number(float(panel.values[row, position]))} {panel.unit}".strip()
    if hits.mask[row, position]:
        return f"{rule.card.name_zh}：{seen}，持续不足 {hits.least} 个周期，未判定"
    return f"{rule.card.name_zh}：{seen}，未达到条件"


@dataclass(frozen=True, slots=True)
class OutOfRange:
    """Value outside what the analyser or nature can give (超量程)."""

    card: Card
    low: float
    high: float

    def hits(self, panel: Panel) -> Hits:
        """Where a value lies below `low` or above `high`."""
        beyond = np.maximum(self.low - panel.values, panel.values - self.high)
        return Hits(np.asarray(beyond > 0), beyond)

    def sentence(self, panel: Panel, row: int, begin: int, end: int, worst: int) -> str:
        """Names the value and the range."""
        return (
            f"{panel.factor} {number(panel.values[row, worst])} {panel.unit} 超出合理范围"
            f" {number(self.low)}～{number(self.high)}，持续 {span(panel, begin, end)}"
        )


@dataclass(frozen=True, slots=True)
class OverLimit:
    """Value above a limit for some time (超标).

    Args:
        limit: equal is not above. [unit of the panel]
        least: shorter spells do not count.
    """

    card: Card
    limit: float
    least: timedelta = timedelta()

    def hits(self, panel: Panel) -> Hits:
        """Where a value is above the limit."""
        over = panel.values - self.limit
        return Hits(np.asarray(over > 0), over, panel.steps_in(self.least))

    def sentence(self, panel: Panel, row: int, begin: int, end: int, worst: int) -> str:
        """Names limit, length and the highest value."""
        return (
            f"{panel.factor} 超过限值 {number(self.limit)} {panel.unit}，"
            f"持续 {span(panel, begin, end)}，"
            f"最高 {number(panel.values[row, worst])} {panel.unit}"
        )


@dataclass(frozen=True, slots=True)
class Standstill:
    """The same value again and again (恒值).

    Args:
        least: how long a value may repeat.
        tolerance: changes up to this count as none. [unit of the panel]
        above: values up to this are too small to change visibly. [unit of the panel]
    """

    card: Card
    least: timedelta
    tolerance: float = 0.0
    above: float = -np.inf

    def hits(self, panel: Panel) -> Hits:
        """Where a value belongs to a run of equal values that is long enough."""
        values = panel.values
        same = np.abs(np.diff(values, axis=1)) <= self.tolerance
        same &= values[:, 1:] > self.above
        run = np.zeros(values.shape, dtype=np.bool_)
        run[:, 1:] = same
        run[:, :-1] |= same
        fresh = np.zeros(values.shape, dtype=np.bool_)
        fresh[:, 1:] = ~same  # another value that stands, too, is another spell
        return Hits(run, np.where(run, 0.0, np.nan), panel.steps_in(self.least), fresh=fresh)

    def sentence(self, panel: Panel, row: int, begin: int, end: int, worst: int) -> str:
        """Names the value and how long it stood."""
        return (
            f"{panel.factor} 连续 {span(panel, begin, end)}为"
            f" {number(panel.values[row, worst])} {panel.unit}，没有变化"
        )


@dataclass(frozen=True, slots=True)
class Jump:
    """Abrupt change from one period to the next (突变): a spike returns, a step stays.

    Args:
        least: smallest change that can count. [unit of the panel]
        usual: times the series' usual change (median of absolute changes x 1.4826).
        returns_within: a spike is back within this time; None finds steps only.
        share: a value is back when it has lost this share of the change.
    """

    card: Card
    least: float
    usual: float
    returns_within: timedelta | None = None
    share: float = 0.6

    def hits(self, panel: Panel) -> Hits:
        """The periods of the spikes, or the first period after each step."""
        change = np.diff(panel.values, axis=1, prepend=np.nan)
        large = np.abs(change) > np.maximum(self.least, self.usual * usual_change(change))
        rises, returns = self._pairs(panel, change, large)
        mask = rises if self.returns_within is not None else large & ~rises & ~returns
        return Hits(np.asarray(mask), np.where(mask, np.abs(change), np.nan))

    def sentence(self, panel: Panel, row: int, begin: int, end: int, worst: int) -> str:
        """Names the values before and after."""
        before = panel.values[row, begin - 1] if begin else np.nan
        what = "突升突降" if self.returns_within is not None else "阶跃"
        return (
            f"{panel.factor} {what}：由 {number(before)} 变为"
            f" {number(panel.values[row, worst])} {panel.unit}"
        )

    def _pairs(
        self, panel: Panel, change: FloatArray, large: BoolArray
    ) -> tuple[BoolArray, BoolArray]:
        """Changes that soon lose most of themselves, and the changes that take them back."""
        values = panel.values
        divisor = np.where(change == 0, np.nan, change)
        rises = np.zeros(values.shape, dtype=np.bool_)
        returns = np.zeros(values.shape, dtype=np.bool_)
        for ahead in range(1, panel.steps_in(self.returns_within or 2 * panel.step) + 1):
            later = np.full(values.shape, np.nan)
            later[:, :-ahead] = values[:, ahead:]
            back = large & ((values - later) / divisor >= self.share) & ~rises
            rises |= back
            returns[:, ahead:] |= back[:, :-ahead]
        return rises, returns


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing arrived for some time (缺数)."""

    card: Card
    least: timedelta

    def hits(self, panel: Panel) -> Hits:
        """Where nothing was measured."""
        missing = np.isnan(panel.values)
        return Hits(missing, np.where(missing, 0.0, np.nan), panel.steps_in(self.least))

    def sentence(self, panel: Panel, row: int, begin: int, end: int, worst: int) -> str:
        """Names how long and the last value before."""
        past = panel.values[row, :begin]
        known = past[~np.isnan(past)]
        last = f"，中断前为 {number(known[-1])} {panel.unit}" if len(known) else ""
        return f"{panel.factor} 连续 {span(panel, begin, end)}无数据{last}"


def usual_change(change: FloatArray) -> FloatArray:
    """Robust spread of each series' changes, 1.4826 times their median size. shape (series, 1)"""
    size = np.sort(np.abs(change), axis=1)
    count = (~np.isnan(size)).sum(axis=1)
    middle = np.maximum(count - 1, 0) // 2
    return np.asarray(1.4826 * size[np.arange(len(size)), middle][:, None])
