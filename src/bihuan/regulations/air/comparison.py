"""Comparison of two periods (同比, 环比) on one stated basis."""

from calendar import isleap
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal


class MixedBasis(ValueError):
    """Two figures of different editions were to be compared without a stated basis."""

    def __init__(self, now: str, then: str) -> None:
        super().__init__(f"figures under {now} and {then} need one stated basis")
        self.now = now
        self.then = then


@dataclass(frozen=True, slots=True)
class Figure:
    """A published value with the edition that it was judged by."""

    value: Decimal | None
    edition: str


@dataclass(frozen=True, slots=True)
class Change:
    """The change between two figures of one basis; None where one is missing (无同期数据).

    Attributes:
        absolute: now minus then, in the unit of the figures.
        percent: of then, unrounded; None too where then is 0.
    """

    absolute: Decimal | None
    percent: Decimal | None
    basis: str


def change(now: Figure, then: Figure) -> Change:
    """Absolute and relative change of two figures on one basis.

    Raises:
        MixedBasis: the editions differ; judge one of the periods anew first.

    >>> change(Figure(Decimal(45), "HJ663-2026"), Figure(Decimal(50), "HJ663-2026")).percent
    Decimal('-10')
    """
    if now.edition != then.edition:
        raise MixedBasis(now.edition, then.edition)
    if now.value is None or then.value is None:
        return Change(None, None, now.edition)
    absolute = now.value - then.value
    percent = absolute * 100 / then.value if then.value else None
    return Change(absolute, percent, now.edition)


def same_period_last_year(first: date, last: date) -> tuple[date, date]:
    """The same calendar days a year before (同期); 29 February becomes 28 February.

    >>> same_period_last_year(date(2028, 2, 1), date(2028, 2, 29))
    (datetime.date(2027, 2, 1), datetime.date(2027, 2, 28))
    """
    return _year_before(first), _year_before(last)


def previous_period(first: date, last: date) -> tuple[date, date]:
    """The period of equal length just before (环比); whole months move by whole months.

    >>> previous_period(date(2026, 3, 1), date(2026, 3, 31))
    (datetime.date(2026, 2, 1), datetime.date(2026, 2, 28))
    """
    after = last + timedelta(days=1)
    if first.day == 1 and after.day == 1:
        months = (after.year - first.year) * 12 + after.month - first.month
        start = first.year * 12 + first.month - 1 - months
        return date(start // 12, start % 12 + 1, 1), first - timedelta(days=1)
    return first - (after - first), first - timedelta(days=1)


def _year_before(day: date) -> date:
    if (day.month, day.day) == (2, 29) and not isleap(day.year - 1):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)
