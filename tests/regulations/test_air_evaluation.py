"""Averages, percentiles, composite index, ranking and comparison."""

from datetime import date
from decimal import Decimal as D
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.regulations.air.average import (
    daily_average,
    eight_hour_averages,
    maximum_daily_eight_hour_average,
)
from bihuan.regulations.air.average_columns import daily_columns
from bihuan.regulations.air.comparison import (
    Figure,
    MixedBasis,
    change,
    previous_period,
    same_period_last_year,
)
from bihuan.regulations.air.composite_index import composite_index, variant_on, variants
from bihuan.regulations.air.limit import Average, FunctionalArea, concentration_limit
from bihuan.regulations.air.percentile import percentile, percentile_columns
from bihuan.regulations.air.period import period_statistic, rounded
from bihuan.regulations.air.period_columns import period_columns
from bihuan.regulations.air.pollutant import Pollutant
from bihuan.regulations.air.ranking import Contender, ranking
from bihuan.regulations.air.validity import is_month_valid, is_year_valid
from bihuan.regulations.edition import NoEdition, edition_named, edition_on, editions_of
from bihuan.regulations.rounding import round_columns, round_gbt8170
from bihuan.regulations.table import rows

hours = st.lists(
    st.one_of(st.none(), st.integers(0, 5000).map(lambda n: D(n).scaleb(-1))),
    min_size=24,
    max_size=24,
)


def as_array(day: list[D | None]) -> np.ndarray:
    return np.array([[np.nan if value is None else float(value) for value in day]])


@given(hours)
def test_a_day_of_means_agrees_with_its_columns(day: list[D | None]) -> None:
    exact = daily_average(day)
    values, counts = daily_columns(as_array(day), Pollutant.PM10)
    assert counts.item() == exact.count
    assert np.isnan(values.item()) == (exact.value is None)
    if exact.value is not None:
        assert values.item() == pytest.approx(float(exact.value))
        assert round_columns(values, 0).item() == rounded(exact.value, 0)


@given(hours)
def test_a_day_of_ozone_agrees_with_its_columns(day: list[D | None]) -> None:
    exact = maximum_daily_eight_hour_average(day, limit=D(160))
    values, counts = daily_columns(as_array(day), Pollutant.O3)
    assert counts.item() == exact.count
    assert np.isnan(values.item()) == (exact.value is None)
    if exact.value is not None:
        assert values.item() == pytest.approx(float(exact.value))


@pytest.mark.requirement("A1.4")
def test_ozone_of_few_windows_counts_only_above_the_limit() -> None:
    low = [D(100)] * 10 + [None] * 14
    high = [D(200)] * 10 + [None] * 14
    assert maximum_daily_eight_hour_average(low, limit=D(160)).value is None
    assert maximum_daily_eight_hour_average(high, limit=D(160)).value == 200


@pytest.mark.requirement("A1.4")
def test_eight_hour_means_end_from_8_to_24_and_need_six_hours() -> None:
    day = [D(hour) for hour in range(1, 25)]
    means = eight_hour_averages(day)
    assert (len(means), means[0], means[-1]) == (17, Fraction(36, 8), Fraction(164, 8))
    day[0] = day[1] = day[2] = None
    assert eight_hour_averages(day)[0] is None


def test_a_day_has_24_hours() -> None:
    with pytest.raises(ValueError, match="not 23"):
        daily_average([D(1)] * 23)
    with pytest.raises(ValueError, match="whole days"):
        daily_columns(np.zeros((1, 25)), Pollutant.CO)


@pytest.mark.requirement("C3", "A1.12")
@given(st.lists(st.integers(0, 3000), min_size=1, max_size=60), st.sampled_from([90, 95, 98]))
def test_percentiles_agree_with_columns_and_with_linear_interpolation(
    whole: list[int], share: int
) -> None:
    exact = percentile([Fraction(value) for value in whole], Fraction(share, 100))
    values = np.array([*whole, np.nan], dtype=float)
    assert percentile_columns(values, Fraction(share, 100)).item() == pytest.approx(float(exact))
    assert float(exact) == pytest.approx(np.percentile(whole, share))


@pytest.mark.parametrize(("share", "rank"), [(90, "328.6"), (95, "346.8"), (98, "357.72")])
def test_ranks_of_a_year_of_365_days(share: int, rank: str) -> None:
    days = [Fraction(number) for number in range(1, 366)]
    assert percentile(days, Fraction(share, 100)) == Fraction(rank)


