"""The device's side: uploads and their repeats, checks of requests, splitting."""

from datetime import datetime, timedelta

import pytest

from bihuan.hj212.answer import ExecutionResult, answer_to, request_result
from bihuan.hj212.conversation import (
    Acknowledged,
    CenterRole,
    EquipmentRole,
    Identity,
    LinkDown,
    Message,
    Patience,
    Requested,
    Send,
    Stray,
    TimedOut,
    request_of,
)
from bihuan.hj212.conversation.request import realtime_interval_query, realtime_stop
from bihuan.hj212.edition import Edition
from bihuan.hj212.frame import Frame, Reader
from bihuan.hj212.segment import Packet, read_header

NOW = datetime.fromisoformat("2026-11-21T09:00:00+08:00")
DEVICE = Identity("010000A8900016F000169DC0")
HOUR = Message("2061", b"DataTime=20261121080000", (b"w01018-Avg=40.1,w01018-Flag=N",))


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def read(frame: bytes) -> Packet:
    (event,) = Reader().feed(frame)
    assert isinstance(event, Frame)
    return read_header(event.segment)


def acknowledged(sent: Send, edition: Edition = Edition.HJ212_2017) -> Packet:
    return read(answer_to(read(sent.frame), edition))


def asked(device: Identity = DEVICE, command_code: str = "1061") -> Packet:
    return read(CenterRole(device).request(request_of(command_code), NOW).frame)


@pytest.mark.parametrize("edition", Edition)
def test_an_upload_ends_with_its_acknowledgement(edition: Edition) -> None:
    equipment = EquipmentRole(Identity("88888880000001", edition))
    (sent,) = equipment.upload(HOUR, NOW)
    assert read(sent.frame).flag == edition.flag(answer=True)
    (done,) = equipment.handle(acknowledged(sent, edition), later(0.25))
    assert done == Acknowledged(sent.request_id, "2061", timedelta(seconds=0.25), 1)
    assert equipment.unacknowledged == 0
    assert equipment.next_deadline is None


def test_a_lost_acknowledgement_brings_the_same_bytes_three_times_and_then_the_link_is_down() -> (
    None
):
    equipment = EquipmentRole(DEVICE)
    (sent,) = equipment.upload(HOUR, NOW)
    repeats = [equipment.tick(later(seconds)) for seconds in (10, 20, 30)]
    assert [[each.frame for each in actions if isinstance(each, Send)] for actions in repeats] == [
        [sent.frame]
    ] * 3
    timed_out, down = equipment.tick(later(40))
    assert isinstance(timed_out, TimedOut)
    assert down == LinkDown(sent.request_id)


def test_an_acknowledgement_after_a_repeat_counts_the_attempts() -> None:
    equipment = EquipmentRole(DEVICE, patience=Patience(over_time_s=2))
    (sent,) = equipment.upload(HOUR, NOW)
    equipment.tick(later(2))
    (done,) = equipment.handle(acknowledged(sent), later(3))
    (stray,) = equipment.handle(acknowledged(sent), later(4))
    assert done == Acknowledged(sent.request_id, "2061", timedelta(seconds=3), 2)
    assert isinstance(stray, Stray)


def test_an_upload_that_wants_no_answer_is_sent_once() -> None:
    equipment = EquipmentRole(DEVICE)
    (sent,) = equipment.upload(Message("2061", HOUR.head, HOUR.groups, wants_answer=False), NOW)
    assert read(sent.frame).flag == 4
    assert equipment.next_deadline is None


def test_a_long_upload_is_split_into_whole_factors_with_an_id_and_a_number_each() -> None:
    groups = tuple(b"w%05d-Avg=123456.7,w%05d-Flag=N" % (n, n) for n in range(60))
    equipment = EquipmentRole(DEVICE)
    sent = equipment.upload(Message("2061", b"DataTime=20261121080000", groups), NOW)
    packets = [read(each.frame) for each in sent]
    assert len(packets) == 3
    assert len({packet.request_id for packet in packets}) == 3
    assert [packet.packet_number for packet in packets] == [1, 2, 3]
    assert {packet.packet_total for packet in packets} == {3}
    assert {packet.flag for packet in packets} == {7}
    assert all(packet.parameters.startswith(b"DataTime=20261121080000;") for packet in packets)
    assert all(len(each.frame) <= 1024 + 12 for each in sent)
    items = b";".join(packet.parameters[24:] for packet in packets)
    assert tuple(items.split(b";")) == groups
    for each in sent:
        (done,) = equipment.handle(acknowledged(each), later(1))
        assert isinstance(done, Acknowledged)


