"""Annual targets broken down to days (年分季、季分月、月分周、周分天) and planned anew.

No official formula exists: what follows is ours (待确认), and each result adds up exactly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

Shape = Mapping[int, Fraction]
"""Season: month mean over year mean, by month 1..12, of the last three years."""


@dataclass(frozen=True, slots=True)
class DayPlan:
    """What is left of a year for a pollutant that is judged by its mean (余量).

    Args:
        by_day: mean that each day still to come may have. [unit of the target]
        remaining_mean: plain mean of the days to come that meets the target.
        is_reachable: the remaining mean is not below what the season has shown.
    """

    by_day: Mapping[date, Fraction]
    remaining_mean: Fraction
    is_reachable: bool


def days_between(first: date, last: date) -> list[date]:
    """Every day from first to last, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def month_targets(target: Fraction, year: int, shape: Shape) -> dict[int, Fraction]:
    """Each month's mean, so that the mean weighted by days is the annual target.

    T_m = T x w_m x N / sum(w_j x d_j).

    Args:
        target: annual mean. [µg/m³]
        shape: season; only the proportions matter.

    Raises:
        ValueError: a month without a share, or none above zero.

    >>> flat = dict.fromkeys(range(1, 13), Fraction(1))
    >>> month_targets(Fraction(45), 2026, flat)[7]
    Fraction(45, 1)
    """
    days = days_between(date(year, 1, 1), date(year, 12, 31))
    weight = sum((_share(shape, day) for day in days), Fraction(0))
    if weight <= 0:
        raise ValueError("a season without any share cannot carry a target")
    return {month: target * shape[month] * len(days) / weight for month in range(1, 13)}


def day_plan(
    target: Fraction,
    year: int,
    shape: Shape,
    *,
    measured: Mapping[date, Fraction],
    today: date,
    least: Fraction = Fraction(0),
) -> DayPlan:
    """What the days from `today` on may have, after what was measured.

    Days before today without a value do not count.

    Args:
        target: annual mean. [µg/m³]
        measured: valid daily means before today. [µg/m³]
        least: a remaining mean below it is not reachable, such as the 10th
            percentile of the same season in three years. [µg/m³]

    Raises:
        ValueError: the year is over.

    >>> flat = dict.fromkeys(range(1, 13), Fraction(1))
    >>> year = days_between(date(2026, 1, 1), date(2026, 12, 30))
    >>> plan = day_plan(Fraction(45), 2026, flat, measured=dict.fromkeys(year, Fraction(45)),
    ...                 today=date(2026, 12, 31))
    >>> plan.by_day
    {datetime.date(2026, 12, 31): Fraction(45, 1)}
    """
    ahead = days_between(max(today, date(year, 1, 1)), date(year, 12, 31))
    if not ahead:
        raise ValueError(f"{year} is over on {today}")
    past = [value for day, value in measured.items() if day < today and day.year == year]
    total = target * (len(past) + len(ahead)) - sum(past, Fraction(0))
    remaining = total / len(ahead)
    weight = sum((_share(shape, day) for day in ahead), Fraction(0))
    by_day = {day: max(Fraction(0), total * _share(shape, day) / weight) for day in ahead}
    return DayPlan(by_day, remaining, remaining >= least and remaining >= 0)


def mean_of(plan: Mapping[date, Fraction], days: Sequence[date]) -> Fraction | None:
    """Mean of the planned days among some days: a week's, month's or quarter's share."""
    planned = [plan[day] for day in days if day in plan]
    return sum(planned, Fraction(0)) / len(planned) if planned else None


def days_allowed_over(valid_days: int, share: Fraction) -> int:
    """Days that may lie above a limit while the percentile still holds it.

    The percentile stands between two ranks; both must hold the limit.

    Args:
        valid_days: of the whole period.
        share: 9/10 for ozone, 95/100 for CO.

    Source: follows from HJ 663's percentile.

    >>> days_allowed_over(365, Fraction(9, 10)), days_allowed_over(365, Fraction(95, 100))
    (36, 18)
    """
    if valid_days == 0:
        return 0
    return valid_days - ceil(1 + (valid_days - 1) * share)


@dataclass(frozen=True, slots=True)
class GoodDays:
    """Where a target of good days stands (优良天数).

    Args:
        still_needed: good days that are missing.
        bad_days_allowed: days to come that may be polluted; below zero the
            target is lost.
        still_possible: good days at the best end of the year.
    """

    still_needed: int
    bad_days_allowed: int
    still_possible: int


def good_days(target: int, *, good_so_far: int, days_ahead: int) -> GoodDays:
    """Good days that are needed and allowed to fail.

    >>> good_days(290, good_so_far=250, days_ahead=50)
    GoodDays(still_needed=40, bad_days_allowed=10, still_possible=300)
    """
    needed = max(0, target - good_so_far)
    return GoodDays(needed, days_ahead - needed, good_so_far + days_ahead)


def split_whole(total: int, weights: Mapping[str, Fraction]) -> dict[str, int]:
    """A whole number shared by weight, the largest remainders rounded up.

    Raises:
        ValueError: no weight above zero.

    >>> split_whole(10, {"一": Fraction(1), "二": Fraction(1), "三": Fraction(1)})
    {'一': 4, '二': 3, '三': 3}
    """
    weight = sum(weights.values(), Fraction(0))
    if weight <= 0:
        raise ValueError("nothing to share by")
    exact = {name: total * share / weight for name, share in weights.items()}
    whole = {name: floor(share) for name, share in exact.items()}
    order = sorted(exact, key=lambda name: whole[name] - exact[name])
    for name in order[: total - sum(whole.values())]:
        whole[name] += 1
    return whole


def township_targets(
    target: Fraction, means: Mapping[str, Fraction], *, alpha: int = 1
) -> dict[str, Fraction]:
    """A county's target shared among townships so that their mean is the target.

    T_k is proportional to mean_k ** alpha: 1 asks the same share of everybody,
    0 the same value.

    Args:
        target: county mean. [µg/m³]
        means: each township's mean of the base year. [µg/m³]

    >>> township_targets(Fraction(45), {"甲": Fraction(40), "乙": Fraction(60)})
    {'甲': Fraction(36, 1), '乙': Fraction(54, 1)}
    """
    weights = {name: mean**alpha for name, mean in means.items()}
    weight = sum(weights.values(), Fraction(0))
    if weight <= 0:
        raise ValueError("no township has a mean above zero")
    return {name: target * len(means) * share / weight for name, share in weights.items()}


def _share(shape: Shape, day: date) -> Fraction:
    share = shape.get(day.month)
    if share is None or share < 0:
        raise ValueError(f"the season says nothing of month {day.month}")
    return share