def test_a_year_may_hold_36_days_of_ozone_above_the_limit() -> None:
    def year(over: int) -> Fraction:
        return percentile([Fraction(161)] * over + [Fraction(160)] * (365 - over), Fraction(9, 10))

    assert year(36) == 160
    assert year(37) > 160


def test_a_published_month_of_a_city_is_reproduced_within_its_rounding() -> None:
    printed = {"so2": 3, "no2": 13, "pm10": 16, "pm2_5": 13, "co": "0.9", "o3": 87}
    statistics = {Pollutant(name): Fraction(value) for name, value in printed.items()}
    index = composite_index(statistics, variant_on(date(2022, 2, 1)))
    assert rounded(index.value, 3) == D("1.744")
    assert abs(index.value - Fraction("1.73")) <= Fraction("0.02")
    assert index.main == (Pollutant.O3,)


def test_a_missing_pollutant_leaves_no_composite_index() -> None:
    index = composite_index({Pollutant.PM25: Fraction(30)}, variant_on(date(2026, 3, 1)))
    assert index.value is None
    assert len(index.missing) == 5


def test_each_day_has_one_variant_by_default_and_the_unconfirmed_is_offered() -> None:
    for day in (date(2013, 1, 1), date(2026, 2, 28), date(2026, 3, 1), date(2031, 1, 1)):
        assert sum(item.is_default and item.covers(day) for item in variants()) == 1
    weighted = next(item for item in variants() if item.trust == "U")
    assert weighted.weights[Pollutant.PM25] == 3


def test_places_are_shared_and_the_next_is_skipped() -> None:
    order = ranking(
        [
            Contender("甲", D("4.1")),
            Contender("乙", D("4.1")),
            Contender("丙", D("4.2")),
            Contender("丁", None, "有效天数不足"),
        ]
    )
    assert [(place.contender.name, place.place) for place in order] == [
        ("甲", 1),
        ("乙", 1),
        ("丙", 3),
        ("丁", None),
    ]
    assert order[0].of == 3


def test_good_day_ratios_rank_from_the_largest() -> None:
    order = ranking([Contender("甲", D(80)), Contender("乙", D(90))], descending=True)
    assert order[0].contender.name == "乙"


def test_figures_on_mixed_bases_are_not_compared() -> None:
    with pytest.raises(MixedBasis, match="HJ663-2013"):
        change(Figure(D(1), "HJ663-2026"), Figure(D(1), "HJ663-2013"))


def test_nothing_to_compare_with_is_said() -> None:
    assert change(Figure(D(1), "x"), Figure(None, "x")).percent is None
    assert change(Figure(D(1), "x"), Figure(D(0), "x")).absolute == 1


def test_periods_before() -> None:
    quarter = (date(2026, 1, 1), date(2026, 3, 31))
    assert previous_period(*quarter) == (date(2025, 10, 1), date(2025, 12, 31))
    week = (date(2026, 3, 2), date(2026, 3, 8))
    assert previous_period(*week) == (date(2026, 2, 23), date(2026, 3, 1))
    assert same_period_last_year(*week) == (date(2025, 3, 2), date(2025, 3, 8))


@pytest.mark.requirement("C1", "C2", "D1")
def test_the_day_of_the_data_chooses_the_edition() -> None:
    limits = editions_of("GB 3095")
    assert edition_on(date(2026, 2, 28), limits).code == "GB3095-2012"
    assert edition_on(date(2030, 12, 31), limits).code == "GB3095-2026-transition"
    assert edition_on(date(2031, 1, 1), limits).code == "GB3095-2026-final"
    with pytest.raises(NoEdition, match="2011"):
        edition_on(date(2011, 1, 1), editions_of("HJ 633"))


@pytest.mark.requirement("C1")
@pytest.mark.parametrize(
    ("edition", "pollutant", "average", "class1", "class2"),
    [
        ("GB3095-2012", Pollutant.PM25, Average.DAY, 35, 75),
        ("GB3095-2026-transition", Pollutant.PM25, Average.YEAR, 15, 30),
        ("GB3095-2026-final", Pollutant.PM10, Average.DAY, 50, 100),
        ("GB3095-2026-final", Pollutant.NO2, Average.DAY, 50, 50),
        ("GB3095-2026-final", Pollutant.SO2, Average.YEAR, 20, 20),
        ("GB3095-2012", Pollutant.O3, Average.MAXIMUM_EIGHT_HOURS, 100, 160),
    ],
)
def test_limits_as_printed(edition, pollutant, average, class1, class2) -> None:
    named = edition_named(edition)
    assert concentration_limit(named, pollutant, average, FunctionalArea.CLASS_1) == class1
    assert concentration_limit(named, pollutant, average) == class2


