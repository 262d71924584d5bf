"""Commands downward over real sockets, through every state that a command can end in."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from bihuan.accounts.models import AuditEntry
from bihuan.hj212.frame import write_frame
from bihuan.hj212.segment import Packet, read_header
from bihuan.registry.models import CommandState, Device, DeviceCommand
from bihuan.registry.services import queue_command, withdraw_command
from bihuan.telemetry import Store
from tests.gateway.conftest import MN, RegisterDevice
from tests.gateway.running import Client, Clock, RunningGateway, quick, until, upload

TIME = "DataTime=20261121000000"
OVER = {
    CommandState.DONE,
    CommandState.REFUSED,
    CommandState.FAILED,
    CommandState.TIMED_OUT,
    CommandState.WITHDRAWN,
}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@contextmanager
def connected(store: Store, clock: Clock) -> Iterator[tuple[RunningGateway, Client]]:
    """A gateway, and a device that has spoken once."""
    with RunningGateway(store, now=clock) as running, Client(running.port) as device:
        device.send(upload(MN, f"{TIME};w01018-Rtd=1"))
        device.answers(1)
        yield running, device


def order(device: Device, code: str, **parameters: str) -> DeviceCommand:
    return queue_command(
        device, command_code=code, parameters=parameters, by=None, now=datetime.now(UTC)
    )


def request(device: Client) -> Packet:
    """The next frame that the gateway sends, read as a device reads it."""
    (frame,) = device.answers(1)
    return read_header(frame[6:-4])


def reply(to: Packet, code: str, parameters: str) -> bytes:
    segment = f"QN={to.request_id};ST=91;CN={code};PW={to.password};MN={MN};Flag=4;"
    return write_frame(f"{segment}CP=&&{parameters}&&".encode())


def data(to: Packet, parameters: str) -> bytes:
    segment = f"QN={to.request_id};ST=32;CN={to.command_code};PW=123456;MN={MN};Flag=4;"
    return write_frame(f"{segment}CP=&&{parameters}&&".encode())


def ended(command: DeviceCommand) -> DeviceCommand:
    until(lambda: DeviceCommand.objects.get(pk=command.pk).state in OVER)
    command.refresh_from_db()
    return command


def in_state(command: DeviceCommand, state: CommandState) -> bool:
    return DeviceCommand.objects.filter(pk=command.pk, state=state).exists()


def test_a_command_is_sent_accepted_and_done(
    store: Store, register: RegisterDevice, clock: Clock
) -> None:
    row = register()
    with connected(store, clock) as (_, device):
        command = order(row, "1062", RtdInterval="30")
        asked = request(device)
        assert asked.command_code == "1062" and asked.parameters == b"RtdInterval=30"
        assert asked.password == "123456" and asked.system_code == "32" and asked.flag == 5
        assert in_state(command, CommandState.SENT)
        device.send(reply(asked, "9011", "QnRtn=1"))
        until(lambda: in_state(command, CommandState.ACCEPTED))
        device.send(reply(asked, "9012", "ExeRtn=1"))
        command = ended(command)
    assert command.state == CommandState.DONE and command.result_code == 1
    assert command.request_id == asked.request_id and command.answer_code == 1
    row.refresh_from_db()
    assert row.realtime_interval_s == 30
    acts = set(AuditEntry.objects.values_list("action", flat=True))
    assert len(acts) >= 5  # registered, queued, sent, answered, finished


def test_what_a_device_says_is_kept_with_its_command(
    store: Store, register: RegisterDevice, clock: Clock
) -> None:
    row = register()
    with connected(store, clock) as (_, device):
        command = order(row, "1011")
        asked = request(device)
        device.send(reply(asked, "9011", "QnRtn=1"))
        device.send(data(asked, "SystemTime=20261121080203"), reply(asked, "9012", "ExeRtn=1"))
        assert ended(command).result_text == "SystemTime=20261121080203"


def test_a_refusal_ends_the_command_with_its_meaning(
    store: Store, register: RegisterDevice, clock: Clock
) -> None:
    row = register()
    with connected(store, clock) as (_, device):
        command = order(row, "1061")
        device.send(reply(request(device), "9011", "QnRtn=2"))
        command = ended(command)
    assert command.state == CommandState.REFUSED and command.answer_code == 2
    assert command.result_text


def test_a_failure_ends_the_command_with_its_meaning(
    store: Store, register: RegisterDevice, clock: Clock
) -> None:
    row = register()
    with connected(store, clock) as (_, device):
        command = order(row, "2061", BeginTime="20261101000000", EndTime="20261102000000")
        asked = request(device)
        device.send(reply(asked, "9011", "QnRtn=1"), reply(asked, "9012", "ExeRtn=100"))
        command = ended(command)
    assert command.state == CommandState.FAILED and command.result_code == 100


def test_silence_is_asked_again_byte_by_byte_and_then_times_out(
    store: Store, register: RegisterDevice, clock: Clock
) -> None:
    row = register()
    with connected(store, clock) as (_, device):
        command = order(row, "1061")
        first = device.answers(1)
        for _ in range(3):
            clock.advance(10.1)
            assert device.answers(1) == first
        clock.advance(10.1)
        command = ended(command)
        assert command.state == CommandState.TIMED_OUT
        assert command.result_text == "设备未应答"
        assert device.is_hung_up()


def test_a_device_that_reports_but_ignores_commands_keeps_its_connection(
    store: Store, register: RegisterDevice, clock: Clock
) -> None:
    row = register()
    with connected(store, clock) as (_, device):
        command = order(row, "1061")
        device.answers(1)
        for minute in range(4):
            device.send(upload(MN, f"DataTime=2026112100{minute:02}00;w01018-Rtd=1"))
            device.answers(1)
            clock.advance(10.1)
            if minute < 3:
                device.answers(1)
        assert ended(command).state == CommandState.TIMED_OUT
        device.send(upload(MN, "DataTime=20261121000900;w01018-Rtd=1"))
        assert len(device.answers(1)) == 1


def test_an_accepted_command_without_result_times_out_unrepeated(
    store: Store, register: RegisterDevice, clock: Clock
) -> None:
    row = register()
    with connected(store, clock) as (_, device):
        command = order(row, "1061")
        device.send(reply(request(device), "9011", "QnRtn=1"))
        until(lambda: in_state(command, CommandState.ACCEPTED))
        clock.advance(300)
        command = ended(command)
        assert command.state == CommandState.TIMED_OUT
        assert command.result_text == "设备受理后未返回执行结果"
        assert device.hears_nothing()


def test_a_command_to_an_absent_device_waits_and_ends_with_that_reason(
    store: Store, register: RegisterDevice, clock: Clock
) -> None:
    row = register()
    with RunningGateway(store, now=clock):
        command = order(row, "1061")
        clock.advance(25 * 3600)
        command = ended(command)
    assert command.state == CommandState.TIMED_OUT and "未上线" in command.result_text


def test_a_command_is_sent_when_its_device_comes(
    store: Store, register: RegisterDevice, clock: Clock
) -> None:
    row = register()
    command = order(row, "1061")
    with RunningGateway(store, now=clock) as running, Client(running.port) as device:
        device.send(upload(MN, f"{TIME};w01018-Rtd=1"))
        codes = [read_header(frame[6:-4]).command_code for frame in device.answers(2)]
    assert codes == ["9014", "1061"]
    assert ended(command).state == CommandState.TIMED_OUT


def test_a_lost_connection_ends_the_command_with_that_reason(
    store: Store, register: RegisterDevice, clock: Clock
) -> None:
    row = register()
    with connected(store, clock) as (_, device):
        command = order(row, "1061")
        request(device)
        device.reset()
        command = ended(command)
    assert command.state == CommandState.TIMED_OUT and "断开" in command.result_text


def test_a_withdrawn_command_is_not_sent(
    store: Store, register: RegisterDevice, clock: Clock, django_user_model: object
) -> None:
    row = register()
    person = django_user_model.objects.create(username="wang")  # type: ignore[attr-defined]
    command = order(row, "1061")
    DeviceCommand.objects.filter(pk=command.pk).update(requested_by=person)
    withdraw_command(command, reason="误操作", by=person, now=datetime.now(UTC))
    with connected(store, clock) as (_, device):
        assert device.hears_nothing()
    assert ended(command).state == CommandState.WITHDRAWN


def test_commands_of_one_device_go_out_one_after_the_other(
    store: Store, register: RegisterDevice, clock: Clock
) -> None:
    row = register()
    with connected(store, clock) as (_, device):
        order(row, "1061")
        order(row, "1063")
        first = request(device)
        assert first.command_code == "1061" and device.hears_nothing()
        device.send(reply(first, "9011", "QnRtn=1"), reply(first, "9012", "ExeRtn=1"))
        assert request(device).command_code == "1063"


def test_commands_go_through_the_newest_connection(
    store: Store, register: RegisterDevice, clock: Clock
) -> None:
    row = register()
    with connected(store, clock) as (running, old), Client(running.port) as new:
        new.send(upload(MN, f"{TIME};w01018-Rtd=2"))
        new.answers(1)
        order(row, "1061")
        assert request(new).command_code == "1061"
        assert old.hears_nothing(0.1)


def test_a_recall_counts_the_data_that_came(
    store: Store, register: RegisterDevice, clock: Clock
) -> None:
    row = register()
    with connected(store, clock) as (_, device):
        command = order(row, "2061", BeginTime="20261101000000", EndTime="20261101020000")
        asked = request(device)
        device.send(reply(asked, "9011", "QnRtn=1"))
        for hour in range(3):
            moment = f"202611010{hour}0000"
            device.send(
                upload(
                    MN, f"DataTime={moment};w01018-Avg=1", CN="2061", QN=f"2026112109000{hour}000"
                )
            )
        device.answers(3)
        device.send(reply(asked, "9012", "ExeRtn=1"))
        assert ended(command).result_text == "执行成功，收到 3 个数据包"


def test_a_notice_is_done_when_it_is_answered(
    store: Store, register: RegisterDevice, clock: Clock
) -> None:
    row = register()
    with connected(store, clock) as (_, device):
        command = order(row, "2012")
        device.send(reply(request(device), "9013", ""))
        assert ended(command).state == CommandState.DONE


def test_the_clock_is_set_to_the_moment_of_sending(
    store: Store, register: RegisterDevice, clock: Clock
) -> None:
    row = register()
    with connected(store, clock) as (_, device):
        order(row, "1012")
        asked = request(device)
        assert asked.request_id is not None
        assert asked.parameters == f"SystemTime={asked.request_id[:14]}".encode()


def test_a_new_password_counts_from_its_execution_on(
    store: Store, register: RegisterDevice, clock: Clock
) -> None:
    row = register()
    with connected(store, clock) as (running, device):
        command = order(row, "1072", NewPW="abc123")
        DeviceCommand.objects.filter(pk=command.pk).update(state=CommandState.QUEUED)
        asked = request(device)
        assert asked.parameters == b"NewPW=abc123"
        before = running.on_loop(lambda gateway: gateway.intake.book.version)
        device.send(reply(asked, "9011", "QnRtn=1"))
        device.send(reply(asked, "9012", "ExeRtn=1").replace(b"PW=123456", b"PW=123456"))
        assert ended(command).state == CommandState.DONE
        until(lambda: running.on_loop(lambda gateway: gateway.intake.book.version) > before)
        device.send(upload(MN, f"{TIME};w01018-Rtd=3", PW="abc123"))
        assert len(device.answers(1)) == 1
        order(row, "1061")
        assert request(device).password == "abc123"


def test_an_answer_under_the_new_password_is_heard(
    store: Store, register: RegisterDevice, clock: Clock
) -> None:
    row = register()
    with connected(store, clock) as (_, device):
        command = order(row, "1061")
        asked = request(device)
        segment = f"QN={asked.request_id};ST=91;CN=9011;PW=other1;MN={MN};Flag=4;CP=&&QnRtn=1&&"
        device.send(write_frame(segment.encode()))
        until(lambda: in_state(command, CommandState.ACCEPTED))


def test_a_device_of_2005_answers_without_header_fields(
    store: Store, register: RegisterDevice, clock: Clock
) -> None:
    row = register(edition="2005")
    with connected(store, clock) as (_, device):
        command = order(row, "1061")
        asked = request(device)
        fields = f"QN={asked.request_id}"
        device.send(write_frame(f"ST=91;CN=9011;CP=&&{fields};QnRtn=1&&".encode()))
        device.send(write_frame(f"ST=91;CN=9012;CP=&&{fields};ExeRtn=1&&".encode()))
        assert ended(command).state == CommandState.DONE


def test_a_stray_answer_is_counted_and_harms_nothing(
    store: Store, register: RegisterDevice, clock: Clock
) -> None:
    row = register()
    with connected(store, clock) as (running, device):
        order(row, "1061")
        asked = request(device)
        segment = f"QN=20200101000000000;ST=91;CN=9012;PW=123456;MN={MN};Flag=4;CP=&&ExeRtn=1&&"
        device.send(write_frame(segment.encode()))
        until(lambda: running.totals().get("stray_answers") == 1)
        device.send(reply(asked, "9011", "QnRtn=1"))
        until(lambda: DeviceCommand.objects.filter(state=CommandState.ACCEPTED).exists())


def test_a_device_that_was_never_met_is_set_up(store: Store, register: RegisterDevice) -> None:
    register()
    seen = []
    with RunningGateway(store, quick(initialises_devices=True)) as running:
        with Client(running.port) as device:
            device.send(upload(MN, f"{TIME};w01018-Rtd=1"))
            device.answers(1)
            for _ in range(6):
                asked = request(device)
                seen.append(asked.command_code)
                device.send(reply(asked, "9011", "QnRtn=1"), reply(asked, "9012", "ExeRtn=1"))
            until(lambda: DeviceCommand.objects.filter(state=CommandState.DONE).count() == 6)
        with Client(running.port) as device:
            device.send(upload(MN, f"{TIME};w01018-Rtd=2"))
            device.answers(1)
            assert device.hears_nothing()
    assert seen == ["1012", "1000", "1062", "1064", "2011", "2021"]
    assert not DeviceCommand.objects.exclude(requested_by=None).exists()
