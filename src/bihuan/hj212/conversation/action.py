"""What a role tells its caller: bytes to send, and what became of an exchange."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bihuan.hj212.answer import ExecutionResult, RequestResult
from bihuan.hj212.conversation.request.form import Request
from bihuan.hj212.segment import Packet


class Stage(StrEnum):
    """What an exchange waits for (交互阶段)."""

    ANSWER = "answer"
    EXECUTION = "execution"


@dataclass(frozen=True, slots=True)
class Send:
    """Put these bytes on the wire (发送); attempt 2 and later are repeats, byte for byte."""

    frame: bytes
    request_id: str
    command_code: str
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class Arrived:
    """An upload came in (上传数据); acknowledge it once it is durable."""

    packet: Packet


@dataclass(frozen=True, slots=True)
class Noticed:
    """A notice came in and was answered (通知)."""

    packet: Packet


@dataclass(frozen=True, slots=True)
class Stray:
    """An answer that nothing waits for (无主应答): late, repeated, or foreign."""

    packet: Packet


@dataclass(frozen=True, slots=True)
class Accepted:
    """The device will execute the request (准备执行请求), 9011 with QnRtn 1."""

    request_id: str
    command_code: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The device will not execute the request (请求被拒绝), and why."""

    request_id: str
    command_code: str
    result: RequestResult


@dataclass(frozen=True, slots=True)
class Completed:
    """The device has executed the request (执行完毕), or answered our notice.

    `replies` are the packets that carried what was asked for; data of a recall
    are not kept here, they arrive as uploads.
    """

    request_id: str
    command_code: str
    result: ExecutionResult
    replies: tuple[Packet, ...] = ()


@dataclass(frozen=True, slots=True)
class TimedOut:
    """An exchange ended without an answer (超时)."""

    request_id: str
    command_code: str
    stage: Stage


@dataclass(frozen=True, slots=True)
class LinkDown:
    """The last repeat went unanswered (通讯线路中断): close the connection."""

    request_id: str


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The host answered our upload or notice (已应答).

    `waited` runs from the first sending; `attempts` counts all of them.
    """

    request_id: str
    command_code: str
    waited: timedelta
    attempts: int


@dataclass(frozen=True, slots=True)
class Requested:
    """The host asks us to act (收到请求); it was answered 9011 (a notice: 9013).

    Report the end with `EquipmentRole.finish`, unless it is a notice.
    """

    packet: Packet
    request: Request


Action = (
    Send
    | Arrived
    | Noticed
    | Stray
    | Accepted
    | Refused
    | Completed
    | TimedOut
    | LinkDown
    | Acknowledged
    | Requested
)
