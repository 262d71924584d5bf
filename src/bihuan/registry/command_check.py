"""Checks a command before it is queued, by the protocol's own request builders."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bihuan.hj212.conversation.error import (
    BadField,
    BadRequest,
    MissingField,
    NotInEdition,
    UnknownRequest,
)
from bihuan.hj212.conversation.request import request_of
from bihuan.hj212.edition import Edition
from bihuan.registry.error import WrongCommand

Parameters = Mapping[str, str | Sequence[str]]
SET_CLOCK = "1012"
_SHANGHAI = ZoneInfo("Asia/Shanghai")


def check_command(
    command_code: str, *, parameters: Parameters, edition: str, now: datetime
) -> None:
    """Refuse what the device's edition does not know or what its fields do not allow.

    Setting the clock needs no time here: whoever sends it puts in the time of sending.

    Raises:
        WrongCommand: with a sentence for the person who asked.
    """
    given = dict(parameters)
    if command_code == SET_CLOCK:
        given.setdefault("SystemTime", now.astimezone(_SHANGHAI).strftime("%Y%m%d%H%M%S"))
    try:
        request_of(command_code, given).parameters(Edition(edition))
    except BadRequest as error:
        raise WrongCommand(_sentence(error, command_code)) from error


def _sentence(error: BadRequest, command_code: str) -> str:
    if isinstance(error, UnknownRequest):
        return f"没有可下发的命令 {command_code}"
    if isinstance(error, NotInEdition):
        return f"设备的协议版本（{error.edition}）没有命令 {command_code}"
    if isinstance(error, MissingField):
        return f"命令 {command_code} 缺少参数 {error.name}"
    if isinstance(error, BadField):
        return f"命令 {command_code} 的参数 {error.name} 不正确（{error.complaint}）"
    return f"命令 {command_code} 不正确（{error}）"