CLASS_2 = {
    "GB3095-2026-transition": {
        Pollutant.SO2: (60, 150, 500),
        Pollutant.NO2: (40, 80, 200),
        Pollutant.CO: (None, 4, 10),
        Pollutant.O3: (None, None, 200),
        Pollutant.PM10: (60, 120, None),
        Pollutant.PM25: (30, 60, None),
    },
    "GB3095-2026-final": {
        Pollutant.SO2: (20, 50, 150),
        Pollutant.NO2: (30, 50, 200),
        Pollutant.PM10: (50, 100, None),
        Pollutant.PM25: (25, 50, None),
    },
}
"""Year, day and hour as table 1 of GB 3095-2026 prints them for class 2."""


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("edition", CLASS_2)
def test_every_limit_of_class_2_is_that_of_the_table(edition: str) -> None:
    averages = (Average.YEAR, Average.DAY, Average.HOUR)
    for pollutant, printed in CLASS_2[edition].items():
        held = [concentration_limit(edition_named(edition), pollutant, one) for one in averages]
        assert tuple(held) == printed, pollutant


def test_ozone_has_no_annual_limit() -> None:
    limit = concentration_limit(edition_named("GB3095-2026-final"), Pollutant.O3, Average.YEAR)
    assert limit is None


@pytest.mark.requirement("A1.4", "A1.12", "C1")
def test_months_and_years_need_their_days() -> None:
    assert is_month_valid(25, 2)
    assert not is_month_valid(26, 3)
    assert not is_year_valid(dict.fromkeys(range(1, 13), 26))
    assert is_year_valid(dict.fromkeys(range(1, 13), 27))


@given(st.lists(st.one_of(st.none(), st.integers(0, 900)), min_size=1, max_size=40))
def test_periods_agree_with_their_columns(values: list[int | None]) -> None:
    days = {date.fromordinal(740000 + n): value for n, value in enumerate(values)}
    exact = {day: None if value is None else Fraction(value) for day, value in days.items()}
    array = np.array([[np.nan if value is None else value for value in values]], dtype=float)
    for pollutant in Pollutant:
        one = period_statistic(exact, pollutant)
        many = period_columns(array, pollutant).item()
        assert one.valid_days == sum(value is not None for value in values)
        assert np.isnan(many) if one.value is None else many == pytest.approx(float(one.value))


@pytest.mark.requirement("C16")
@given(st.integers(-10_000_000, 10_000_000), st.integers(0, 3))
def test_rounding_of_columns_equals_the_exact_one(thousandths: int, places: int) -> None:
    value = D(thousandths).scaleb(-3)
    whole = round_columns(np.array([float(value)]), places).item()
    assert D(whole).scaleb(-places) == round_gbt8170(value, places)


@pytest.mark.requirement("C16")
@pytest.mark.parametrize(
    ("value", "places", "kept"),
    [("12.1498", 1, "12.1"), ("1.050", 1, "1.0"), ("0.35", 1, "0.4"), ("60.5", 0, "60"),
     ("61.5", 0, "62"), ("-2.5", 0, "-2")],
)  # fmt: skip
def test_halves_go_to_the_even_digit(value: str, places: int, kept: str) -> None:
    assert round_gbt8170(D(value), places) == D(kept)


def test_missing_stays_missing_through_rounding() -> None:
    assert round_columns(np.array([np.nan]), 1).item() == np.iinfo(np.int64).min


@pytest.mark.parametrize(
    ("table", "count"),
    [
        ("hj633_2012_table1", 8),
        ("hj633_2026_table3", 8),
        ("gb3095_limits", 69),
        ("aqi_categories", 6),
        ("composite_index", 3),
        ("editions", 7),
        ("hj663_decimals", 4),
        ("air_validity", 7),
    ],
)
def test_tables_have_their_printed_rows(table: str, count: int) -> None:
    assert len(rows(table)) == count
