"""The host's side: requests, repeats, answers, notices, and what belongs together."""

from datetime import datetime, timedelta

import pytest

from bihuan.hj212.answer import ExecutionResult, RequestResult, answer_to
from bihuan.hj212.conversation import (
    Accepted,
    Arrived,
    CenterRole,
    Completed,
    FirstConnection,
    Identity,
    LinkDown,
    Noticed,
    NotInEdition,
    Patience,
    Refused,
    Send,
    Stage,
    Stray,
    TimedOut,
    request_of,
)
from bihuan.hj212.conversation.request import (
    clock_query,
    realtime_interval_query,
    realtime_stop,
)
from bihuan.hj212.edition import Edition
from bihuan.hj212.frame import Frame, Reader
from bihuan.hj212.segment import Packet, read_header

NOW = datetime.fromisoformat("2026-11-21T08:58:57.223+08:00")
DEVICE = Identity("010000A8900016F000169DC0")
OLD_DEVICE = Identity("88888880000001", Edition.HJT212_2005)


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def read(frame: bytes) -> Packet:
    (event,) = Reader().feed(frame)
    assert isinstance(event, Frame)
    return read_header(event.segment)


def answer(sent: Send, code: str, result: int | None = None) -> Packet:
    return read(answer_to(read(sent.frame), Edition.HJ212_2017, code=code, result=result))


@pytest.mark.requirement("C4")
def test_a_request_runs_through_9011_the_data_and_9012() -> None:
    center = CenterRole(DEVICE)
    sent = center.request(clock_query(), NOW)
    assert sent.request_id == "20261121085857223"
    assert center.handle(answer(sent, "9011", 1), later(1)) == [Accepted(sent.request_id, "1011")]
    clock = DEVICE.packet(sent.request_id, "1011", b"SystemTime=20261121085858")
    assert center.handle(clock, later(1)) == [Arrived(clock)]
    done = Completed(sent.request_id, "1011", ExecutionResult.DONE, (clock,))
    assert center.handle(answer(sent, "9012", 1), later(2)) == [done]
    assert center.next_deadline is None
    assert center.open_requests == 0


def test_an_unanswered_request_is_repeated_byte_for_byte_and_then_the_link_is_down() -> None:
    center = CenterRole(DEVICE, patience=Patience(over_time_s=5, repeats=2))
    sent = center.request(realtime_interval_query(), NOW)
    assert center.tick(later(4.9)) == []
    (first,) = center.tick(later(5))
    (second,) = center.tick(later(10))
    assert isinstance(first, Send)
    assert isinstance(second, Send)
    assert first.frame == second.frame == sent.frame
    assert (first.attempt, second.attempt) == (2, 3)
    assert center.tick(later(15)) == [
        TimedOut(sent.request_id, "1061", Stage.ANSWER),
        LinkDown(sent.request_id),
    ]
    assert center.next_deadline is None


def test_the_default_is_ten_seconds_and_three_repeats() -> None:
    center = CenterRole(DEVICE)
    center.request(realtime_interval_query(), NOW)
    ticks = [center.tick(later(seconds)) for seconds in (9, 10, 19, 20, 30, 39, 40)]
    assert [len(actions) for actions in ticks] == [0, 1, 0, 1, 1, 0, 2]


def test_an_execution_that_never_ends_fails_without_a_repeat() -> None:
    center = CenterRole(DEVICE, patience=Patience(execution_s=60))
    sent = center.request(realtime_interval_query(), NOW)
    center.handle(answer(sent, "9011", 1), later(1))
    assert center.tick(later(60.9)) == []
    assert center.tick(later(61)) == [TimedOut(sent.request_id, "1061", Stage.EXECUTION)]


def test_each_packet_of_a_recall_extends_the_wait_for_its_end() -> None:
    center = CenterRole(DEVICE, patience=Patience(execution_s=60))
    times = {"BeginTime": "20261120000000", "EndTime": "20261120010000"}
    sent = center.request(request_of("2051", times), NOW)
    center.handle(answer(sent, "9011", 1), later(1))
    hour = DEVICE.packet("20261121085900001", "2051", b"DataTime=20261120000000;w01018-Avg=1")
    center.handle(hour, later(50))
    assert center.tick(later(109)) == []
    (completed,) = center.handle(answer(sent, "9012", 1), later(110))
    assert isinstance(completed, Completed)
    assert completed.replies == ()


