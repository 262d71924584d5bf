"""Commands as people see them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from bihuan.accounts.models import User
from bihuan.hj212.command import command
from bihuan.registry.models import CommandState, DeviceCommand
from bihuan.registry.permission import MAY_APPROVE
from bihuan.registry.queries.listing import Listing


@dataclass(frozen=True, slots=True)
class CommandRow:
    """One command as people see it; passwords are masked."""

    command: int
    device: int
    mn: str
    device_name: str
    command_code: str
    command_name: str
    parameters: dict[str, Any]
    state: CommandState
    requested_by: str
    requested_at: datetime
    approved_by: str
    sent_at: datetime | None
    answered_at: datetime | None
    finished_at: datetime | None
    result_text: str


def command_list(*, user: User, states: Collection[CommandState] = ()) -> Listing[CommandRow]:
    """Commands to devices that this person sees (反控命令), newest first."""
    commands = DeviceCommand.objects.visible_to(user)
    if states:
        commands = commands.filter(state__in=states)
    return Listing(_related(commands), _rows)


def commands_to_approve(*, user: User) -> Listing[CommandRow]:
    """Commands that wait for this person's approval (待复核命令): others asked for them."""
    waiting = DeviceCommand.objects.visible_to(user, roles=MAY_APPROVE).filter(
        state=CommandState.AWAITING_APPROVAL
    )
    return Listing(_related(waiting.exclude(requested_by=user)), _rows)


def commands_of(device: int, *, limit: int) -> tuple[CommandRow, ...]:
    """The newest commands to a device (设备命令)."""
    return tuple(_rows(list(_related(DeviceCommand.objects.filter(device=device))[:limit])))


def _related(commands: QuerySet[DeviceCommand]) -> QuerySet[DeviceCommand]:
    return commands.select_related("device", "requested_by", "approved_by").order_by(
        "-requested_at", "-pk"
    )


def _rows(commands: Sequence[DeviceCommand]) -> list[CommandRow]:
    return [_row(each) for each in commands]


def _row(each: DeviceCommand) -> CommandRow:
    known = command(each.command_code)
    return CommandRow(
        command=each.pk,
        device=each.device_id,
        mn=each.device.mn,
        device_name=each.device.name,
        command_code=each.command_code,
        command_name=known.name_zh if known else each.command_code,
        parameters=each.parameters,
        state=CommandState(each.state),
        requested_by=str(each.requested_by or "平台"),
        requested_at=each.requested_at,
        approved_by=str(each.approved_by or ""),
        sent_at=each.sent_at,
        answered_at=each.answered_at,
        finished_at=each.finished_at,
        result_text=each.result_text,
    )
