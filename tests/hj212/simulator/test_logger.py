"""The whole logger: what it says first, how it keeps time, how it splits and counts."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.hj212.simulated_host import Host, Line

from bihuan.hj212.conversation import Completed, Identity, LinkDown, Noticed, TimedOut
from bihuan.hj212.conversation.request import (
    clock_setting,
    key_setting,
    realtime_interval_query,
)
from bihuan.hj212.edition import Edition
from bihuan.hj212.record import read_upload
from bihuan.hj212.simulator import (
    NEVER,
    Faults,
    LatencyHistogram,
    LoggerSettings,
    SimulatedFactor,
    SimulatedLogger,
    Tally,
    UnknownProfile,
    simulated_site,
)

NOW = datetime.fromisoformat("2026-11-21T09:00:30+08:00")
KEY = b"0123456789abcdef"
IDS = {Edition.HJT212_2005: "88888880000001"}


def line_of(edition: Edition, faults: Faults | None = None, **changes: object) -> Line:
    device_id = IDS.get(edition, "010000A8900016F000169DC0")
    settings, values = simulated_site("wastewater", device_id, edition)
    settings = replace(settings, spread_s=0, **changes)  # type: ignore[arg-type]
    logger = SimulatedLogger(settings, values=values, faults=faults or Faults(), tally=Tally())
    return Line(logger, Host(settings.identity), NOW)


@pytest.mark.parametrize(
    ("edition", "expected"),
    [
        (Edition.HJT212_2005, []),
        (Edition.HJ212_2017, ["2081"]),
        (Edition.HJ212_2025, ["1001", "2081"]),
    ],
)
def test_a_logger_introduces_itself_once(edition: Edition, expected: list[str]) -> None:
    line = line_of(edition, heartbeat_s=0, realtime_interval_s=3600)
    line.run_for(seconds=1)
    line.cut(seconds=5)
    line.run_for(seconds=20)
    assert [packet.command_code for packet in line.host.arrived] == expected


def test_a_logger_that_asks_for_the_time_gets_it() -> None:
    line = line_of(
        Edition.HJ212_2017, Faults(clock_offset_s=600), asks_for_clock=True, realtime_interval_s=60
    )
    line.run_for(seconds=2)
    assert [type(action) for action in line.host.actions] == [
        Noticed,
        type(line.host.actions[1]),
        Completed,
    ]
    line.run_for(minutes=2)
    realtime = [packet for packet in line.host.arrived if packet.command_code == "2011"]
    assert [packet.parameters[9:23] for packet in realtime] == [
        b"20261121090100",
        b"20261121090200",
    ]


def test_heartbeats_of_2025_are_answered() -> None:
    line = line_of(Edition.HJ212_2025, heartbeat_s=60)
    line.run_for(minutes=5)
    beats = [each for each in line.host.actions if isinstance(each, Noticed)]
    assert len(beats) == 5
    assert line.logger.pending == 0


def test_a_drifting_clock_stamps_by_itself_until_it_is_set() -> None:
    drifting = Faults(clock_offset_s=30, clock_drift_s=3600)
    line = line_of(Edition.HJ212_2017, drifting, realtime_interval_s=60)
    line.run_for(hours=12)
    last = read_upload([p for p in line.host.arrived if p.command_code == "2011"][-1])
    assert last.data_time is not None
    ahead = last.data_time - line.now
    assert timedelta(minutes=29) < ahead < timedelta(minutes=31)
    line.ask(clock_setting(line.now))
    line.host.arrived.clear()
    line.run_for(minutes=5)
    last = read_upload([p for p in line.host.arrived if p.command_code == "2011"][-1])
    assert last.data_time is not None
    assert timedelta() <= line.now - last.data_time < timedelta(minutes=1, seconds=15)


def test_many_factors_are_split_and_every_part_is_acknowledged() -> None:
    factors = tuple(SimulatedFactor(f"a{n:05}") for n in range(60))
    settings = LoggerSettings(Identity("A"), factors, spread_s=0)
    logger = SimulatedLogger(settings, values=lambda f, s, e: (1.0, "N"))
    line = Line(logger, Host(settings.identity), NOW)
    line.run_for(minutes=1)
    parts = [packet for packet in line.host.arrived if packet.command_code == "2011"]
    assert [(part.packet_number, part.packet_total) for part in parts] == [(1, 2), (2, 2)]
    assert len({record.factor for part in parts for record in read_upload(part).records}) == 60
    assert logger.pending == 0


def encrypted_line() -> Line:
    line = line_of(Edition.HJ212_2025, key=KEY)
    line.host.key = KEY
    line.host.reader = line.host.fresh_reader()
    return line


@pytest.mark.requirement("C4")
def test_a_logger_with_a_key_enciphers_its_uploads_and_nothing_else() -> None:
    line = encrypted_line()
    first = line.logger.connected(NOW)[0].data
    assert b"RestartTime" not in first
    assert b"CN=1001" in first
    assert b"i23005-Info=010000A8900016F000169DC0" in first
    minute = b"".join(piece.data for piece in line.logger.tick(NOW + timedelta(seconds=31)))
    assert b"CN=2011" in minute
    assert b"w01018" not in minute


@pytest.mark.requirement("C4")
def test_a_host_with_the_key_reads_what_was_enciphered() -> None:
    """A day, because one cipher text in 256 has the right check code by chance."""
    line = encrypted_line()
    line.run_for(hours=24)
    assert line.host.rejected == 0
    assert line.logger.pending == 0
    uploads = [read_upload(packet) for packet in line.host.arrived]
    assert sum(upload.packet.command_code == "2011" for upload in uploads) == 1440
    assert all(upload.data_time for upload in uploads if upload.packet.command_code > "2000")


def test_a_host_without_the_key_rejects_what_was_enciphered() -> None:
    line = line_of(Edition.HJ212_2025, key=KEY)
    line.run_for(minutes=5)
    assert line.host.rejected >= 3
    assert {packet.command_code for packet in line.host.arrived} == {"1001"}


def test_a_new_key_is_used_from_the_next_upload_on() -> None:
    line = line_of(Edition.HJ212_2025)
    line.run_for(seconds=5)
    line.ask(key_setting(line.now, KEY.decode()))
    line.run_for(seconds=5)
    line.host.key = KEY
    line.host.reader = line.host.fresh_reader()
    line.run_for(minutes=3)
    assert line.host.rejected == 0
    assert "2011" in {packet.command_code for packet in line.host.arrived}


def test_a_host_that_gets_no_answer_repeats_and_then_gives_up() -> None:
    line = line_of(Edition.HJ212_2017, realtime_interval_s=3600)
    line.run_for(seconds=5)
    line.host.actions.clear()
    line.down = lambda: ()
    line.ask(realtime_interval_query())
    line.run_for(seconds=45)
    timed_out, down = line.host.actions
    assert isinstance(timed_out, TimedOut)
    assert isinstance(down, LinkDown)
    assert line.logger.tally.requests == 0


def test_requests_for_another_device_or_with_a_wrong_password_are_not_obeyed() -> None:
    line = line_of(Edition.HJ212_2017)
    line.run_for(seconds=5)
    line.host.role.device = replace(line.host.identity, password="000000")
    line.ask(realtime_interval_query())
    line.run_for(seconds=5)
    assert line.logger.tally.requests == 0


def test_noise_before_a_frame_is_counted_and_survived() -> None:
    line = line_of(Edition.HJ212_2017)
    line.run_for(seconds=5)
    line.logger.receive(b"AT+CSQ\r\n##00x1junk\r\n##0020ST=91;MN=A;CP=&&&&\r\n", line.now)
    assert line.logger.tally.rejected >= 2
    line.run_for(minutes=2)
    assert line.logger.pending == 0


def test_nothing_happens_while_the_line_is_down() -> None:
    line = line_of(Edition.HJ212_2017)
    assert line.logger.next_due == NEVER
    assert line.logger.tick(NOW) == []
    line.run_for(seconds=5)
    line.cut(hours=1)
    assert line.logger.next_due == NEVER
    assert line.logger.receive(b"", line.now) == []


def test_loggers_that_share_a_tally_are_counted_together() -> None:
    tally = Tally()
    for number in range(3):
        settings, values = simulated_site("air", f"A{number}")
        logger = SimulatedLogger(settings, values=values, tally=tally)
        Line(logger, Host(settings.identity), NOW).run_for(minutes=10)
    assert tally.connects == 3
    assert tally.sent == tally.acknowledged == tally.latency.total
    assert tally.bytes_sent > 100 * tally.sent


def test_an_unknown_profile_is_named() -> None:
    with pytest.raises(UnknownProfile, match="no site profile is called 'moon'"):
        simulated_site("moon", "A")


def test_percentiles_are_within_a_step_of_the_truth() -> None:
    histogram = LatencyHistogram()
    assert histogram.percentile(50) is None
    for milliseconds in range(1, 1001):
        histogram.add(timedelta(milliseconds=milliseconds))
    for percent in (1, 50, 90, 99, 100):
        found = histogram.percentile(percent)
        assert found is not None
        assert percent * 10 <= found <= percent * 10 * 1.1
    assert sum(count for _, count in histogram.buckets()) == histogram.total == 1000
    histogram.add(timedelta())
    assert histogram.percentile(0.01) is not None
