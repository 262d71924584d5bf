"""HJ 633: the printed tables, the worked values, and what the national centre published."""

from decimal import Decimal as D
from fractions import Fraction
from itertools import pairwise
from math import ceil
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from bihuan.regulations.air.air_quality_index import (
    MissingRule,
    air_quality,
    daily_air_quality,
    hourly_air_quality,
)
from bihuan.regulations.air.columns import air_quality_columns, answers, individual_indices
from bihuan.regulations.air.evaluate import Question, evaluate
from bihuan.regulations.air.individual_index import (
    DAILY_COLUMNS,
    HOURLY_COLUMNS,
    Column,
    individual_index,
    ladder,
)
from bihuan.regulations.air.pollutant import Pollutant, input_places
from bihuan.regulations.edition import edition_named

OLD = edition_named("HJ633-2012")
NEW = edition_named("HJ633-2026")
EDITIONS = pytest.mark.parametrize("edition", [OLD, NEW], ids=lambda edition: edition.code)
EVERY_COLUMN = pytest.mark.parametrize("column", list(Column))

CLEAN_DAY = {item: D(5) for item in Pollutant} | {Pollutant.CO: D("0.3")}


@pytest.mark.parametrize(
    ("value", "old", "new"),
    [(60, 82, 100), (61, 83, 101), (75, 100, 114), (76, 102, 115), (115, 150, 150)],
)
def test_pm25_of_a_day_as_worked(value: int, old: int, new: int) -> None:
    assert individual_index(D(value), ladder(OLD, Column.PM25_24H)) == old
    assert individual_index(D(value), ladder(NEW, Column.PM25_24H)) == new


@pytest.mark.parametrize(
    ("value", "old", "new"), [(120, 85, 100), (121, 86, 101), (150, 100, 112), (151, 101, 112)]
)
def test_pm10_of_a_day_as_worked(value: int, old: int, new: int) -> None:
    assert individual_index(D(value), ladder(OLD, Column.PM10_24H)) == old
    assert individual_index(D(value), ladder(NEW, Column.PM10_24H)) == new


@pytest.mark.requirement("C2", "C16")
@pytest.mark.parametrize(("value", "index"), [("60.5", 100), ("61.5", 102)])
def test_a_half_goes_to_the_even_whole_before_the_index(value: str, index: int) -> None:
    day = CLEAN_DAY | {Pollutant.PM25: D(value)}
    assert daily_air_quality(day, NEW, rule=MissingRule.OVER_100).index == index


@EDITIONS
def test_pm10_hour_above_the_table_is_500(edition) -> None:
    hour = CLEAN_DAY | {Pollutant.PM10: D(664)}
    judged = hourly_air_quality(hour, edition, rule=MissingRule.OVER_100)
    assert (judged.index, judged.primary) == (500, (Pollutant.PM10,))


@EDITIONS
def test_ozone_hour_of_181_is_77(edition) -> None:
    hour = CLEAN_DAY | {Pollutant.O3: D(181)}
    judged = hourly_air_quality(hour, edition, rule=MissingRule.OVER_100)
    assert (judged.index, judged.primary) == (77, (Pollutant.O3,))


@EDITIONS
def test_carbon_monoxide_of_4_1_a_day_is_101(edition) -> None:
    assert individual_index(D("4.1"), ladder(edition, Column.CO_24H)) == 101


def test_so2_hour_above_800_stays_at_200_since_2026() -> None:
    hour = CLEAN_DAY | {Pollutant.SO2: D(801)}
    assert hourly_air_quality(hour, NEW, rule=MissingRule.OVER_100).index == 200


def test_so2_hour_above_800_leaves_the_word_to_the_day_before_2026() -> None:
    hour = dict.fromkeys(HOURLY_COLUMNS, D(5)) | {Column.CO_1H: D("0.3")}
    hour |= {Column.SO2_1H: D(801), Column.SO2_24H: D(475)}
    judged = air_quality(hour, OLD, rule=MissingRule.ANY_POLLUTANT)
    assert (judged.index, judged.primary) == (150, (Pollutant.SO2,))
    assert Column.SO2_1H not in judged.individual


def test_ozone_eight_hours_above_800_stay_at_300_since_2026() -> None:
    day = CLEAN_DAY | {Pollutant.O3: D(801)}
    assert daily_air_quality(day, NEW, rule=MissingRule.OVER_100).index == 300


def test_daily_index_is_na_when_pm25_is_missing_and_the_rest_is_clean() -> None:
    judged = daily_air_quality(CLEAN_DAY | {Pollutant.PM25: None}, NEW, rule=MissingRule.OVER_100)
    assert (judged.index, judged.missing, judged.category) == (None, (Pollutant.PM25,), None)
    assert judged.reason


def test_daily_index_above_100_is_published_although_pm25_is_missing() -> None:
    day = CLEAN_DAY | {Pollutant.PM25: None, Pollutant.O3: D(161)}
    assert daily_air_quality(day, NEW, rule=MissingRule.OVER_100).index == 101


def test_pollutants_that_tie_are_listed_together() -> None:
    day = CLEAN_DAY | {Pollutant.PM25: D(60), Pollutant.PM10: D(120)}
    judged = daily_air_quality(day, NEW, rule=MissingRule.OVER_100)
    assert judged.primary == (Pollutant.PM10, Pollutant.PM25)


