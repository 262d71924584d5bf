"""The host's side of every exchange with one device."""

from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime

from bihuan.hj212.answer import (
    AnswerCode,
    ExecutionResult,
    RequestResult,
    answer_to,
    answered_request_id,
    execution_result,
    request_result,
)
from bihuan.hj212.conversation.action import (
    Accepted,
    Action,
    Arrived,
    Completed,
    Noticed,
    Refused,
    Send,
    Stage,
    Stray,
    TimedOut,
)
from bihuan.hj212.conversation.error import BadField
from bihuan.hj212.conversation.exchange import Exchange, OpenExchanges
from bihuan.hj212.conversation.identity import Identity
from bihuan.hj212.conversation.patience import DEFAULT_PATIENCE, Patience
from bihuan.hj212.conversation.request import Request, clock_setting
from bihuan.hj212.conversation.request_id import RequestIds
from bihuan.hj212.data_area import read_data_area
from bihuan.hj212.edition import Edition
from bihuan.hj212.record import kind_of
from bihuan.hj212.segment import Packet

NOTICES_OF_DEVICES = frozenset({"1013", "1014", "2072", "9015"})
CLOCK_REQUEST, CLOCK_SETTING = "1013", "1012"
Step = Callable[[datetime], Request]


class CenterRole:
    """The monitoring centre (上位机) on one device's connection, without socket or clock.

    Many requests may be open at once, each with its own request id. Answers find
    their request by the id alone, because some devices echo other header fields; packets
    of another MN are not handed to this role.

    Source: HJ 212-2017 6.5 and 6.6; HJ/T 212-2005 6.

    >>> from datetime import UTC
    >>> from bihuan.hj212.conversation.request import realtime_interval_query
    >>> center = CenterRole(Identity("010000A8900016F000169DC0"))
    >>> sent = center.request(realtime_interval_query(), datetime(2026, 1, 1, tzinfo=UTC))
    >>> sent.frame[6:]
    b'QN=20260101080000000;ST=32;CN=1061;PW=123456;MN=010000A8900016F000169DC0;Flag=5;\
CP=&&&&06C0\\r\\n'
    """

    def __init__(self, device: Identity, *, patience: Patience = DEFAULT_PATIENCE) -> None:
        self.device = device
        self.patience = patience
        self._open = OpenExchanges()
        self._ids = RequestIds()
        self._steps: deque[Step] = deque()
        self._step_id: str | None = None

    @property
    def next_deadline(self) -> datetime | None:
        """When `tick` has something to do (下一个超时时刻); None while nothing is open."""
        return self._open.next_deadline

    @property
    def open_requests(self) -> int:
        """How many requests wait for an answer or a result (未完成请求数)."""
        return len(self._open)

    def request(self, request: Request, now: datetime) -> Send:
        """Send a request or a notice to the device (发出请求).

        Args:
            request: checked already.
            now: aware; becomes the request id.

        Returns:
            The frame; its `request_id` names the exchange in all later actions.

        Raises:
            NotInEdition: the device's edition does not know the command.
        """
        request_id = self._ids.next(now)
        area = request.parameters(self.device.edition)
        frame = self.device.frame(
            self.device.packet(request_id, request.command_code, area, wants_answer=True)
        )
        exchange = Exchange(
            request_id,
            request.command_code,
            frame,
            begun=now,
            due=now + self.patience.over_time,
            is_notice=request.is_notice,
        )
        self._open.open(exchange)
        return Send(frame, request_id, request.command_code)

    def request_in_turn(self, steps: Iterable[Step], now: datetime) -> list[Action]:
        """Send requests one after the other (依次请求), each when the one before has ended.

        Args:
            steps: make each request at the moment it goes out, so that a
                clock setting carries the right time.
            now: aware.
        """
        self._steps.extend(steps)
        return [] if self._step_id else self._next_step(now)

    def handle(self, packet: Packet, now: datetime) -> list[Action]:
        """Take a packet of this device (处理来包).

        An upload comes back as `Arrived`: store it, then send `acknowledge`.

        Args:
            packet: checked, decrypted, and of this device.
            now: aware.
        """
        if (take := _ANSWERS.get(packet.command_code)) is not None:
            return take(self, packet, self._open.find(answered_request_id(packet)), now)
        if packet.command_code in NOTICES_OF_DEVICES:
            return self._take_notice(packet, now)
        self._attach(packet, now)
        return [Arrived(packet)]

    def acknowledge(self, packet: Packet) -> Send | None:
        """The 9014 of an upload (数据应答), or None when the device wants none."""
        if not packet.wants_answer:
            return None
        return self._answer(packet, AnswerCode.DATA)

    def tick(self, now: datetime) -> list[Action]:
        """Repeat or give up what waited too long (超时处理).

        A `LinkDown` means: close the connection, then call `disconnected`.
        """
        actions: list[Action] = list(self._open.overdue(now, self.patience))
        ended = [each for each in actions if isinstance(each, TimedOut)]
        if any(each.request_id == self._step_id for each in ended):
            actions += self._next_step(now)
        return actions

    def disconnected(self) -> list[TimedOut]:
        """The connection is gone (连接断开): every open request has failed."""
        self._steps.clear()
        self._step_id = None
        return self._open.clear()

    def _take_9011(self, packet: Packet, exchange: Exchange | None, now: datetime) -> list[Action]:
        if exchange is None or exchange.stage is Stage.EXECUTION:
            return [Stray(packet)]
        result = request_result(packet)
        if result is RequestResult.WILL_EXECUTE and exchange.is_notice:
            return self._complete(exchange, ExecutionResult.DONE, now)
        if result is RequestResult.WILL_EXECUTE:
            exchange.stage = Stage.EXECUTION
            self._open.postpone(exchange, now + self.patience.execution_time)
            return [Accepted(exchange.request_id, exchange.command_code)]
        self._open.close(exchange)
        refused = Refused(exchange.request_id, exchange.command_code, result)
        return [refused, *self._after(exchange, now)]

    def _take_9012(self, packet: Packet, exchange: Exchange | None, now: datetime) -> list[Action]:
        answers: list[Action] = []
        if packet.wants_answer and self.device.edition is Edition.HJT212_2005:
            named = packet._replace(request_id=answered_request_id(packet))
            answers.append(self._answer(named, AnswerCode.DATA))
        if exchange is None or exchange.is_notice:
            return [*answers, Stray(packet)]
        return [*answers, *self._complete(exchange, execution_result(packet), now)]

    def _take_9013(self, packet: Packet, exchange: Exchange | None, now: datetime) -> list[Action]:
        if exchange is None or not exchange.is_notice:
            return [Stray(packet)]
        return self._complete(exchange, ExecutionResult.DONE, now)

    def _complete(self, exchange: Exchange, result: ExecutionResult, now: datetime) -> list[Action]:
        self._open.close(exchange)
        completed = Completed(
            exchange.request_id, exchange.command_code, result, tuple(exchange.replies)
        )
        return [completed, *self._after(exchange, now)]

    def _take_notice(self, packet: Packet, now: datetime) -> list[Action]:
        actions: list[Action] = []
        if packet.wants_answer:
            actions.append(self._answer(packet, AnswerCode.NOTICE))
        actions.append(Noticed(packet))
        if packet.command_code == CLOCK_REQUEST and self._oldest(CLOCK_SETTING) is None:
            actions.append(self.request(_clock_for(packet, now), now))
        return actions

    def _attach(self, packet: Packet, now: datetime) -> None:
        """Count an upload as the reply to the request that called for it, if one did."""
        if not self._open:
            return
        exchange = self._open.find(packet.request_id) or self._oldest(packet.command_code)
        if exchange is None or exchange.command_code != packet.command_code:
            return
        if exchange.stage is Stage.EXECUTION:
            self._open.postpone(exchange, now + self.patience.execution_time)
        if kind_of(packet.command_code) is None:
            exchange.replies.append(packet)

    def _oldest(self, command_code: str) -> Exchange | None:
        return next((each for each in self._open if each.command_code == command_code), None)

    def _after(self, exchange: Exchange, now: datetime) -> list[Action]:
        return self._next_step(now) if exchange.request_id == self._step_id else []

    def _next_step(self, now: datetime) -> list[Action]:
        self._step_id = None
        if not self._steps:
            return []
        sent = self.request(self._steps.popleft()(now), now)
        self._step_id = sent.request_id
        return [sent]

    def _answer(self, packet: Packet, code: AnswerCode) -> Send:
        frame = answer_to(packet, self.device.edition, code=code)
        return Send(frame, packet.request_id or "", code)


def _clock_for(packet: Packet, now: datetime) -> Request:
    """The 1012 that a 1013 asks for; a factor that is no code is left out."""
    try:
        return clock_setting(now, read_data_area(packet.parameters).fields.get("PolId"))
    except BadField:
        return clock_setting(now)


_ANSWERS: dict[str, Callable[[CenterRole, Packet, Exchange | None, datetime], list[Action]]] = {
    AnswerCode.REQUEST: CenterRole._take_9011,
    AnswerCode.EXECUTION: CenterRole._take_9012,
    AnswerCode.NOTICE: CenterRole._take_9013,
    AnswerCode.DATA: CenterRole._take_9013,
}
