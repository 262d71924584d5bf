"""What the gateway reports of commands: sent, answered, ended, timed out."""

import json
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from bihuan.accounts.seal import SealBroken, unseal
from bihuan.accounts.services import record_act
from bihuan.hj212.result import EXECUTION_RESULT, REQUEST_RESULT, result_code
from bihuan.registry.acts import Act
from bihuan.registry.command_rule import LONGEST_EXECUTION, LONGEST_IN_QUEUE
from bihuan.registry.device_password import password_hash
from bihuan.registry.models import CommandState, Device, DeviceCommand
from bihuan.registry.models.command import OPEN_STATES
from bihuan.registry.services.directory import bump_directory

_SETTINGS = {
    "1000": {"OverTime": "time_out_s", "ReCount": "repeats"},
    "1062": {"RtdInterval": "realtime_interval_s"},
    "1064": {"MinInterval": "minute_interval_min"},
}
_SET_PASSWORD = "1072"
_SLACK = timedelta(seconds=60)


@transaction.atomic
def mark_sent(command: int, *, request_id: str, now: datetime) -> bool:
    """Take a command out of the queue and remember its request id (发送命令), before sending it.

    Returns:
        False when it is no longer queued: withdrawn, or another gateway took it. Do not send.
    """
    taken = DeviceCommand.objects.filter(pk=command, state=CommandState.QUEUED).update(
        state=CommandState.SENT, request_id=request_id, sent_at=now
    )
    if taken:
        sent = DeviceCommand.objects.select_related("device").get(pk=command)
        detail = {"request_id": request_id}
        record_act(user=None, action=Act.SEND_COMMAND, object=sent, now=now, detail=detail)
    return bool(taken)


@transaction.atomic
def record_answer(device: int, *, request_id: str, code: int, now: datetime) -> bool:
    """Note what a device answered to a request (请求应答 9011, QnRtn): 1 accepts, the rest refuse.

    Returns:
        False when no sent command waits for it: late, repeated or foreign.
    """
    command = _waiting(device, request_id, CommandState.SENT)
    if command is None:
        return False
    command.answered_at, command.answer_code = now, code
    text = _meaning(REQUEST_RESULT, code)
    if code == 1:
        command.state = CommandState.ACCEPTED
        command.save(update_fields=["state", "answered_at", "answer_code"])
        detail = {"code": code, "meaning": text}
        record_act(user=None, action=Act.ANSWER_COMMAND, object=command, now=now, detail=detail)
    else:
        _finish(command, CommandState.REFUSED, text, now)
    return True


@transaction.atomic
def record_result(
    device: int, *, request_id: str, code: int, now: datetime, text: str = ""
) -> bool:
    """Note what became of a request (执行结果 9012, ExeRtn): 1 is done, the rest failed.

    What a successful command set on the device (time-out, intervals, password) is set in the
    registry as well. A notice that was answered is reported with code 1.

    Args:
        device: key of the device.
        request_id: QN of the request.
        code: ExeRtn.
        now: when it came. [aware]
        text: what else the device said; the meaning of the code where empty.

    Returns:
        False when no command waits for it.
    """
    command = _waiting(device, request_id, CommandState.SENT, CommandState.ACCEPTED)
    if command is None:
        return False
    command.result_code = code
    note = _apply(command) if code == 1 else ""
    state = CommandState.DONE if code == 1 else CommandState.FAILED
    _finish(command, state, (text or _meaning(EXECUTION_RESULT, code)) + note, now)
    return True


@transaction.atomic
def record_time_out(device: int, *, request_id: str, now: datetime, text: str) -> bool:
    """Note that a device did not answer or did not finish in time (超时).

    Returns:
        False when no command waits for it.
    """
    command = _waiting(device, request_id, CommandState.SENT, CommandState.ACCEPTED)
    if command is None:
        return False
    _finish(command, CommandState.TIMED_OUT, text, now)
    return True


@transaction.atomic
def time_out_commands(*, now: datetime) -> int:
    """End what nobody will report on any more (清理超时命令).

    Sent without an answer for all repeats and a minute (its gateway is gone), accepted without
    a result for `LONGEST_EXECUTION`, or queued for `LONGEST_IN_QUEUE` (the device never came).

    Returns:
        Number of commands ended.
    """
    over = [
        (command, text)
        for command in _candidates(now)
        if (text := _overdue(command, now)) is not None
    ]
    for command, text in over:
        _finish(command, CommandState.TIMED_OUT, text, now)
    return len(over)


def _candidates(now: datetime) -> list[DeviceCommand]:
    rows = DeviceCommand.objects.filter(
        Q(state=CommandState.SENT, sent_at__lt=now - _SLACK)
        | Q(state=CommandState.ACCEPTED, answered_at__lt=now - LONGEST_EXECUTION)
        | Q(
            state__in=(CommandState.QUEUED, CommandState.AWAITING_APPROVAL),
            requested_at__lt=now - LONGEST_IN_QUEUE,
        )
    )
    return list(rows.select_for_update(of=("self",)).select_related("device").order_by("pk"))


def _overdue(command: DeviceCommand, now: datetime) -> str | None:
    if command.state == CommandState.AWAITING_APPROVAL:
        return "超过 24 小时未复核"
    if command.state == CommandState.QUEUED:
        return "设备超过 24 小时未上线"
    if command.state == CommandState.ACCEPTED:
        return "设备受理后长时间未返回执行结果"
    patience_s = command.device.time_out_s * (command.device.repeats + 1)
    sent_at = command.sent_at or command.requested_at
    is_over = now - sent_at > timedelta(seconds=patience_s) + _SLACK
    return "发送后未收到应答" if is_over else None


def _waiting(device: int, request_id: str, *states: CommandState) -> DeviceCommand | None:
    rows = DeviceCommand.objects.select_for_update(of=("self",)).select_related("device")
    return rows.filter(device_id=device, request_id=request_id, state__in=states).first()


def _finish(command: DeviceCommand, state: CommandState, text: str, now: datetime) -> None:
    assert state not in OPEN_STATES
    command.state, command.finished_at = state, now
    command.result_text, command.sealed = text[:500], ""
    command.save()
    detail = {"state": state.value, "code": command.result_code, "text": command.result_text}
    record_act(user=None, action=Act.FINISH_COMMAND, object=command, now=now, detail=detail)


def _apply(command: DeviceCommand) -> str:
    """Set here what the command has set on the device; a note for people where that failed."""
    columns = _SETTINGS.get(command.command_code, {})
    values: dict[str, object] = {
        columns[name]: int(value) for name, value in command.parameters.items() if name in columns
    }
    if command.command_code == _SET_PASSWORD:
        try:
            new = json.loads(unseal(command.sealed))["NewPW"]
        except SealBroken:
            return "；平台未能记录新密码，请在平台侧修改访问密码"
        values["password_hash"] = password_hash(command.device.mn, new)
    if values:
        Device.objects.filter(pk=command.device_id).update(**values)
        bump_directory()
    return ""


def _meaning(field: str, code: int) -> str:
    known = result_code(field, str(code))
    return known.name_zh if known else f"未知代码 {code}"