def test_a_refusal_ends_the_request_with_its_reason() -> None:
    center = CenterRole(DEVICE)
    sent = center.request(realtime_interval_query(), NOW)
    refused = Refused(sent.request_id, "1061", RequestResult.WRONG_PASSWORD)
    assert center.handle(answer(sent, "9011", 3), later(1)) == [refused]
    assert center.next_deadline is None


def test_a_result_counts_even_when_9011_was_lost() -> None:
    center = CenterRole(DEVICE)
    sent = center.request(realtime_interval_query(), NOW)
    (completed,) = center.handle(answer(sent, "9012", 5), later(1))
    assert completed == Completed(sent.request_id, "1061", ExecutionResult.BUSY)


def test_a_notice_is_done_with_9013() -> None:
    center = CenterRole(DEVICE)
    sent = center.request(realtime_stop(), NOW)
    (completed,) = center.handle(answer(sent, "9013"), later(1))
    assert completed == Completed(sent.request_id, "2012", ExecutionResult.DONE)


@pytest.mark.parametrize("code", ["9013", "9014"])
def test_a_request_is_not_done_by_an_answer_that_belongs_to_data(code: str) -> None:
    center = CenterRole(DEVICE)
    sent = center.request(realtime_interval_query(), NOW)
    (stray,) = center.handle(answer(sent, code), later(1))
    assert isinstance(stray, Stray)
    assert center.open_requests == 1


def test_answers_match_by_request_id_whatever_else_the_device_echoes() -> None:
    center = CenterRole(DEVICE)
    sent = center.request(realtime_interval_query(), NOW)
    echo = Packet(sent.request_id, "32", "9011", None, DEVICE.device_id, 5, parameters=b"QnRtn=1")
    assert center.handle(echo, later(1)) == [Accepted(sent.request_id, "1061")]


def test_many_requests_are_open_at_once_and_end_in_any_order() -> None:
    center = CenterRole(DEVICE)
    sent = [center.request(realtime_interval_query(), NOW) for _ in range(50)]
    assert len({each.request_id for each in sent}) == 50
    for each in reversed(sent):
        (completed,) = center.handle(answer(each, "9012", 1), later(1))
        assert isinstance(completed, Completed)
        assert completed.request_id == each.request_id
    assert center.open_requests == 0


def test_a_late_or_foreign_answer_is_a_stray() -> None:
    center = CenterRole(DEVICE)
    sent = center.request(realtime_interval_query(), NOW)
    center.handle(answer(sent, "9012", 1), later(1))
    for code, result in (("9011", 1), ("9012", 1), ("9013", None)):
        (stray,) = center.handle(answer(sent, code, result), later(2))
        assert isinstance(stray, Stray)


@pytest.mark.requirement("C4")
def test_a_device_that_asks_for_the_time_gets_9013_and_then_1012() -> None:
    center = CenterRole(DEVICE)
    asking = DEVICE.packet("20160801085857223", "1013", b"PolId=w01018", wants_answer=True)
    answered, noticed, setting = center.handle(asking, NOW)
    assert isinstance(answered, Send)
    assert isinstance(setting, Send)
    assert (read(answered.frame).command_code, noticed) == ("9013", Noticed(asking))
    clock = read(setting.frame)
    assert clock.command_code == "1012"
    assert clock.parameters == b"PolId=w01018;SystemTime=20261121085857"
    assert center.open_requests == 1


def test_a_repeated_wish_for_the_time_does_not_pile_up_requests() -> None:
    center = CenterRole(DEVICE)
    asking = DEVICE.packet("20160801085857223", "1013", wants_answer=True)
    assert len(center.handle(asking, NOW)) == 3
    assert len(center.handle(asking, later(10))) == 2
    assert center.open_requests == 1


def test_a_wish_for_the_time_with_nonsense_in_it_still_gets_the_time() -> None:
    center = CenterRole(DEVICE)
    asking = DEVICE.packet("20160801085857223", "1013", b"PolId=w01018?!x", wants_answer=True)
    setting = center.handle(asking, NOW)[-1]
    assert isinstance(setting, Send)
    assert read(setting.frame).parameters == b"SystemTime=20261121085857"


