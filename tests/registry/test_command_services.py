"""Commands to devices: asked, approved, sent, answered, ended."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from bihuan.accounts.error import NotYours
from bihuan.accounts.models import AuditEntry
from bihuan.registry.acts import Act
from bihuan.registry.command_rule import CONTROL_COMMANDS, needs_second_person
from bihuan.registry.device_password import is_password
from bihuan.registry.error import WrongCommand, WrongCommandState
from bihuan.registry.models import CommandState, Device, DeviceCommand
from bihuan.registry.queries import (
    command_list,
    commands_to_approve,
    device_directory,
    directory_version,
)
from bihuan.registry.services import (
    NewDevice,
    approve_command,
    mark_sent,
    queue_command,
    record_answer,
    record_result,
    record_time_out,
    register_device,
    time_out_commands,
    withdraw_command,
)
from tests.people import NOW, People, Places

QN = "20261121083000000"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def device(places: Places) -> Device:
    """The plant's device."""
    new = NewDevice("MN-1", {"": places.plant_point}, password="123456")
    return register_device(new, by=None, now=NOW)


def queued(device: Device, code: str = "1061", **parameters: str) -> DeviceCommand:
    """A command of the platform itself."""
    return queue_command(device, command_code=code, parameters=parameters, by=None, now=NOW)


def sent(device: Device, code: str = "1061", **parameters: str) -> DeviceCommand:
    """A command that the gateway has taken; approved if it must be."""
    command = queued(device, code, **parameters)
    DeviceCommand.objects.filter(pk=command.pk).update(state=CommandState.QUEUED)
    assert mark_sent(command.pk, request_id=QN, now=NOW)
    return command


def state(command: DeviceCommand) -> DeviceCommand:
    """As it is now."""
    return DeviceCommand.objects.get(pk=command.pk)


def test_a_harmless_command_is_queued_at_once_and_on_record(people: People, device: Device) -> None:
    command = queue_command(device, command_code="1061", parameters={}, by=people.wang, now=NOW)
    assert command.state == CommandState.QUEUED
    entry = AuditEntry.objects.get(action=Act.QUEUE_COMMAND)
    assert (entry.user, entry.detail["command"]) == (people.wang, "1061")


def test_setting_the_clock_needs_one_person_and_no_time(device: Device) -> None:
    assert queued(device, "1012").state == CommandState.QUEUED


@pytest.mark.parametrize("code", sorted(CONTROL_COMMANDS - {"1012", "1072"}))
def test_a_control_command_waits_for_a_second_person(code: str) -> None:
    assert needs_second_person(code)


def test_which_commands_need_two_people_is_a_setting(settings: Settings, device: Device) -> None:
    settings.TWO_PERSON_COMMANDS = {"1061"}
    assert queued(device, "1061").state == CommandState.AWAITING_APPROVAL
    assert queued(device, "3011", PolId="a21026").state == CommandState.QUEUED


@pytest.mark.parametrize(
    ("code", "parameters", "sentence"),
    [
        ("9999", {}, "没有可下发的命令 9999"),
        ("1062", {}, "缺少参数 RtdInterval"),
        ("1062", {"RtdInterval": "10"}, "参数 RtdInterval 不正确"),
        ("1001", {"WarnTime": "5"}, "协议版本（2017）没有命令 1001"),
        ("2051", {"BeginTime": "20261121", "EndTime": "x"}, "BeginTime 不正确"),
    ],
)
def test_a_wrong_command_is_refused_with_a_sentence(
    device: Device, code: str, parameters: dict[str, str], sentence: str
) -> None:
    with pytest.raises(WrongCommand, match=sentence):
        queued(device, code, **parameters)
    assert not DeviceCommand.objects.exists()


@pytest.mark.parametrize("name", ["zhao", "chen", "supervisor", "visitor", "township", "auditor"])
def test_a_person_without_reach_or_role_commands_nothing(
    people: People, device: Device, name: str
) -> None:
    with pytest.raises(NotYours):
        queue_command(device, command_code="1061", parameters={}, by=people.all()[name], now=NOW)


def test_a_contractor_may_command_the_devices_it_serves(people: People, places: Places) -> None:
    device = register_device(NewDevice("MN-2", {"": places.mill_point}), by=None, now=NOW)
    queue_command(device, command_code="1012", parameters={}, by=people.operator, now=NOW)


