"""What the command desk tells the registry, as frozen values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Order:
    """A command that waits in the registry to be sent (待发命令).

    Args:
        command: key of the command.
        device: key of the device.
        mn: its MN.
        command_code: CN.
        parameters: fields of CP in clear; they may hold a new password, so they are not printed.
        fault: why it cannot be sent, '' when it can.
    """

    command: int
    device: int
    mn: str
    command_code: str
    parameters: Mapping[str, str | Sequence[str]] = field(default_factory=dict, repr=False)
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Begun:
    """A command that has its frame and waits for the registry's word before it is sent."""

    order: Order
    request_id: str
    frame: bytes = field(default=b"", repr=False)
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """The device answered 9011 with this QnRtn."""

    device: int
    request_id: str
    code: int


@dataclass(frozen=True, slots=True)
class Ended:
    """The device answered 9012 with this ExeRtn, and what else it said."""

    device: int
    request_id: str
    code: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The device said nothing in time, and where it stopped."""

    device: int
    request_id: str
    text: str


@dataclass(frozen=True, slots=True)
class KeySet:
    """The device has taken a new SM4 key (1014 done)."""

    device: int
    key: str = field(repr=False)


Report = Answered | Ended | Unanswered | KeySet