def test_only_2025_marks_a_replay() -> None:
    replay = Message("2061", HOUR.head, HOUR.groups, is_replay=True)
    marked = [
        read(EquipmentRole(Identity("A", edition)).upload(replay, NOW)[0].frame).replay
        for edition in Edition
    ]
    assert marked == [False, False, True]


def test_a_request_is_answered_9011_and_ends_with_9012() -> None:
    equipment = EquipmentRole(DEVICE)
    accepted, requested = equipment.handle(asked(), NOW)
    assert isinstance(accepted, Send)
    assert isinstance(requested, Requested)
    assert requested.request == realtime_interval_query()
    assert read(accepted.frame).parameters == b"QnRtn=1"
    (ended,) = equipment.finish(requested.packet, ExecutionResult.NO_DATA)
    assert read(ended.frame).parameters == b"ExeRtn=100"


def test_a_repeated_request_gets_the_same_answers_and_is_not_executed_again() -> None:
    equipment = EquipmentRole(DEVICE)
    request = asked(command_code="3015")
    accepted, requested = equipment.handle(request, NOW)
    assert isinstance(requested, Requested)
    assert equipment.handle(request, later(10)) == [accepted]
    (ended,) = equipment.finish(requested.packet)
    assert equipment.handle(request, later(20)) == [accepted, ended]


def test_a_notice_is_answered_9013_and_needs_no_result() -> None:
    equipment = EquipmentRole(DEVICE)
    notice = read(CenterRole(DEVICE).request(realtime_stop(), NOW).frame)
    answered, requested = equipment.handle(notice, NOW)
    assert isinstance(answered, Send)
    assert isinstance(requested, Requested)
    assert read(answered.frame).command_code == "9013"
    assert equipment.finish(requested.packet) == []


@pytest.mark.parametrize(
    ("wrong", "result"),
    [
        (Packet("1", "32", "1061", "654321", DEVICE.device_id, 5), 3),
        (Packet("1", "32", "1061", "123456", "another", 5), 4),
        (Packet("1", "31", "1061", "123456", DEVICE.device_id, 5), 5),
        (Packet("1", "32", "1061", "123456", DEVICE.device_id, 999), 6),
        (Packet(None, "32", "1061", "123456", DEVICE.device_id, 5), 7),
        (Packet("1", "32", "1021", "123456", DEVICE.device_id, 5), 8),
        (Packet("1", "32", "7777", "123456", DEVICE.device_id, 5), 8),
        (Packet("1", "32", "1062", "123456", DEVICE.device_id, 5, parameters=b"RtdInterval=1"), 2),
        (Packet("1", "32", "1062", "123456", DEVICE.device_id, 5), 2),
    ],
)
def test_a_wrong_request_is_refused_with_the_reason(wrong: Packet, result: int) -> None:
    (refused,) = EquipmentRole(DEVICE).handle(wrong, NOW)
    assert isinstance(refused, Send)
    assert request_result(read(refused.frame)) == result


def test_a_lost_connection_forgets_what_was_under_way() -> None:
    equipment = EquipmentRole(DEVICE)
    (sent,) = equipment.upload(HOUR, NOW)
    (lost,) = equipment.disconnected()
    assert lost.request_id == sent.request_id
    assert equipment.tick(later(60)) == []


def test_a_new_password_is_used_from_the_next_packet_on() -> None:
    equipment = EquipmentRole(DEVICE)
    equipment.upload(HOUR, NOW)
    equipment.identity = Identity(DEVICE.device_id, password="abcdef")
    (sent,) = equipment.upload(HOUR, NOW)
    assert read(sent.frame).password == "abcdef"