def test_a_password_is_masked_in_the_row_and_on_record(people: People, device: Device) -> None:
    command = queue_command(
        device, command_code="1072", parameters={"NewPW": "654321"}, by=people.wang, now=NOW
    )
    assert command.state == CommandState.AWAITING_APPROVAL
    assert "654321" not in str(vars(state(command)))
    assert "654321" not in str([entry.detail for entry in AuditEntry.objects.all()])


def test_the_second_person_lets_a_control_command_go(people: People, device: Device) -> None:
    command = queue_command(
        device, command_code="3011", parameters={"PolId": "a21026"}, by=people.wang, now=NOW
    )
    assert [row.command for row in commands_to_approve(user=people.li)] == [command.pk]
    assert not list(commands_to_approve(user=people.wang))
    assert not list(commands_to_approve(user=people.engineer))
    approved = approve_command(command, by=people.li, now=NOW + MINUTE)
    assert (approved.state, approved.approved_by) == (CommandState.QUEUED, people.li)
    assert AuditEntry.objects.filter(action=Act.APPROVE_COMMAND, user=people.li).exists()
    assert not list(commands_to_approve(user=people.li))


@pytest.mark.parametrize(
    ("name", "because"),
    [("wang", "本人"), ("zhao", "范围"), ("engineer", "范围"), ("chen", "范围")],
)
def test_neither_the_asker_nor_a_stranger_approves(
    people: People, device: Device, name: str, because: str
) -> None:
    command = queue_command(
        device, command_code="3011", parameters={"PolId": "a21026"}, by=people.wang, now=NOW
    )
    with pytest.raises(NotYours, match=because):
        approve_command(command, by=people.all()[name], now=NOW)
    assert state(command).state == CommandState.AWAITING_APPROVAL


def test_a_command_is_approved_once(people: People, device: Device) -> None:
    command = queue_command(
        device, command_code="3011", parameters={"PolId": "a21026"}, by=people.wang, now=NOW
    )
    approve_command(command, by=people.li, now=NOW)
    with pytest.raises(WrongCommandState, match="待发送"):
        approve_command(command, by=people.province, now=NOW)


def test_a_command_can_be_withdrawn_until_it_is_sent(people: People, device: Device) -> None:
    command = queue_command(device, command_code="1061", parameters={}, by=people.wang, now=NOW)
    with pytest.raises(NotYours):
        withdraw_command(command, reason="", by=people.zhao, now=NOW)
    withdraw_command(command, reason="误操作", by=people.wang, now=NOW)
    assert (state(command).state, state(command).result_text) == ("withdrawn", "误操作")
    assert not mark_sent(command.pk, request_id=QN, now=NOW)
    with pytest.raises(WrongCommandState):
        withdraw_command(command, reason="", by=people.wang, now=NOW)


def test_two_gateways_cannot_both_take_a_command(device: Device) -> None:
    command = queued(device)
    assert mark_sent(command.pk, request_id=QN, now=NOW)
    assert not mark_sent(command.pk, request_id="20261121083000001", now=NOW)
    assert state(command).request_id == QN


def test_an_accepted_command_ends_with_its_result(device: Device) -> None:
    command = sent(device)
    assert record_answer(device.pk, request_id=QN, code=1, now=NOW)
    assert state(command).state == CommandState.ACCEPTED
    assert record_result(device.pk, request_id=QN, code=1, now=NOW + MINUTE)
    done = state(command)
    assert (done.state, done.result_text, done.finished_at) == ("done", "执行成功", NOW + MINUTE)
    entries = AuditEntry.objects.filter(object_kind="registry.devicecommand").order_by("pk")
    assert [entry.action for entry in entries] == [
        Act.QUEUE_COMMAND,
        Act.SEND_COMMAND,
        Act.ANSWER_COMMAND,
        Act.FINISH_COMMAND,
    ]


def test_a_refused_command_says_why(device: Device) -> None:
    command = sent(device)
    record_answer(device.pk, request_id=QN, code=3, now=NOW)
    assert (state(command).state, state(command).result_text) == ("refused", "PW 错误")


