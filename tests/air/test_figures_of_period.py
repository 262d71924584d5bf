"""Figures of a period by hand: statistics, index, ranking, comparison, allowance."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from bihuan.air.judge.allowance import allowance, season_shape, weeks_of
from bihuan.air.judge.edition_choice import EditionChoice, basis_of
from bihuan.air.judge.figure import PeriodFigures, period_figures
from bihuan.air.judge.ranking import COMPOSITE, GOOD_SHARE, standings
from bihuan.air.judge.span import DaySpan, SpanKind, previous_of, span_around
from bihuan.regulations.air.comparison import Figure, MixedBasis, change
from bihuan.regulations.air.pollutant import Pollutant

HAND = {
    Pollutant.SO2: 6.0,
    Pollutant.NO2: 20.0,
    Pollutant.CO: 1.0,
    Pollutant.O3: 80.0,
    Pollutant.PM10: 60.0,
    Pollutant.PM25: 30.0,
}


def month(rows: int = 1, days: int = 30, **other: float) -> dict[Pollutant, np.ndarray]:
    return {
        item: np.full((rows, days), other.get(item.value, value)) for item, value in HAND.items()
    }


def judged(values: dict[Pollutant, np.ndarray], first: date = date(2026, 4, 1)) -> PeriodFigures:
    return period_figures(values, first, EditionChoice.AUTO)


@pytest.mark.requirement("A1.6", "C3")
def test_a_month_worked_by_hand() -> None:
    figures = judged(month())
    # 6/60 + 20/40 + 1/4 + 80/160 + 60/60 + 30/30
    assert figures.printed_composite() == [Decimal("3.350")]
    assert figures.single[Pollutant.NO2][0] == 0.5
    assert figures.printed(Pollutant.PM25) == [Decimal("30.0")]
    assert figures.printed_share() == [Decimal("100.0")]
    assert figures.basis.variant.code == "ranking-2026-unit-weights"


@pytest.mark.requirement("A1.6", "D1")
def test_the_same_month_under_the_old_edition_has_other_denominators() -> None:
    figures = period_figures(month(), date(2026, 4, 1), EditionChoice.OLD)
    # 6/60 + 20/40 + 1/4 + 80/160 + 60/70 + 30/35
    assert figures.printed_composite() == [Decimal("3.06")]
    assert "HJ 633-2012" in figures.basis.words


@pytest.mark.requirement("A1.12")
def test_co_and_ozone_are_percentiles_of_their_days() -> None:
    values = month(days=10)
    values[Pollutant.O3][0] = np.arange(1, 11)
    values[Pollutant.CO][0] = np.arange(1, 11)
    figures = judged(values)
    assert figures.statistic[Pollutant.O3][0] == pytest.approx(9.1)
    assert figures.statistic[Pollutant.CO][0] == pytest.approx(9.55)


@pytest.mark.requirement("A1.5", "C2")
def test_a_day_is_judged_by_its_own_edition_unless_one_is_asked_for() -> None:
    values = month(days=2, pm2_5=61.0)
    own = period_figures(values, date(2026, 2, 28), EditionChoice.AUTO)
    assert own.indices.index[0].tolist() == [83, 101]
    anew = period_figures(values, date(2026, 2, 28), EditionChoice.NEW)
    assert anew.indices.index[0].tolist() == [101, 101]


@pytest.mark.requirement("A1.5", "C2")
def test_a_missing_item_leaves_only_an_index_above_100() -> None:
    values = month(days=2)
    values[Pollutant.PM25][0] = np.nan
    values[Pollutant.PM10][0, 1] = 160.0
    assert judged(values).indices.index[0].tolist() == [-1, 116]


@pytest.mark.requirement("A1.7")
def test_ties_share_a_place_and_the_unranked_say_why() -> None:
    values = month(rows=4)
    values[Pollutant.PM25][2] = 20.0
    values[Pollutant.PM25][3, 26:] = np.nan
    found = standings(judged(values), COMPOSITE)
    assert [(one.row, one.place) for one in found] == [(2, 1), (0, 2), (1, 2), (3, None)]
    assert found[3].reason == "有效天数 26 天，少于 27 天"


@pytest.mark.requirement("A1.7")
def test_a_running_month_is_ranked_with_a_warning_and_a_change_of_place() -> None:
    now, then = month(rows=2, days=20), month(rows=2, days=20)
    now[Pollutant.PM25][0] = 20.0
    now[Pollutant.PM25][0, :3] = np.nan
    then[Pollutant.PM25][1] = 20.0
    earlier = judged(then, date(2026, 3, 1))
    first, second = standings(judged(now), COMPOSITE, earlier=earlier)
    assert (first.row, first.change, first.warning) == (0, 1, "有效 17/20 天")
    assert (second.row, second.change) == (1, -1)


@pytest.mark.requirement("A1.7")
def test_the_largest_share_of_good_days_is_the_best() -> None:
    values = month(rows=2)
    values[Pollutant.PM25][0, :3] = 90.0
    best, worst = standings(judged(values), GOOD_SHARE)
    assert (best.row, best.value, worst.value) == (1, Decimal("100.0"), Decimal("90.0"))


@pytest.mark.requirement("D1", "A1.8")
def test_figures_of_two_bases_are_not_compared() -> None:
    old = basis_of(DaySpan(date(2025, 4, 1), date(2025, 4, 30)), EditionChoice.AUTO).variant.code
    new = basis_of(DaySpan(date(2026, 4, 1), date(2026, 4, 30)), EditionChoice.AUTO).variant.code
    with pytest.raises(MixedBasis):
        change(Figure(Decimal(4), new), Figure(Decimal(5), old))
    one = basis_of(DaySpan(date(2025, 4, 1), date(2025, 4, 30)), EditionChoice.NEW).variant.code
    assert change(Figure(Decimal(4), new), Figure(Decimal(5), one)).percent == -20


@pytest.mark.requirement("A1.15")
def test_a_week_crosses_the_year() -> None:
    week = span_around(SpanKind.WEEK, date(2027, 1, 2))
    assert (week.first, week.last) == (date(2026, 12, 28), date(2027, 1, 3))
    assert previous_of(SpanKind.WEEK, week).last == date(2026, 12, 27)


@pytest.mark.requirement("A6.5", "A6.13", "A6.14")
def test_the_parts_of_a_target_add_up_to_it_after_each_new_day() -> None:
    shape = season_shape(np.tile([60.0, 20.0], 183), date(2024, 1, 1))
    today = date(2026, 11, 21)
    days = DaySpan(date(2026, 1, 1), today - timedelta(days=1)).each()
    for measured_days in (days[:-1], days):
        measured = dict.fromkeys(measured_days, Fraction(40))
        day = measured_days[-1] + timedelta(days=1)
        found = allowance(
            Fraction(37), 2026, shape, measured=measured, hours=np.full(24, np.nan), today=day
        )
        total = sum(measured.values()) + sum(found.plan.by_day.values())
        assert total == 37 * 365
        year = found.tree[0]
        months = [leaf for leaf in found.tree if leaf.kind is SpanKind.MONTH]
        assert sum(leaf.target * leaf.span.days for leaf in months) == year.target * 365


@pytest.mark.requirement("A6.14")
def test_weeks_are_cut_at_the_ends_of_their_month() -> None:
    weeks = weeks_of(DaySpan(date(2026, 11, 1), date(2026, 11, 30)))
    assert sum(week.days for week in weeks) == 30
    assert weeks[0].last == date(2026, 11, 1)


@pytest.mark.requirement("A6.15", "D6")
def test_each_new_hour_changes_what_the_rest_of_today_may_have() -> None:
    flat = dict.fromkeys(range(1, 13), Fraction(1))
    hours = np.full(24, np.nan)
    rests = []
    for known in (6, 7):
        hours[:known] = 60.0
        found = allowance(
            Fraction(40), 2026, flat, measured={}, hours=hours, today=date(2026, 1, 1)
        )
        rests.append(found.rest)
    assert rests == [Fraction(600, 18), Fraction(540, 17)]
