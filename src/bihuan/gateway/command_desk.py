"""Commands downward: sent, repeated, timed out and answered, one at a time for each device."""

import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bihuan.gateway.arrival import Arrival
from bihuan.gateway.command_report import (
    Answered,
    Begun,
    Ended,
    KeySet,
    Order,
    Report,
    Unanswered,
)
from bihuan.gateway.connection import DeviceConnection, Standing
from bihuan.gateway.outcome import Outcome
from bihuan.gateway.reply import Reply, reply_to
from bihuan.gateway.sessions import Sessions
from bihuan.gateway.tally import Tally
from bihuan.hj212.answer import ExecutionResult, RequestResult
from bihuan.hj212.conversation.action import (
    Accepted,
    Action,
    Completed,
    LinkDown,
    Refused,
    Send,
    Stage,
    Stray,
    TimedOut,
)
from bihuan.hj212.conversation.center import CenterRole
from bihuan.hj212.conversation.error import BadRequest
from bihuan.hj212.conversation.identity import Identity
from bihuan.hj212.conversation.patience import Patience
from bihuan.hj212.conversation.request import Request, clock_setting, request_of
from bihuan.hj212.conversation.request_id import RequestIds
from bihuan.registry.models import DropReason
from bihuan.registry.queries import DeviceEntry

log = logging.getLogger(__name__)

SET_CLOCK, SET_KEY = "1012", "1014"
SILENT = {Stage.ANSWER: "设备未应答", Stage.EXECUTION: "设备受理后未返回执行结果"}
DISCONNECTED = "连接已断开，命令未完成"


@dataclass(slots=True)
class _Talk:
    """The platform's side of the exchanges with one device, and its tracked command."""

    role: CenterRole
    device: int
    tracked: str = ""
    order: Order | None = None
    void: set[str] = field(default_factory=set)
    heard: Counter[str] = field(default_factory=Counter)