@pytest.mark.parametrize(("code", "text"), [(100, "没有数据"), (77, "未知代码 77")])
def test_a_failed_command_says_why(device: Device, code: int, text: str) -> None:
    command = sent(device)
    record_result(device.pk, request_id=QN, code=code, now=NOW)
    assert (state(command).state, state(command).result_text) == ("failed", text)


def test_what_the_device_said_goes_before_the_meaning_of_the_code(device: Device) -> None:
    command = sent(device)
    record_result(device.pk, request_id=QN, code=1, now=NOW, text="RtdInterval=30")
    assert state(command).result_text == "RtdInterval=30"


def test_answers_that_nothing_waits_for_change_nothing(device: Device) -> None:
    command = sent(device)
    record_result(device.pk, request_id=QN, code=1, now=NOW)
    assert not record_answer(device.pk, request_id=QN, code=2, now=NOW)
    assert not record_result(device.pk, request_id=QN, code=2, now=NOW)
    assert not record_result(device.pk, request_id="20200101000000000", code=1, now=NOW)
    assert not record_time_out(device.pk, request_id=QN, now=NOW, text="")
    assert state(command).state == CommandState.DONE


def test_settings_that_a_command_changed_on_the_device_are_changed_here(device: Device) -> None:
    version = directory_version()
    sent(device, "1000", OverTime="20", ReCount="5")
    record_result(device.pk, request_id=QN, code=1, now=NOW)
    entry = device_directory()["MN-1"]
    assert (entry.time_out_s, entry.repeats) == (20, 5)
    assert directory_version() > version


def test_a_new_password_counts_when_the_device_has_taken_it(device: Device) -> None:
    command = sent(device, "1072", NewPW="654321")
    assert is_password("MN-1", "123456", device_directory()["MN-1"].password_hash)
    record_result(device.pk, request_id=QN, code=1, now=NOW)
    assert is_password("MN-1", "654321", device_directory()["MN-1"].password_hash)
    assert state(command).sealed == ""


def test_a_new_password_that_cannot_be_opened_any_more_is_said(
    device: Device, settings: Settings
) -> None:
    command = sent(device, "1072", NewPW="654321")
    settings.SECRET_KEY = "another secret of more than 32 characters"
    assert record_result(device.pk, request_id=QN, code=1, now=NOW)
    assert "请在平台侧修改访问密码" in state(command).result_text


def test_a_failed_setting_changes_nothing_here(device: Device) -> None:
    sent(device, "1062", RtdInterval="30")
    record_result(device.pk, request_id=QN, code=2, now=NOW)
    assert device_directory()["MN-1"].realtime_interval_s == 60


def test_a_command_that_times_out_says_at_which_step(device: Device) -> None:
    command = sent(device)
    assert record_time_out(device.pk, request_id=QN, now=NOW, text="三次未应答")
    assert (state(command).state, state(command).result_text) == ("timed_out", "三次未应答")


def test_commands_that_nobody_reports_on_end_by_themselves(device: Device) -> None:
    lost = sent(device)
    assert time_out_commands(now=NOW + timedelta(seconds=90)) == 0
    assert time_out_commands(now=NOW + timedelta(seconds=101)) == 1
    assert state(lost).result_text == "发送后未收到应答"
    accepted = queued(device)
    mark_sent(accepted.pk, request_id="20261121083000009", now=NOW)
    record_answer(device.pk, request_id="20261121083000009", code=1, now=NOW)
    assert time_out_commands(now=NOW + timedelta(hours=1)) == 0
    assert time_out_commands(now=NOW + timedelta(hours=3)) == 1
    waiting, asked = queued(device), queued(device, "3011", PolId="a21026")
    assert time_out_commands(now=NOW + timedelta(hours=25)) == 2
    assert state(waiting).result_text == "设备超过 24 小时未上线"
    assert state(asked).result_text == "超过 24 小时未复核"


def test_the_list_shows_names_and_is_scoped(people: People, device: Device) -> None:
    sent(device)
    (row,) = command_list(user=people.wang)
    assert (row.command_code, row.requested_by, row.mn) == ("1061", "平台", "MN-1")
    assert "实时" in row.command_name
    assert row.state is CommandState.SENT
    assert not list(command_list(user=people.zhao))
    assert not list(command_list(user=people.wang, states=[CommandState.DONE]))