def test_a_heartbeat_is_answered_only_when_its_flag_asks() -> None:
    center = CenterRole(Identity("A", Edition.HJ212_2025))
    beat = center.device.packet("20260101000000000", "9015")
    asking = center.device.packet("20260101000000000", "9015", wants_answer=True)
    assert center.handle(beat, NOW) == [Noticed(beat)]
    assert len(center.handle(asking, NOW)) == 2


def test_an_upload_is_acknowledged_by_the_caller_once_it_is_durable() -> None:
    center = CenterRole(DEVICE)
    quiet = DEVICE.packet("20260101000000000", "2011", b"DataTime=20260101000000")
    loud = DEVICE.packet("20260101000000000", "2011", b"DataTime=20260101000000", wants_answer=True)
    assert center.handle(loud, NOW) == [Arrived(loud)]
    assert center.acknowledge(quiet) is None
    sent = center.acknowledge(loud)
    assert sent is not None
    assert read(sent.frame).command_code == "9014"


def test_a_2005_device_may_have_its_result_answered_and_its_reply_has_no_id() -> None:
    center = CenterRole(OLD_DEVICE)
    sent = center.request(clock_query(), NOW)
    told = read_header(
        b"ST=32;CN=1011;PW=123456;MN=88888880000001;CP=&&SystemTime=20261121085858&&"
    )
    center.handle(told, later(1))
    area = f"QN={sent.request_id};ExeRtn=1".encode()
    result = Packet(None, "91", "9012", "123456", OLD_DEVICE.device_id, 1, parameters=area)
    answered, completed = center.handle(result, later(2))
    assert isinstance(answered, Send)
    assert read(answered.frame).command_code == "9014"
    assert read(answered.frame).parameters == f"QN={sent.request_id};CN=9012".encode()
    assert completed == Completed(sent.request_id, "1011", ExecutionResult.DONE, (told,))


def test_a_request_that_the_edition_does_not_know_is_not_sent() -> None:
    center = CenterRole(OLD_DEVICE)
    with pytest.raises(NotInEdition, match="command 1063 does not exist in edition 2005"):
        center.request(request_of("1063"), NOW)
    assert center.open_requests == 0


@pytest.mark.requirement("C4")
def test_a_first_connection_settles_one_thing_after_the_other() -> None:
    center = CenterRole(DEVICE)
    steps = FirstConnection(Patience(5, 2), realtime_interval_s=60, wants_facilities=False)
    actions = center.request_in_turn(steps.steps(Edition.HJ212_2017), NOW)
    asked = []
    while actions:
        (sent,) = [each for each in actions if isinstance(each, Send)]
        packet = read(sent.frame)
        asked.append((packet.command_code, packet.parameters))
        code, result = ("9013", None) if packet.command_code == "2022" else ("9012", 1)
        actions = center.handle(answer(sent, code, result), later(len(asked)))
        actions = [each for each in actions if not isinstance(each, Completed)]
    assert asked == [
        ("1012", b"SystemTime=20261121085857"),
        ("1000", b"OverTime=5;ReCount=2"),
        ("1062", b"RtdInterval=60"),
        ("1064", b"MinInterval=10"),
        ("2011", b""),
        ("2022", b""),
    ]


def test_a_first_connection_goes_on_after_a_refusal_and_a_failed_execution() -> None:
    center = CenterRole(DEVICE)
    (clock,) = center.request_in_turn(FirstConnection().steps(Edition.HJ212_2017), NOW)
    assert isinstance(clock, Send)
    refused, time_out = center.handle(answer(clock, "9011", 2), later(1))
    assert isinstance(refused, Refused)
    assert isinstance(time_out, Send)
    center.handle(answer(time_out, "9011", 1), later(2))
    expired, interval = center.tick(later(600))
    assert isinstance(expired, TimedOut)
    assert isinstance(interval, Send)
    assert interval.command_code == "1062"


def test_a_lost_connection_fails_everything_that_was_open() -> None:
    center = CenterRole(DEVICE)
    sent = center.request(realtime_interval_query(), NOW)
    center.request_in_turn(FirstConnection().steps(Edition.HJ212_2017), NOW)
    lost = center.disconnected()
    assert [each.command_code for each in lost] == ["1061", "1012"]
    assert center.next_deadline is None
    (stray,) = center.handle(answer(sent, "9012", 1), later(1))
    assert isinstance(stray, Stray)
