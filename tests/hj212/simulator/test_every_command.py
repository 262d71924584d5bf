"""Every request of the table, in every edition that has it, between host and logger."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.hj212.simulated_host import Host, Line

from bihuan.hj212.answer import ExecutionResult
from bihuan.hj212.conversation import Accepted, Completed, NotInEdition, Request, request_of
from bihuan.hj212.conversation.request import (
    FORMS,
    alarm_limits_query,
    alarm_limits_setting,
    clock_query,
    clock_setting,
    device_id_setting,
    minute_interval_query,
    minute_interval_setting,
    password_setting,
    realtime_interval_query,
    realtime_interval_setting,
    report_time_query,
    report_time_setting,
    sampling_now,
    sampling_period_query,
    sampling_period_setting,
    site_information_query,
    site_parameter_setting,
    standard_sample_check,
    standard_sample_recall,
    time_out_setting,
)
from bihuan.hj212.edition import Edition
from bihuan.hj212.record import read_upload
from bihuan.hj212.segment import Packet
from bihuan.hj212.simulator import Faults, SimulatedLogger, Tally, simulated_site

NOW = datetime.fromisoformat("2026-11-21T09:00:30+08:00")
FACTOR = {Edition.HJT212_2005: "011", Edition.HJ212_2017: "w01018", Edition.HJ212_2025: "w01018"}
NOTHING_STORED = {"2013", "2052", "2062", "2071", "1021"}
EXAMPLES: dict[str, dict[str, str]] = {
    "1000": {"OverTime": "5", "ReCount": "2"},
    "1001": {"WarnTime": "5"},
    "1002": {"i23005-Info": "010000A8900016F000169DC9"},
    "1012": {"SystemTime": "20261121090030"},
    "1014": {"SKCreateTime": "20261121090030000", "NewSK": "0123456789abcdef"},
    "1022": {"011-LowValue": "1", "011-UpValue": "50"},
    "1032": {"AlarmTarget": "3882566"},
    "1042": {"ReportTime": "0101"},
    "1062": {"RtdInterval": "45"},
    "1064": {"MinInterval": "5"},
    "1072": {"NewPW": "654321"},
    "3016": {"CstartTime": "000000", "Ctime": "4"},
    "3020": {"InfoId": "i12001"},
    "3021": {"InfoId": "i13004", "i13004-Info": "168.0"},
}


def example(code: str, edition: Edition) -> Request:
    """A request with plausible fields for a wastewater outlet."""
    fields = dict(EXAMPLES.get(code, {}))
    needed = {place.name for place in FORMS[code].places if not place.optional}
    if "PolId" in needed:
        fields["PolId"] = FACTOR[edition]
    if "BeginTime" in needed:
        fields |= {"BeginTime": "20261120000000", "EndTime": "20261121000000"}
    return request_of(code, fields)


def line_of(edition: Edition, faults: Faults | None = None) -> Line:
    device_id = "88888880000001" if edition == "2005" else "010000A8900016F000169DC0"
    settings, values = simulated_site("wastewater", device_id, edition)
    settings = replace(settings, realtime_interval_s=3600, heartbeat_s=0)
    logger = SimulatedLogger(settings, values=values, faults=faults or Faults(), tally=Tally())
    line = Line(logger, Host(settings.identity), NOW)
    line.run_for(seconds=20)
    line.host.actions.clear()
    return line


def ended(line: Line, request: Request) -> Completed:
    """How a request ends within a minute."""
    before = len(line.host.actions)
    line.ask(request)
    line.run_for(seconds=60)
    done = [each for each in line.host.actions[before:] if isinstance(each, Completed)]
    assert len(done) == 1, line.host.actions
    return done[0]


def replies(line: Line, request: Request) -> list[bytes]:
    completed = ended(line, request)
    assert completed.result is ExecutionResult.DONE
    return [packet.parameters for packet in completed.replies]


@pytest.mark.requirement("C4")
@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("code", sorted(FORMS))
def test_every_request_is_carried_out(code: str, edition: Edition) -> None:
    line = line_of(edition)
    if edition not in FORMS[code].editions:
        with pytest.raises(NotInEdition):
            line.ask(example(code, edition))
        return
    completed = ended(line, example(code, edition))
    nothing = ExecutionResult.NO_DATA if code in NOTHING_STORED else ExecutionResult.DONE
    assert completed.result is nothing
    accepted = [each for each in line.host.actions if isinstance(each, Accepted)]
    assert len(accepted) == (0 if FORMS[code].is_notice else 1)
    assert line.host.role.open_requests == 0
    assert line.host.rejected == 0


@pytest.mark.parametrize("edition", Edition)
def test_a_set_clock_stamps_what_follows(edition: Edition) -> None:
    line = line_of(edition, Faults(clock_offset_s=-7200))
    (told,) = replies(line, clock_query())
    assert b"SystemTime=20261121070050" in told
    ended(line, clock_setting(line.now))
    asked_at = line.now
    (told,) = replies(line, clock_query())
    assert asked_at.strftime("SystemTime=%Y%m%d%H%M%S").encode() in told


def test_intervals_are_set_and_told() -> None:
    line = line_of(Edition.HJ212_2017)
    ended(line, realtime_interval_setting(45))
    ended(line, minute_interval_setting(5))
    assert replies(line, realtime_interval_query()) == [b"RtdInterval=45"]
    assert replies(line, minute_interval_query()) == [b"MinInterval=5"]
    line.host.arrived.clear()
    line.run_for(minutes=15)
    codes = [packet.command_code for packet in line.host.arrived]
    assert (codes.count("2011"), codes.count("2051")) == (20, 3)


def test_a_new_time_out_is_kept() -> None:
    line = line_of(Edition.HJ212_2017)
    ended(line, time_out_setting(4, 2))
    line.down = lambda: ()
    line.run_for(minutes=31)
    assert line.logger.tally.link_downs >= 1
    line.down = lambda: (0.0,)
    line.run_for(minutes=1)
    assert line.logger.pending == 0


def test_a_new_password_or_device_id_answers_by_the_old_and_goes_on_with_the_new() -> None:
    line = line_of(Edition.HJ212_2025)
    ended(line, password_setting("abcdef"))
    line.host.role.device = replace(line.host.identity, password="abcdef")
    ended(line, device_id_setting("010000A8900016F000169DC9"))
    line.host.arrived.clear()
    line.run_for(minutes=12)
    (minute,) = [packet for packet in line.host.arrived if packet.command_code == "2051"]
    assert (minute.password, minute.device_id) == ("abcdef", "010000A8900016F000169DC9")


def test_settings_of_2005_are_told_again() -> None:
    line = line_of(Edition.HJT212_2005)
    ended(line, alarm_limits_setting([("011", "1.1", "50"), ("060", "0.1", "8")]))
    ended(line, report_time_setting("0130"))
    limits = b"060-LowValue=0.1,060-UpValue=8"
    assert replies(line, alarm_limits_query(["060"])) == [limits]
    assert replies(line, report_time_query()) == [b"ReportTime=0130"]


def test_what_was_done_stands_in_the_log() -> None:
    line = line_of(Edition.HJ212_2017)
    begin = line.now
    ended(line, sampling_now("w01018"))
    ended(line, sampling_period_setting("w01018", start="010000", period_h=4))
    (sampling,) = replies(line, sampling_period_query("w01018"))
    assert sampling == b"PolId=w01018;CstartTime=010000;Ctime=4"
    period = (begin, line.now)
    (entry,) = replies(line, site_information_query("w01018", "i11001", period))
    assert entry.endswith(";PolId=w01018;i11001-Info=//即时采样//".encode())
    nothing = ended(line, site_information_query("w21003", "i11001", period))
    assert nothing.result is ExecutionResult.NO_DATA


def test_log_texts_are_gbk_when_that_fault_is_ordered() -> None:
    line = line_of(Edition.HJ212_2017, Faults(gbk_text=True))
    ended(line, sampling_now("w01018"))
    (entry,) = replies(line, site_information_query("w01018", "i11001"))
    assert "即时采样".encode("gbk") in entry
    (record,) = read_upload(Packet("1", "32", "3020", "1", "A", parameters=entry)).records
    assert record.text == "//即时采样//"


def test_a_site_parameter_is_set_and_told() -> None:
    line = line_of(Edition.HJ212_2017)
    ended(line, site_parameter_setting("w01018", "i13004", "168.0"))
    (told,) = replies(line, site_information_query("w01018", "i13004"))
    assert told.endswith(b"PolId=w01018;i13004-Info=168.0")
    unknown = ended(line, site_information_query("w01018", "i99999"))
    assert unknown.result is ExecutionResult.NO_DATA


def test_a_standard_sample_check_can_be_called_for() -> None:
    line = line_of(Edition.HJ212_2025)
    begin = line.now
    ended(line, standard_sample_check("w01018"))
    line.host.arrived.clear()
    called = ended(line, standard_sample_recall(begin, line.now))
    assert called.result is ExecutionResult.DONE
    (check,) = [packet for packet in line.host.arrived if packet.command_code == "2062"]
    assert b"w01018-StandardValue=50.00,w01018-ResultType=" in check.parameters


def test_a_factor_that_is_not_measured_is_a_bad_condition() -> None:
    line = line_of(Edition.HJ212_2017)
    assert ended(line, sampling_now("a21026")).result is ExecutionResult.BAD_CONDITIONS


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize(
    ("code", "first", "last", "count"),
    [
        ("2051", "20261120100000", "20261120120000", 13),
        ("2061", "20261120000000", "20261120230000", 24),
        ("2031", "20261101000000", "20261110000000", 10),
        ("2041", "20261101000000", "20261101000000", 1),
    ],
)
def test_a_recall_brings_every_period_once_and_then_its_end(
    edition: Edition, code: str, first: str, last: str, count: int
) -> None:
    line = line_of(edition)
    line.host.arrived.clear()
    completed = ended(line, request_of(code, {"BeginTime": first, "EndTime": last}))
    assert completed.result is ExecutionResult.DONE
    times = [
        read_upload(packet).data_time for packet in line.host.arrived if packet.command_code == code
    ]
    assert len(set(times)) == len(times) == count
    assert times == sorted(times, key=lambda time: time or NOW)
    bounds = [datetime.strptime(f"{text}+0800", "%Y%m%d%H%M%S%z") for text in (first, last)]
    assert [times[0], times[-1]] == bounds


@pytest.mark.parametrize(
    ("begin", "end"),
    [("20200101000000", "20200102000000"), ("20300101000000", "20300102000000")],
)
def test_a_recall_outside_the_memory_finds_nothing(begin: str, end: str) -> None:
    line = line_of(Edition.HJ212_2017)
    completed = ended(line, request_of("2061", {"BeginTime": begin, "EndTime": end}))
    assert completed.result is ExecutionResult.NO_DATA


def test_a_recalled_value_is_the_value_that_was_sent_before() -> None:
    line = line_of(Edition.HJ212_2017)
    line.run_for(hours=3)
    first = line.host.data
    line.host.arrived.clear()
    hours = {"BeginTime": "20261121090000", "EndTime": "20261121110000"}
    ended(line, request_of("2061", hours))
    again = line.host.data
    assert again
    recalled = {key: texts for key, texts in again.items() if key[0] == "2061"}
    assert recalled == {key: texts for key, texts in first.items() if key in recalled}


def test_a_stopped_kind_stays_silent_until_it_is_started() -> None:
    line = line_of(Edition.HJ212_2017)
    ended(line, realtime_interval_setting(60))
    for code, expected in (("2012", 0), ("2011", 10)):
        ended(line, request_of(code))
        line.run(line.now + timedelta(seconds=60))
        line.host.arrived.clear()
        line.run_for(minutes=10)
        realtime = [p for p in line.host.arrived if p.command_code == "2011"]
        assert len(realtime) == expected
