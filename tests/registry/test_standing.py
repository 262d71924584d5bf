"""How a point stands, judged from columns."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from bihuan.registry.standing import LATEST, LIMITS, LINKS, Standing, judged, standings

NOW = datetime(2026, 11, 21, 0, 30, tzinfo=UTC)


def newest(
    value: float | None,
    *,
    kind: str = "hour",
    age: timedelta = timedelta(minutes=30),
    flag: str = "N",
    statistic: int = 0,
    factor: str = "a21026",
    source: str = "hj212",
) -> dict[str, object]:
    end = NOW - age
    return {
        "point": 7,
        "factor": factor,
        "kind": kind,
        "statistic": statistic,
        "start": end - timedelta(hours=1),
        "end": end,
        "arrival": end,
        "value": value,
        "flag": flag,
        "source": source,
    }


def limit(
    *, kind: str = "hour", upper: float | None = 35.0, lower: float | None = None
) -> pl.DataFrame:
    row = {"point": 7, "factor": "a21026", "kind": kind, "upper": upper, "lower": lower}
    return pl.DataFrame([row], schema=LIMITS)


def standing(
    *rows: dict[str, object],
    limits: pl.DataFrame | None = None,
    link_silent: bool | None = None,
) -> str:
    links = pl.DataFrame([] if link_silent is None else [(7, link_silent)], LINKS, orient="row")
    values = judged(pl.DataFrame(rows, schema=LATEST), limit() if limits is None else limits, NOW)
    found: str = standings(values, links, NOW)["standing"][0]
    return found


def test_a_value_at_the_limit_is_not_over_it() -> None:
    assert standing(newest(35.0)) == Standing.NORMAL


def test_an_hour_over_its_limit_is_an_exceedance() -> None:
    assert standing(newest(35.1)) == Standing.OVER


def test_a_value_below_a_lower_limit_is_an_exceedance() -> None:
    assert standing(newest(5.9), limits=limit(upper=9, lower=6)) == Standing.OVER


def test_a_realtime_value_is_not_judged_by_the_hour_limit() -> None:
    assert standing(newest(99.0, kind="realtime", age=timedelta(0))) == Standing.NORMAL


def test_the_converted_value_is_judged_where_there_is_one() -> None:
    assert standing(newest(30.0), newest(36.0, statistic=4)) == Standing.OVER
    assert standing(newest(99.0), newest(30.0, statistic=4)) == Standing.NORMAL


@pytest.mark.parametrize("flag", ["D", "M", "C", "B", "Z"])
def test_a_flagged_value_is_doubtful_and_no_exceedance(flag: str) -> None:
    assert standing(newest(99.0, flag=flag)) == Standing.DOUBT


def test_a_point_whose_every_factor_says_stopped_is_stopped() -> None:
    assert standing(newest(0.0, flag="F"), newest(0.0, flag="F", factor="a34013")) == (
        Standing.STOPPED
    )


def test_one_stopped_factor_among_running_ones_is_doubtful() -> None:
    assert standing(newest(0.0, flag="F"), newest(3.0, factor="a34013")) == Standing.DOUBT


def test_an_old_exceedance_does_not_describe_the_present() -> None:
    late = newest(99.0, age=timedelta(hours=4))
    assert standing(late, newest(3.0, kind="realtime", age=timedelta(0))) == Standing.NORMAL


def test_an_hourly_station_is_not_silent_between_its_hours() -> None:
    assert standing(newest(3.0, age=timedelta(minutes=119))) == Standing.NORMAL


@pytest.mark.parametrize(
    ("kind", "age"),
    [("realtime", timedelta(minutes=61)), ("hour", timedelta(minutes=151))],
)
def test_a_point_without_anything_new_is_silent_even_when_its_last_was_over(
    kind: str, age: timedelta
) -> None:
    over = newest(99.0, kind=kind, age=age)
    assert standing(over, limits=limit(kind=kind)) == Standing.SILENT


def test_the_link_monitor_decides_where_a_device_speaks() -> None:
    fresh, old = newest(3.0), newest(3.0, age=timedelta(hours=9))
    assert standing(fresh, link_silent=True) == Standing.SILENT
    assert standing(fresh, link_silent=False) == Standing.NORMAL
    assert standing(old, link_silent=False) == Standing.DOUBT


def test_a_device_with_a_wrong_clock_is_heard_all_the_same() -> None:
    late = {**newest(3.0, age=timedelta(days=400)), "arrival": NOW}
    assert standing(late) == Standing.NORMAL


def test_what_was_imported_today_says_nothing_about_today() -> None:
    old = {**newest(3.0, age=timedelta(days=4), source="import"), "arrival": NOW}
    assert standing(old) == Standing.SILENT


def test_a_missing_value_is_neither_over_nor_a_fault() -> None:
    assert standing(newest(None)) == Standing.NORMAL
