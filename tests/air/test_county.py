"""The county's own figures, its targets and its neighbours, over a real store."""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest

from bihuan.air.judge.span import DaySpan, SpanKind
from bihuan.air.models import TargetItem
from bihuan.air.queries.board import INDEX, board
from bihuan.air.queries.county import comparison, county_figures
from bihuan.air.queries.curve import CurveQuery, class_curves, class_means
from bihuan.air.queries.target import target_screen
from bihuan.air.queries.township import township_screen
from bihuan.air.series.values import values_at
from bihuan.air.services.target import set_target
from bihuan.air.site import sites_of
from bihuan.registry.models import StationClass
from bihuan.regulations.air.pollutant import Pollutant
from tests.air.conftest import TODAY, AirCounty

OCTOBER = DaySpan(date(2026, 10, 1), date(2026, 10, 31))


@pytest.mark.requirement("A1.4", "A1.5")
def test_only_evaluation_stations_make_the_county(air: AirCounty) -> None:
    day = DaySpan(TODAY - timedelta(days=1), TODAY - timedelta(days=1))
    air.steady(day.first, 1)
    air.hours("GY-S-02", "a34004", day.first, [55.0] * 24)
    air.hours("GY-T-05", "a34004", day.first, [400.0] * 24)
    sites = sites_of(air.analyst, air.now)
    figures = county_figures(values_at(air.now), sites, day)
    assert figures.statistic[Pollutant.PM25][0] == 50.0


@pytest.mark.requirement("A1.8", "A6.2", "D1")
def test_last_year_is_read_again_under_this_years_edition(air: AirCounty) -> None:
    air.steady(OCTOBER.first, 31, codes=["GY-S-01", "GY-S-02"])
    air.steady(date(2025, 10, 1), 31, codes=["GY-S-01", "GY-S-02"])
    sites = sites_of(air.analyst, air.now)
    found = comparison(values_at(air.now), sites, OCTOBER, SpanKind.MONTH)
    assert found.now.basis.variant.code == found.then.basis.variant.code
    rows = {row.name: row for row in found.rows}
    assert rows["综合指数"].yearly.absolute == 0
    assert rows["综合指数"].before is None
    assert "HJ 633-2026" in found.basis
    assert any("一号省控站" in note for note in found.notes)


@pytest.mark.requirement("A1.8")
def test_nothing_to_compare_with_is_said_and_not_taken_for_zero(air: AirCounty) -> None:
    air.steady(OCTOBER.first, 31, codes=["GY-S-01"])
    sites = sites_of(air.analyst, air.now)
    found = comparison(values_at(air.now), sites, OCTOBER, SpanKind.MONTH)
    assert all(row.then is None and row.yearly.absolute is None for row in found.rows)
    assert any("31 天没有有效日 AQI" in note for note in found.notes)


@pytest.mark.requirement("A6.2")
def test_the_running_month_equals_the_month_on_its_last_day(air: AirCounty) -> None:
    air.steady(OCTOBER.first, 31, codes=["GY-S-01"])
    sites, values = sites_of(air.analyst, air.now), values_at(air.now)
    running = county_figures(values, sites, OCTOBER.until(date(2026, 10, 31)))
    whole = county_figures(values, sites, OCTOBER)
    assert running.printed_composite() == whole.printed_composite()


@pytest.mark.requirement("A1.13")
def test_the_table_under_the_curves_holds_the_curves_own_means(air: AirCounty) -> None:
    day = DaySpan(TODAY - timedelta(days=1), TODAY - timedelta(days=1))
    air.steady(day.first, 1)
    air.hours("GY-T-06", "a34004", day.first, [75.0] * 24)
    sites = sites_of(air.analyst, air.now)
    chart = class_curves(values_at(air.now), sites, CurveQuery(Pollutant.PM25, day, hourly=True))
    assert [len(line.values) for line in chart.lines] == [24, 24, 24]
    assert chart.lines[1].values[0] == 55.0
    means = class_means(chart, sites)
    assert [(one.stations, one.mean) for one in means] == [
        (2, Decimal("45.0")),
        (3, Decimal("55.0")),
        (4, Decimal("45.0")),
    ]


@pytest.mark.requirement("A1.7")
def test_the_board_says_why_a_station_is_missing(air: AirCounty) -> None:
    air.hours("GY-T-05", "a34004", TODAY, [50.0] * 8)
    air.hours("GY-T-06", "a34004", TODAY, [160.0] * 7)
    found = board(air.analyst, StationClass.TOWNSHIP, INDEX, now=air.now)
    assert found.hour is not None
    reasons = {line.site.code: (line.place, line.reading.reason) for line in found.lines}
    assert reasons["GY-T-06"] == (None, "无数据")
    assert "其余项目的指数不超过 100" in reasons["GY-T-05"][1]


@pytest.mark.requirement("A1.15")
def test_a_township_shows_its_classes_apart(air: AirCounty) -> None:
    day = DaySpan(TODAY - timedelta(days=1), TODAY - timedelta(days=1))
    air.steady(day.first, 1)
    air.hours("GY-M-02", "a34004", day.first, [55.0] * 24)
    sites = sites_of(air.people.township, air.now)
    found = township_screen(values_at(air.now), sites, "410181105", day)
    assert found is not None
    rows = {row.station_class: row for row in found.rows}
    micro = rows[StationClass.MICRO]
    assert micro.mean is not None and micro.mean.statistic[Pollutant.PM25][0] == 50.0
    assert rows[StationClass.TOWNSHIP].mean is None


@pytest.mark.requirement("A6.14", "A6.15", "D6")
def test_a_new_hour_changes_todays_allowance(air: AirCounty) -> None:
    air.steady(date(2026, 11, 1), 20, codes=["GY-S-01", "GY-S-02"])
    set_target(
        air.district,
        year=2026,
        item=TargetItem.PM25,
        value=Decimal(44),
        source="任务书",
        by=air.analyst,
        now=air.now,
    )
    sites = sites_of(air.analyst, air.now)
    rests = []
    for hours in (6, 7):
        for code in ("GY-S-01", "GY-S-02"):
            fresh = np.full(24, np.nan)
            fresh[hours - 1] = 80.0
            air.hours(code, "a34004", TODAY, fresh)
        later = air.now + timedelta(seconds=10 * hours)
        screen = target_screen(values_at(later), sites, air.district, now=later)
        assert screen is not None
        rests.append(screen.means[0].allowance.rest)
    assert rests[0] is not None and rests[1] is not None
    assert rests[1] < rests[0]
