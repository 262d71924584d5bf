"""What people do with commands: ask, approve, withdraw."""

import json
from datetime import datetime

from django.db import transaction

from bihuan.accounts.error import NotYours
from bihuan.accounts.models import User
from bihuan.accounts.seal import seal
from bihuan.accounts.services import record_act
from bihuan.registry.acts import Act
from bihuan.registry.command_check import Parameters, check_command
from bihuan.registry.command_rule import needs_second_person
from bihuan.registry.error import WrongCommandState
from bihuan.registry.models import CommandState, Device, DeviceCommand
from bihuan.registry.permission import MAY_APPROVE, MAY_COMMAND, require_device
from bihuan.registry.secrecy import masked, secrets_of


@transaction.atomic
def queue_command(
    device: Device, *, command_code: str, parameters: Parameters, by: User | None, now: datetime
) -> DeviceCommand:
    """Ask for a command to a device (下发命令); the gateway sends it when the device is connected.

    A command that needs a second person waits for `approve_command` first. Passwords and keys
    are masked in the row and sealed until the command ends.

    Args:
        device: to which.
        command_code: CN.
        parameters: fields of CP as they go on the wire; 1012 may leave SystemTime to the sender.
        by: who asks; None is the platform itself.
        now: time of the act. [aware]

    Raises:
        WrongCommand: unknown in this edition, or a wrong parameter; nothing was written.
        NotYours: the device is out of this person's reach.
    """
    require_device(device, by, MAY_COMMAND)
    check_command(command_code, parameters=parameters, edition=device.edition, now=now)
    secrets = secrets_of(parameters)
    waits = needs_second_person(command_code)
    command = DeviceCommand.objects.create(
        device=device,
        command_code=command_code,
        parameters=masked(parameters),
        sealed=seal(json.dumps(secrets)) if secrets else "",
        state=CommandState.AWAITING_APPROVAL if waits else CommandState.QUEUED,
        requested_by=by,
        requested_at=now,
    )
    detail = {"mn": device.mn, "command": command_code, "parameters": command.parameters}
    record_act(user=by, action=Act.QUEUE_COMMAND, object=command, now=now, detail=detail)
    return command


@transaction.atomic
def approve_command(command: DeviceCommand, *, by: User, now: datetime) -> DeviceCommand:
    """Approve a command as the second person (复核命令): it goes into the queue.

    Raises:
        NotYours: not this person's device, or this person asked for it.
        WrongCommandState: it does not wait for approval; somebody was faster.
    """
    kept = _locked(command)
    require_device(kept.device, by, MAY_APPROVE)
    if kept.requested_by_id == by.pk:
        raise NotYours("复核人不能是申请人本人")
    _require(kept, CommandState.AWAITING_APPROVAL)
    kept.state, kept.approved_by, kept.approved_at = CommandState.QUEUED, by, now
    kept.save(update_fields=["state", "approved_by", "approved_at"])
    record_act(user=by, action=Act.APPROVE_COMMAND, object=kept, now=now)
    return kept


@transaction.atomic
def withdraw_command(
    command: DeviceCommand, *, reason: str, by: User, now: datetime
) -> DeviceCommand:
    """Withdraw a command that has not been sent (撤回命令), by the asker or one who may approve.

    Raises:
        NotYours: neither asked by this person nor within what this person may approve.
        WrongCommandState: it was sent already.
    """
    kept = _locked(command)
    if kept.requested_by_id != by.pk:
        require_device(kept.device, by, MAY_APPROVE)
    _require(kept, CommandState.AWAITING_APPROVAL, CommandState.QUEUED)
    kept.state, kept.finished_at, kept.sealed = CommandState.WITHDRAWN, now, ""
    kept.result_text = reason
    kept.save(update_fields=["state", "finished_at", "sealed", "result_text"])
    detail = {"reason": reason}
    record_act(user=by, action=Act.WITHDRAW_COMMAND, object=kept, now=now, detail=detail)
    return kept


def _locked(command: DeviceCommand) -> DeviceCommand:
    return (
        DeviceCommand.objects.select_for_update(of=("self",))
        .select_related("device")
        .get(pk=command.pk)
    )


def _require(command: DeviceCommand, *states: CommandState) -> None:
    if command.state not in states:
        raise WrongCommandState(command, command.get_state_display())
