"""Whatever a line loses, doubles or turns round: in the end the host has what was measured."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain, repeat

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.hj212.simulated_host import Fate, Host, Line

from bihuan.hj212.conversation import Identity, request_of
from bihuan.hj212.edition import Edition
from bihuan.hj212.record import BEIJING
from bihuan.hj212.simulator import (
    Faults,
    LoggerSettings,
    SimulatedFactor,
    SimulatedLogger,
    Tally,
)

BEGIN = datetime.fromisoformat("2026-11-21T07:58:30+08:00")
FACTOR = SimulatedFactor("w01018", decimals=1)
Copies = tuple[float, ...]
Key = tuple[str, str, str, str]


def measured(factor: str, start: datetime, end: datetime) -> tuple[float, str]:
    """A value that tells which factor and period it is of."""
    return (start.timestamp() // 60 + end.timestamp() // 60) % 9973 / 10, "N"


def fates(pattern: list[Copies]) -> Fate:
    """The pattern once, then every frame arrives: loss is finite."""
    copies: Iterator[Copies] = chain(pattern, repeat((0.0,)))
    return lambda: next(copies)


def line_of(edition: Edition, *, seed: int, faults: Faults, up: Fate, down: Fate) -> Line:
    device_id = "88888880000001" if edition == "2005" else "010000A8900016F000169DC0"
    logger = SimulatedLogger(
        LoggerSettings(
            Identity(device_id, edition),
            (FACTOR,),
            realtime_interval_s=60,
            minute_interval_min=5,
        ),
        values=measured,
        faults=faults,
        seed=seed,
        tally=Tally(),
    )
    return Line(logger, Host(Identity(device_id, edition)), BEGIN, up, down)


def truth(command_code: str, length: timedelta, until: datetime) -> dict[Key, set[str]]:
    """Mean of every period that ended by then, computed beside the simulator."""
    aligned = BEGIN.replace(minute=BEGIN.minute - BEGIN.minute % 5, second=0)
    start = aligned if length < timedelta(hours=1) else aligned.replace(minute=0)
    means: dict[Key, set[str]] = {}
    while start + length <= until:
        value, _ = measured("w01018", start, start + length)
        stamp = start.astimezone(BEIJING).strftime("%Y%m%d%H%M%S")
        means[(command_code, stamp, "w01018", "Avg")] = {f"{value:.1f}"}
        start += length
    return means


def mended(line: Line, trouble: timedelta) -> datetime:
    """Let the trouble pass and the backlog drain; the moment up to which all must be there."""
    line.run(BEGIN + trouble)
    for _ in range(400):
        if line.is_up and line.logger.pending == 0:
            return line.now - timedelta(seconds=10)
        line.run_for(seconds=10)
    raise AssertionError(f"{line.logger.pending} uploads are still not acknowledged")


def assert_host_has_the_truth(line: Line, until: datetime) -> None:
    stored = line.host.data
    for code, length in (("2051", timedelta(minutes=5)), ("2061", timedelta(hours=1))):
        expected = truth(code, length, until)
        found = {key: texts for key, texts in stored.items() if key[0] == code and key[3] == "Avg"}
        assert {key: found.get(key) for key in expected} == expected
        beyond = {key[1] for key in found.keys() - expected.keys()}
        assert all(stamp > max(key[1] for key in expected) for stamp in beyond)
    assert all(len(texts) == 1 for texts in stored.values())


COPIES = st.lists(
    st.one_of(
        st.just(()),
        st.just((0.0,)),
        st.tuples(st.floats(0, 30)),
        st.tuples(st.floats(0, 5), st.floats(0, 30)),
    ),
    max_size=60,
)
CHANCE = st.sampled_from([0.0, 0.1, 0.4])
FAULTS = st.builds(
    Faults,
    lost_answer=CHANCE,
    duplicate=CHANCE,
    disorder=CHANCE,
    wrong_code=CHANCE,
    sticky=CHANCE,
    torn=CHANCE,
    outage_every_s=st.sampled_from([0.0, 600.0]),
    clock_drift_s=st.sampled_from([0.0, 40.0]),
)


@pytest.mark.requirement("A1.18")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(Edition), st.integers(0, 9), FAULTS, COPIES, COPIES)
def test_the_host_ends_up_with_what_was_measured(
    edition: Edition, seed: int, faults: Faults, up: list[Copies], down: list[Copies]
) -> None:
    line = line_of(edition, seed=seed, faults=faults, up=fates(up), down=fates(down))
    until = mended(line, timedelta(minutes=75))
    assert_host_has_the_truth(line, until)
    assert line.logger.tally.acknowledged > 0


@pytest.mark.requirement("A1.18")
@pytest.mark.parametrize("edition", Edition)
def test_a_day_with_duplicates_disorder_loss_and_outages_equals_the_truth(edition: Edition) -> None:
    faults = Faults(
        lost_answer=0.1,
        duplicate=0.1,
        disorder=0.1,
        wrong_code=0.05,
        sticky=0.1,
        torn=0.1,
        outage_every_s=2 * 3600,
        outage_s=1200,
    )
    line = line_of(edition, seed=5, faults=faults, up=fates([]), down=fates([]))
    until = mended(line, timedelta(hours=24))
    assert_host_has_the_truth(line, until)
    assert len(truth("2051", timedelta(minutes=5), until)) >= 288
    tally = line.logger.tally
    assert min(tally.repeats, tally.connects, tally.strays, line.host.rejected) > 0


def test_without_loss_every_upload_is_acknowledged_exactly_once() -> None:
    line = line_of(Edition.HJ212_2017, seed=1, faults=Faults(), up=fates([]), down=fates([]))
    until = mended(line, timedelta(hours=3))
    assert_host_has_the_truth(line, until)
    tally = line.logger.tally
    assert tally.sent == tally.acknowledged == len(line.host.arrived)
    assert tally.repeats == tally.strays == tally.link_downs == 0


@pytest.mark.parametrize("edition", Edition)
def test_after_an_outage_the_missing_periods_are_replayed_oldest_first(edition: Edition) -> None:
    line = line_of(edition, seed=1, faults=Faults(), up=fates([]), down=fates([]))
    line.run_for(minutes=10)
    line.host.arrived.clear()
    line.cut(hours=1)
    line.run_for(minutes=70)
    minutes = [packet for packet in line.host.arrived if packet.command_code == "2051"]
    stamps = [packet.parameters[9:23] for packet in minutes]
    assert len(set(stamps)) == len(stamps) == 14
    assert stamps[0] == b"20261121090000", "what has just ended goes ahead of the backlog"
    assert stamps[1:] == sorted(stamps[1:])
    marks = [packet.replay for packet in minutes]
    expected = edition is Edition.HJ212_2025
    assert marks == [False, *[expected] * 11, False, False]
    realtime = [packet for packet in line.host.arrived if packet.command_code == "2011"]
    assert len(realtime) <= 11


def run_of(seed: int, faults: Faults) -> list[tuple[datetime, bytes]]:
    """Every byte that a logger writes in an hour, with its moment."""
    line = line_of(Edition.HJ212_2025, seed=seed, faults=faults, up=fates([]), down=fates([]))
    written: list[tuple[datetime, bytes]] = []
    put = line._put

    def record(frames: list[bytes], *, upward: bool, at: datetime | None = None) -> None:
        written.extend((at or line.now, frame) for frame in frames if upward)
        put(frames, upward=upward, at=at)

    line._put = record  # type: ignore[method-assign]
    line.run_for(hours=1)
    return written


def test_the_same_seed_writes_the_same_bytes_at_the_same_times() -> None:
    faults = Faults(lost_answer=0.2, disorder=0.2, torn=0.2, outage_every_s=900)
    assert run_of(3, faults) == run_of(3, faults)
    assert run_of(3, faults) != run_of(4, faults)


def test_a_slow_line_brings_whole_packets_in_small_pieces() -> None:
    slow = Faults(bytes_per_s=300)
    written = run_of(1, slow)
    assert max(len(data) for _, data in written) == 64
    line = line_of(Edition.HJ212_2025, seed=1, faults=slow, up=fates([]), down=fates([]))
    until = mended(line, timedelta(hours=1))
    assert_host_has_the_truth(line, until)
    assert line.host.rejected == 0


def test_a_recall_survives_a_line_that_loses_answers() -> None:
    lossy: list[Copies] = [(), (0.0,), (), (0.0, 0.0)] * 6
    line = line_of(Edition.HJ212_2017, seed=1, faults=Faults(), up=fates([]), down=fates([]))
    line.run_for(seconds=30)
    line.down = fates(lossy)
    times = {"BeginTime": "20261121000000", "EndTime": "20261121030000"}
    line.ask(request_of("2061", times))
    line.run_for(minutes=20)
    stamps = {
        packet.parameters[9:23] for packet in line.host.arrived if packet.command_code == "2061"
    }
    assert {b"20261121%02d0000" % hour for hour in range(4)} <= stamps