class CommandDesk:
    """Drives the exchanges that the platform begins (反控), without database and without waiting.

    Commands come from the registry; what becomes of them leaves through `drain`. Old loggers
    mix up exchanges, so a device gets its next command when the one before has ended.
    """

    def __init__(self, sessions: Sessions, tally: Tally) -> None:
        """No exchange is open."""
        self._sessions = sessions
        self._tally = tally
        self._talks: dict[str, _Talk] = {}
        self._reports: list[Report] = []
        self._ids = RequestIds()

    def ready(self, waiting: Mapping[int, str]) -> list[int]:
        """Which of the devices that commands wait for can take one now.

        Args:
            waiting: MN by key of the device.
        """
        return [device for device, mn in waiting.items() if self._is_free(mn)]

    def begin(self, order: Order, now: datetime) -> Begun | None:
        """Make the frame of a command; `confirm` sends it, when the registry has noted it.

        Returns:
            None when the device has gone or got busy: the command stays in the queue.
        """
        line = self._sessions.newest(order.mn)
        if line is None or not self._is_free(order.mn):
            return None
        if order.fault:
            return Begun(order, self._ids.next(now), fault=order.fault)
        talk = self._talk(order.mn, line)
        try:
            sent = talk.role.request(_request(order, now), now)
        except BadRequest as error:
            return Begun(order, self._ids.next(now), fault=str(error))
        talk.tracked, talk.order = sent.request_id, order
        talk.heard.clear()
        return Begun(order, sent.request_id, sent.frame)

    def confirm(self, begun: Begun, *, taken: bool) -> None:
        """Send what the registry noted; forget what somebody withdrew meanwhile."""
        order = begun.order
        if begun.fault:
            if taken:
                self._reports.append(Ended(order.device, begun.request_id, 2, begun.fault))
            return
        talk = self._talks.get(order.mn)
        line = self._sessions.newest(order.mn)
        if talk is None or line is None:
            self._reports.append(Unanswered(order.device, begun.request_id, DISCONNECTED))
        elif taken:
            self._tally.note("commands_sent", device=order.mn)
            log.info(
                "command sent device=%s code=%s id=%s",
                order.mn,
                order.command_code,
                begun.request_id,
            )
            line.send(begun.frame)
        else:
            talk.void.add(begun.request_id)
            talk.tracked = ""

    def take(self, arrival: Arrival, now: datetime) -> None:
        """Hand a packet that is on disk to its device's exchanges."""
        talk = self._talks.get(arrival.device)
        if talk is None or arrival.packet is None or arrival.entry is None:
            return
        if reply_to(arrival.packet) is Reply.NOTICE or arrival.outcome == Outcome.DUPLICATE:
            return
        talk.heard[arrival.packet.command_code] += 1
        for action in talk.role.handle(arrival.packet, now):
            if not isinstance(action, Send):  # answers go out with their batch
                self._do(arrival.device, talk, action)

    def set_clock(self, arrival: Arrival, now: datetime) -> None:
        """Send 1012 after the 1013 of a device was answered (时间校准).

        Source: HJ 212-2017 6.6, command 1013.
        """
        line = self._sessions.newest(arrival.device)
        if line is None or arrival.packet is None:
            return
        talk = self._talk(arrival.device, line)
        for action in talk.role.handle(arrival.packet, now):
            if isinstance(action, Send) and action.command_code == SET_CLOCK:
                self._tally.note("clocks_set", device=arrival.device)
                line.send(action.frame)

    def tick(self, now: datetime) -> None:
        """Repeat what was not answered, give up what waited too long."""
        for device, talk in tuple(self._talks.items()):
            deadline = talk.role.next_deadline
            if deadline is not None and deadline <= now:
                for action in talk.role.tick(now):
                    self._do(device, talk, action)

    def disconnected(self, device: str) -> None:
        """A device has no connection left: what was open has failed."""
        talk = self._talks.pop(device, None)
        if talk is None:
            return
        for lost in talk.role.disconnected():
            if lost.request_id == talk.tracked:
                self._reports.append(Unanswered(talk.device, lost.request_id, DISCONNECTED))

    def drain(self) -> list[Report]:
        """What became of commands since the last call."""
        drained, self._reports = self._reports, []
        return drained

    def _is_free(self, device: str) -> bool:
        talk = self._talks.get(device)
        return self._sessions.newest(device) is not None and not (talk and talk.tracked)

    def _talk(self, device: str, line: DeviceConnection) -> _Talk:
        standing = line.devices[device]
        identity = _identity(standing)
        talk = self._talks.get(device)
        if talk is None:
            role = CenterRole(identity, patience=_patience(standing.entry))
            talk = self._talks[device] = _Talk(role, standing.entry.device)
        talk.role.device = identity
        talk.role.patience = _patience(standing.entry)
        return talk

    def _do(self, device: str, talk: _Talk, action: Action) -> None:
        match action:
            case Send():
                self._repeat(device, talk, action)
            case LinkDown():
                self._link_down(device, talk, action)
            case Accepted() | Refused() | Completed() | TimedOut():
                self._report(talk, action)
            case Stray():
                self._tally.note("stray_answers", device=device)

    def _repeat(self, device: str, talk: _Talk, action: Send) -> None:
        line = self._sessions.newest(device)
        if line is not None and action.request_id not in talk.void:
            self._tally.note("commands_repeated", device=device)
            line.send(action.frame)

    def _link_down(self, device: str, talk: _Talk, action: LinkDown) -> None:
        """Close the line, unless the device was heard meanwhile and only ignores commands."""
        line = self._sessions.newest(device)
        if line is None or action.request_id in talk.void or talk.heard:
            talk.void.discard(action.request_id)
            return
        log.warning("link down device=%s address=%s", device, line.address)
        line.drop(DropReason.TIME_OUT)

    def _report(self, talk: _Talk, action: Accepted | Refused | Completed | TimedOut) -> None:
        if action.request_id != talk.tracked:
            return
        request_id, device = action.request_id, talk.device
        match action:
            case Accepted():
                self._reports.append(Answered(device, request_id, RequestResult.WILL_EXECUTE))
                return
            case Refused(result=result):
                self._reports.append(Answered(device, request_id, result))
            case Completed(result=result):
                self._reports.append(Ended(device, request_id, result, _said(talk, action)))
                self._reports += _key_set(talk.order, action)
            case TimedOut(stage=stage):
                self._reports.append(Unanswered(device, request_id, SILENT[stage]))
        talk.tracked, talk.order = "", None


def _request(order: Order, now: datetime) -> Request:
    """The request of an order; the clock is set to the moment of sending."""
    if order.command_code == SET_CLOCK and "SystemTime" not in order.parameters:
        factor = order.parameters.get("PolId")
        return clock_setting(now, factor if isinstance(factor, str) else None)
    return request_of(order.command_code, order.parameters)


def _key_set(order: Order | None, completed: Completed) -> list[Report]:
    """The key that a device has taken with a 1014, so that its next packets can be read."""
    if order is None or order.command_code != SET_KEY or completed.result != ExecutionResult.DONE:
        return []
    return [KeySet(order.device, str(order.parameters["NewSK"]))]


def _identity(standing: Standing) -> Identity:
    """As the device knows itself: the password of its latest packet, the system it reports for."""
    entry = standing.entry
    system_code = entry.system_code or standing.system_code
    return Identity(entry.mn, entry.edition, system_code, standing.password or "")


def _patience(entry: DeviceEntry) -> Patience:
    return Patience(over_time_s=entry.time_out_s, repeats=entry.repeats)


def _said(talk: _Talk, completed: Completed) -> str:
    """What a device handed over: its reply in its own words, or how many data packets."""
    if completed.replies:
        return "；".join(reply.parameters.decode("utf-8", "replace") for reply in completed.replies)
    packets = talk.heard[completed.command_code]
    is_done = completed.result == ExecutionResult.DONE
    return f"执行成功，收到 {packets} 个数据包" if packets and is_done else ""
