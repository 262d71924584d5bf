"""When reports fall due."""

from datetime import datetime, timedelta
from random import Random

import pytest

from bihuan.hj212.conversation import Identity
from bihuan.hj212.edition import Edition
from bihuan.hj212.simulator import LoggerSettings
from bihuan.hj212.simulator.schedule import Schedule

BEGIN = datetime.fromisoformat("2026-11-21T23:50:30+08:00")


def schedule_of(since: datetime | None = None, spread_s: float = 0.0) -> Schedule:
    settings = LoggerSettings(
        Identity("A", Edition.HJ212_2025),
        (),
        realtime_interval_s=300,
        minute_interval_min=10,
        facilities=1,
        heartbeat_s=600,
        spread_s=spread_s,
    )
    schedule = Schedule(settings, Random(1))
    schedule.begin(BEGIN, since)
    return schedule


def due(schedule: Schedule, until: datetime) -> list[tuple[str, str]]:
    """Everything due until then, asked every second: command and start."""
    found, now = [], BEGIN
    while now <= until:
        found += [(p.command_code, f"{p.start:%d %H:%M}") for p in schedule.take_due(now)]
        now += timedelta(seconds=1)
    return found


def test_a_period_is_reported_at_its_end_with_its_start() -> None:
    found = due(schedule_of(), BEGIN + timedelta(minutes=10))
    assert [each for each in found if each[0] in ("2051", "2061", "2031", "2041")] == [
        ("2051", "21 23:50"),
        ("2061", "21 23:00"),
        ("2031", "21 00:00"),
        ("2041", "21 00:00"),
    ]


def test_moments_are_reported_at_their_own_time() -> None:
    found = due(schedule_of(), BEGIN + timedelta(minutes=10))
    assert [start for code, start in found if code == "2011"] == ["21 23:55", "22 00:00"]
    assert [start for code, start in found if code == "2021"] == ["22 00:00"]
    assert [start for code, start in found if code == "9015"] == ["22 00:00"]


def test_missed_periods_are_all_there_and_of_missed_moments_only_the_last() -> None:
    schedule = schedule_of()
    found = schedule.take_due(BEGIN + timedelta(hours=2))
    codes = [period.command_code for period in found]
    assert (codes.count("2051"), codes.count("2061"), codes.count("2011")) == (12, 2, 1)
    assert [p.end for p in found] == sorted(p.end for p in found)


def test_recording_since_brings_what_was_never_sent() -> None:
    schedule = schedule_of(since=BEGIN - timedelta(days=2))
    codes = [period.command_code for period in schedule.take_due(BEGIN)]
    assert (codes.count("2061"), codes.count("2031"), codes.count("2011")) == (48, 2, 0)


def test_devices_spread_their_reports_by_seed() -> None:
    schedules = [
        Schedule(LoggerSettings(Identity("A"), (), spread_s=60), Random(seed)) for seed in range(20)
    ]
    for schedule in schedules:
        schedule.begin(BEGIN, None)
    assert len({schedule.next_due for schedule in schedules}) > 15


@pytest.mark.parametrize(
    ("step_s", "expected"), [(40, "23:50"), (-7200, "21:50"), (86400, "23:50")]
)
def test_a_set_clock_goes_on_with_the_present_period(step_s: int, expected: str) -> None:
    schedule = schedule_of()
    reading = BEGIN + timedelta(seconds=step_s)
    schedule.clock_was_set(reading)
    (minute,) = [
        p for p in schedule.take_due(reading + timedelta(minutes=10)) if p.command_code == "2051"
    ]
    assert f"{minute.start:%H:%M}" == expected


def test_a_small_step_over_the_end_of_a_period_does_not_lose_it() -> None:
    schedule = schedule_of()
    reading = BEGIN + timedelta(minutes=9, seconds=32)
    schedule.clock_was_set(reading)
    assert "2051" in [period.command_code for period in schedule.take_due(reading)]
    assert "2031" in [period.command_code for period in schedule_of().take_due(reading)]