def test_there_is_no_primary_pollutant_up_to_50() -> None:
    day = CLEAN_DAY | {Pollutant.PM25: D(35)}
    judged = daily_air_quality(day, NEW, rule=MissingRule.OVER_100)
    assert (judged.index, judged.primary) == (50, ())


def test_a_negative_concentration_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        individual_index(D(-1), ladder(NEW, Column.PM25_24H))


@EDITIONS
@EVERY_COLUMN
def test_every_breakpoint_stands_and_the_next_unit_climbs(edition, column: Column) -> None:
    unit = D(1).scaleb(-input_places(column.pollutant, edition.code))
    rungs = ladder(edition, column)
    for rung in rungs[1:]:
        assert individual_index(rung.concentration, rungs) == rung.iaqi
        assert individual_index(rung.concentration - unit, rungs) <= rung.iaqi
        above = individual_index(rung.concentration + unit, rungs)
        assert above == rung.iaqi if rung is rungs[-1] else above > rung.iaqi


@pytest.mark.requirement("A1.5", "C2")
@EDITIONS
@EVERY_COLUMN
def test_columns_rise_and_the_editions_differ_in_two_cells(edition, column: Column) -> None:
    rungs = ladder(edition, column)
    steps = [rung.concentration for rung in rungs]
    assert steps == sorted(set(steps))
    other = ladder(OLD if edition is NEW else NEW, column)
    differing = sum(a != b for a, b in zip(rungs, other, strict=True))
    assert differing == (column in {Column.PM10_24H, Column.PM25_24H})


@EDITIONS
@EVERY_COLUMN
def test_the_lookup_equals_exact_fractions_over_the_whole_grid(edition, column: Column) -> None:
    rungs = ladder(edition, column)
    scale = 10 ** input_places(column.pollutant, edition.code)
    table = answers(edition, column)
    low, high = rungs[0], rungs[1]
    pairs = iter(pairwise(rungs[1:]))
    for step in range(int(rungs[-1].concentration) * scale + 1):
        concentration = Fraction(step, scale)
        if concentration > high.concentration:
            low, high = next(pairs)
        slope = Fraction(high.iaqi - low.iaqi) / Fraction(high.concentration - low.concentration)
        assert table[step] == low.iaqi + ceil((concentration - Fraction(low.concentration)) * slope)


@EDITIONS
def test_columns_and_scalars_agree_on_random_days(edition) -> None:
    chance = np.random.default_rng(633)
    size = 3000
    columns = {}
    for column in DAILY_COLUMNS:
        top = float(ladder(edition, column)[-1].concentration)
        values = np.round(chance.gamma(1.2, top / 6, size), 2)
        values[chance.random(size) < 0.08] = np.nan
        columns[column] = values
    for rule in MissingRule:
        judged = air_quality_columns(columns, edition, rule=rule)
        for row in range(0, size, 7):
            exact = {
                column: None if np.isnan(values[row]) else D(str(values[row]))
                for column, values in columns.items()
            }
            one = air_quality(exact, edition, rule=rule)
            assert judged.index[row] == (-1 if one.index is None else one.index)


def test_a_float_never_crosses_a_ceiling() -> None:
    values = np.array([2.2, 2.2000000000000006, 0.1 + 0.2])
    assert individual_indices(values, NEW, Column.CO_24H).tolist() == [55, 55, 8]


@pytest.mark.requirement("A1.5", "C2")
@pytest.mark.real_data
def test_the_national_feed_is_reproduced_in_every_hour(reference_data: Path) -> None:
    table = pl.read_csv(reference_data / "air/cnemc_station_hours.csv.gz", infer_schema=False)
    published = table.select("aqi", "category", primary=pl.col("primary_pollutant").fill_null(""))
    judged = evaluate(
        table.drop("aqi", "category", "primary_pollutant").with_columns(o3="feed_o3_24h"),
        Question(),
    ).hstack(published.rename({name: f"published_{name}" for name in published.columns}))
    judged = judged.filter(pl.col("published_aqi").is_not_null())
    assert judged.height == 7238
    assert (judged["aqi"] == judged["published_aqi"].cast(int)).all()
    assert (judged["primary_pollutant"] == judged["published_primary"]).all()
    assert (judged["category"] == judged["published_category"]).all()


@pytest.mark.real_data
def test_the_hour_of_the_severe_haze_is_reproduced(reference_data: Path) -> None:
    file = reference_data / "air/pm25in_station_hour_20160109.csv.gz"
    table = pl.read_csv(file, infer_schema=False).filter(pl.col("aqi") != "0")
    zero_is_missing = [
        pl.when(pl.col(item.value).cast(float) > 0).then(item.value).alias(item.value)
        for item in Pollutant
    ]
    judged = evaluate(table.rename({"aqi": "published"}).with_columns(zero_is_missing), Question())
    assert judged.height == 867
    assert (judged["aqi"] == judged["published"].cast(int)).all()


@pytest.mark.real_data
@pytest.mark.parametrize(("year", "days"), [("2016", 366), ("2019", 365), ("2020", 366)])
def test_the_days_of_a_city_are_reproduced(reference_data: Path, year: str, days: int) -> None:
    table = pl.read_csv(reference_data / "air/city_daily_tianjin.csv.gz", infer_schema=False)
    table = table.filter(pl.col("date").str.starts_with(year)).with_columns(
        time="date", station_code="city", published="aqi"
    )
    judged = evaluate(table.drop("aqi"), Question(daily=True))
    assert judged.height == days
    assert (judged["aqi"] == judged["published"].cast(int)).all()
