"""Statistics of a period (时段评价): month, quarter, half-year, year or any days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from bihuan.regulations.air.percentile import percentile
from bihuan.regulations.air.pollutant import Pollutant
from bihuan.regulations.edition import Edition
from bihuan.regulations.rounding import round_gbt8170
from bihuan.regulations.table import rows

Days = Mapping[date, Fraction | None]

RANKING_PERCENTILE = {Pollutant.CO: Fraction(95, 100), Pollutant.O3: Fraction(90, 100)}
"""Pollutants that a period states as a percentile, not a mean. Source: HJ 663, table 1."""

ATTAINMENT_PERCENTILE = {
    Pollutant.SO2: Fraction(98, 100),
    Pollutant.NO2: Fraction(98, 100),
    Pollutant.PM10: Fraction(95, 100),
    Pollutant.PM25: Fraction(95, 100),
    Pollutant.CO: Fraction(95, 100),
    Pollutant.O3: Fraction(90, 100),
}
"""Percentiles that a year must also hold. Source: HJ 663-2026, table 1."""


class Purpose(StrEnum):
    """What a rounded figure is for; the decimals differ."""

    STATISTIC = "statistic"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class PeriodStatistic:
    """One pollutant over a period.

    Attributes:
        value: unrounded; None where no day is valid.
        valid_days: days that took part.
        days: days of the period.
    """

    pollutant: Pollutant
    value: Fraction | None
    valid_days: int
    days: int

    @property
    def capture(self) -> Fraction:
        """Share of valid days (数据捕获率) in 0..1; 0 for an empty period."""
        return Fraction(self.valid_days, self.days) if self.days else Fraction(0)


def period_statistic(days: Days, pollutant: Pollutant) -> PeriodStatistic:
    """Mean of the daily means; for CO the 95th and for O3 the 90th percentile.

    Args:
        days: every day of the period; None where the day is not valid.
        pollutant: decides between mean and percentile.

    Source: HJ 663, table 1.

    >>> april = {date(2026, 4, n): Fraction(n) for n in (1, 2, 3)}
    >>> period_statistic(april, Pollutant.PM25).value
    Fraction(2, 1)
    """
    present = [value for value in days.values() if value is not None]
    return PeriodStatistic(pollutant, _statistic(present, pollutant), len(present), len(days))


def decimals(edition: Edition, purpose: Purpose, item: str) -> int:
    """Decimals of a figure by edition of HJ 663 and purpose; unconfirmed, 待确认.

    Args:
        edition: of HJ 663.
        purpose: a comparison with a limit, or what is printed.
        item: a pollutant's column name, ``single_index``, ``composite_index``, ``rate``,
            ``multiple``.

    >>> from bihuan.regulations.edition import edition_named
    >>> decimals(edition_named("HJ663-2013"), Purpose.PUBLISHED, "co")
    1
    """
    for row in rows("hj663_decimals"):
        if (row["edition"], row["purpose"]) == (edition.code, purpose.value):
            return int(row[item])
    raise LookupError(f"{edition.code} is not an edition of HJ 663")


def rounded(value: Fraction, places: int) -> Decimal:
    """An exact figure rounded once, half to even. Source: GB/T 8170-2008, 3.2.

    >>> rounded(Fraction(91, 2), 0), rounded(Fraction(89, 2), 0)
    (Decimal('46'), Decimal('44'))
    """
    whole = round(value * 10**places)
    return round_gbt8170(Decimal(whole).scaleb(-places), places)


def good_day_ratio(indices: Sequence[int | None]) -> Fraction | None:
    """Share of days with an index up to 100 (优良天数比例) among days that have one.

    Source: HJ 663; a valid day is one with a publishable index.

    >>> good_day_ratio([50, 100, 101, None])
    Fraction(2, 3)
    """
    present = [index for index in indices if index is not None]
    if not present:
        return None
    return Fraction(sum(index <= 100 for index in present), len(present))


def exceedance_multiple(value: Fraction, limit: Decimal) -> Fraction:
    """How far a value lies above its limit (超标倍数): (C - S) / S, at least 0.

    >>> exceedance_multiple(Fraction(90), Decimal(60))
    Fraction(1, 2)
    """
    return max(Fraction(0), (value - Fraction(limit)) / Fraction(limit))


def _statistic(present: list[Fraction], pollutant: Pollutant) -> Fraction | None:
    if not present:
        return None
    share = RANKING_PERCENTILE.get(pollutant)
    if share is not None:
        return percentile(present, share)
    return sum(present, Fraction(0)) / len(present)
