"""One request while a simulated logger carries it out, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bihuan.hj212.answer import ExecutionResult
from bihuan.hj212.conversation.action import Requested, Send
from bihuan.hj212.conversation.equipment import EquipmentRole, Message
from bihuan.hj212.encryption import write_encrypted_frame
from bihuan.hj212.record import BEIJING
from bihuan.hj212.simulator.clock import DriftingClock
from bihuan.hj212.simulator.outbox import Recall
from bihuan.hj212.simulator.schedule import Schedule
from bihuan.hj212.simulator.settings import LoggerSettings
from bihuan.hj212.simulator.site import SiteState
from bihuan.hj212.wire_time import wire_text

SITE_INFORMATION = "3020"
FRAME_HEAD, FRAME_TAIL = len("##0000"), len("FFFF\r\n")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a request (执行情况).

    Args:
        result: for 9012.
        replies: packets that carry what was asked for, before 9012.
        recall: stored data to send; 9012 follows when the host has it all.
    """

    result: ExecutionResult = ExecutionResult.DONE
    replies: tuple[Message, ...] = ()
    recall: Recall | None = None


@dataclass(slots=True)
class LoggerParts:
    """The parts of a simulated logger that a request may read or change (数采仪部件)."""

    settings: LoggerSettings
    role: EquipmentRole
    clock: DriftingClock
    schedule: Schedule
    site: SiteState
    text_encoding: str = "utf-8"

    def has(self, factor: str) -> bool:
        """Whether it measures a factor (是否监测该因子)."""
        return any(each.code == factor for each in self.settings.factors)

    def enciphered(self, send: Send) -> bytes:
        """A frame as it goes on the wire (加密后的通讯包), when the logger has a key.

        Uploads 2000 to 2999 and 3020 are enciphered.

        Source: HJ 212-2025, second hand.
        """
        key, code = self.settings.key, send.command_code
        if key is None or not ("2000" <= code <= "2999" or code == SITE_INFORMATION):
            return send.frame
        return write_encrypted_frame(send.frame[FRAME_HEAD:-FRAME_TAIL], key)


@dataclass(frozen=True, slots=True)
class Deed:
    """One request being carried out (执行中的请求)."""

    asked: Requested
    fields: dict[str, str]
    logger: LoggerParts
    now: datetime

    @property
    def reading(self) -> datetime:
        """What the logger's clock shows (现场机时间)."""
        return self.logger.clock.reading(self.now)

    def moment(self, field: str) -> datetime:
        """A time among the fields (时间参数)."""
        text = self.fields[field]
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=BEIJING)

    def reply(self, *groups: str, dated: bool = False) -> Outcome:
        """Done, with one packet that repeats the request's id (返回数据)."""
        head = f"DataTime={wire_text(self.reading)}" if dated else ""
        packet = self.asked.packet
        told = Message(
            packet.command_code,
            head.encode(),
            tuple(group.encode() for group in groups),
            wants_answer=False,
            request_id=packet.request_id,
        )
        return Outcome(replies=(told,))

    @property
    def named_factor(self) -> tuple[str, ...]:
        """The PolId group of a reply (污染物编码), if one was asked about."""
        return (f"PolId={self.fields['PolId']}",) if "PolId" in self.fields else ()


Act = Callable[[Deed], Outcome]
