"""Hours and days of stations under each treatment, always as new as the store."""

from datetime import date, timedelta

import numpy as np
import pytest

from bihuan.air.judge.span import DaySpan
from bihuan.air.models import DustCase, Exclusion, Review
from bihuan.air.series.block import midnight
from bihuan.air.series.mask import Treatment
from bihuan.air.series.values import values_at
from bihuan.regulations.air.pollutant import Pollutant
from tests.air.conftest import TODAY, AirCounty

YESTERDAY = TODAY - timedelta(days=1)
SPAN = DaySpan(YESTERDAY, YESTERDAY)


def value(air: AirCounty, code: str, treatment: Treatment, item: Pollutant) -> float:
    values = values_at(air.now + timedelta(seconds=value.calls * 10))
    value.calls += 1
    return float(values.days(SPAN, treatment)[item][air.site(code).row, 0])


value.calls = 0  # type: ignore[attr-defined]


@pytest.mark.requirement("A1.4", "A1.12")
def test_a_day_needs_twenty_hours(air: AirCounty) -> None:
    air.hours("GY-S-01", "a34004", YESTERDAY, [50.0] * 20 + [float("nan")] * 4)
    air.hours("GY-S-02", "a34004", YESTERDAY, [50.0] * 19 + [float("nan")] * 5)
    days = values_at(air.now).days(SPAN)[Pollutant.PM25]
    assert days[air.site("GY-S-01").row, 0] == 50.0
    assert np.isnan(days[air.site("GY-S-02").row, 0])


def test_an_hour_that_arrives_later_changes_the_day(air: AirCounty) -> None:
    air.hours("GY-S-01", "a34004", YESTERDAY, [50.0] * 19 + [float("nan")] * 5)
    assert np.isnan(value(air, "GY-S-01", Treatment.RAW, Pollutant.PM25))
    air.hours("GY-S-01", "a34004", YESTERDAY, [float("nan")] * 19 + [70.0] * 5)
    assert value(air, "GY-S-01", Treatment.RAW, Pollutant.PM25) == pytest.approx(1300 / 24)


def test_an_invalid_review_leaves_the_raw_series_as_it_is(air: AirCounty) -> None:
    air.hours("GY-T-05", "a34004", YESTERDAY, [50.0] * 20 + [650.0] + [50.0] * 3)
    start = midnight(YESTERDAY) + timedelta(hours=20)
    Review.objects.create(
        point=air.points["GY-T-05"],
        factor="a34004",
        start=start,
        end=start + timedelta(hours=1),
        state="invalid",
        reason="instrument",
        note="针阀卡滞",
        by=air.analyst,
        at=air.now,
    )
    assert value(air, "GY-T-05", Treatment.REVIEWED, Pollutant.PM25) == 50.0
    assert value(air, "GY-T-05", Treatment.RAW, Pollutant.PM25) == 75.0


def test_a_decision_that_wants_a_second_person_waits_for_him(air: AirCounty) -> None:
    air.hours("GY-T-05", "a34004", YESTERDAY, [50.0] * 20 + [650.0] + [50.0] * 3)
    start = midnight(YESTERDAY) + timedelta(hours=20)
    review = Review.objects.create(
        point=air.points["GY-T-05"],
        factor="a34004",
        start=start,
        end=start + timedelta(hours=1),
        state="invalid",
        reason="instrument",
        note="针阀卡滞",
        by=air.analyst,
        at=air.now,
        wants_second=True,
    )
    assert value(air, "GY-T-05", Treatment.REVIEWED, Pollutant.PM25) == 75.0
    review.second_by, review.second_at = air.people.wang, air.now
    review.save()
    assert value(air, "GY-T-05", Treatment.REVIEWED, Pollutant.PM25) == 50.0


@pytest.mark.requirement("A2.9")
def test_a_report_changes_nothing_until_the_centre_accepts_it(air: AirCounty) -> None:
    air.hours("GY-S-01", "a34004", YESTERDAY, [50.0] * 20 + [650.0] + [50.0] * 3)
    start = midnight(YESTERDAY) + timedelta(hours=20)
    report = Exclusion.objects.create(
        number="YC-1",
        point=air.points["GY-S-01"],
        factor="a34004",
        start=start,
        end=start + timedelta(hours=1),
        reason="instrument",
        evidence="质控记录",
        by=air.analyst,
        at=air.now,
    )
    assert value(air, "GY-S-01", Treatment.REVIEWED, Pollutant.PM25) == 75.0
    report.state, report.answered_at = "refused", air.now
    report.save()
    assert value(air, "GY-S-01", Treatment.REVIEWED, Pollutant.PM25) == 75.0
    report.state, report.answered_at = "accepted", air.now + timedelta(hours=1)
    report.save()
    assert value(air, "GY-S-01", Treatment.REVIEWED, Pollutant.PM25) == 50.0


def test_a_dust_day_loses_its_particles_only_in_the_deducted_series(air: AirCounty) -> None:
    air.steady(YESTERDAY, 1)
    DustCase.objects.create(
        district=air.district,
        first=YESTERDAY,
        last=YESTERDAY,
        evidence="卫星监测",
        state="accepted",
        by=air.analyst,
        at=air.now,
        answered_at=air.now,
    )
    assert value(air, "GY-S-01", Treatment.REVIEWED, Pollutant.PM10) == 80.0
    assert np.isnan(value(air, "GY-S-01", Treatment.DEDUCTED, Pollutant.PM10))
    assert value(air, "GY-S-01", Treatment.DEDUCTED, Pollutant.O3) == 70.0


def test_a_span_over_two_months_is_the_months_put_together(air: AirCounty) -> None:
    air.steady(date(2026, 10, 30), 4, codes=["GY-S-01"])
    found = values_at(air.now).days(DaySpan(date(2026, 10, 31), date(2026, 11, 1)))
    assert found[Pollutant.SO2][air.site("GY-S-01").row].tolist() == [9.0, 9.0]
