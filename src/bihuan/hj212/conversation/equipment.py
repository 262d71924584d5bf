"""The device's side of every exchange with one host."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from bihuan.hj212.answer import (
    AnswerCode,
    ExecutionResult,
    RequestResult,
    answer_to,
    answered_request_id,
)
from bihuan.hj212.conversation.action import (
    Acknowledged,
    Action,
    Requested,
    Send,
    Stray,
    TimedOut,
)
from bihuan.hj212.conversation.error import BadRequest
from bihuan.hj212.conversation.exchange import Exchange, OpenExchanges
from bihuan.hj212.conversation.identity import Identity
from bihuan.hj212.conversation.patience import DEFAULT_PATIENCE, Patience
from bihuan.hj212.conversation.request.form import FORMS, Request, read_request
from bihuan.hj212.conversation.request_id import RequestIds
from bihuan.hj212.conversation.split import parts_of
from bihuan.hj212.frame import write_frame
from bihuan.hj212.segment import Packet, write_segment

REMEMBERED_REQUESTS = 64
SYSTEM_INTERACTION = "91"
WHOLE = (None, None)
ANY_ID = "0" * 17
HEAD_AND_ID = len("##0000QN=") + len(ANY_ID)
CODE_AND_END = len("FFFF\r\n")


@dataclass(frozen=True, slots=True)
class Message:
    """What a device sends of its own accord (上传命令, or 通知命令 such as 1013 and 9015).

    Args:
        command_code: CN.
        head: `DataTime=…`; every part of a split upload repeats it.
        groups: the fields of one factor each.
        wants_answer: whether the host shall answer; only then it is repeated.
        is_replay: RF=1, for editions that know it (补传).
        request_id: of the request that it answers, where the standard repeats it.
    """

    command_code: str
    head: bytes = b""
    groups: tuple[bytes, ...] = ()
    wants_answer: bool = True
    is_replay: bool = False
    request_id: str | None = None


class EquipmentRole:
    """The online equipment (现场机) on its connection, without socket or clock.

    Uploads that want an answer are repeated byte for byte until it comes. Requests
    are checked and answered 9011; one that comes again, because the answer was lost, gets
    the same answers again and is not executed a second time.

    Source: HJ 212-2017 6.5 and 6.6; HJ/T 212-2005 6.

    >>> from datetime import UTC, timedelta
    >>> now = datetime(2026, 1, 1, tzinfo=UTC)
    >>> equipment = EquipmentRole(Identity("010000A8900016F000169DC0"))
    >>> first, = equipment.upload(Message("9015"), now)
    >>> again, = equipment.tick(now + timedelta(seconds=10))
    >>> again.frame == first.frame, again.attempt
    (True, 2)
    """

    def __init__(
        self,
        identity: Identity,
        *,
        patience: Patience = DEFAULT_PATIENCE,
        request_ids: RequestIds | None = None,
    ) -> None:
        self.identity = identity
        self.patience = patience
        self._open = OpenExchanges()
        self._ids = request_ids or RequestIds()
        self._answered: OrderedDict[tuple[str | None, str, bytes], list[Send]] = OrderedDict()

    @property
    def identity(self) -> Identity:
        """Who the device is (现场机身份); replace it when the host sets MN or password."""
        return self._identity

    @identity.setter
    def identity(self, identity: Identity) -> None:
        self._identity = identity
        self._longest_parameters = identity.longest_parameters
        self._headers: dict[tuple[str, bool], bytes] = {}
        usual = answer_to(identity.packet(ANY_ID, "2011"), identity.edition)
        self._usual_answer = usual[HEAD_AND_ID:-CODE_AND_END]

    @property
    def next_deadline(self) -> datetime | None:
        """When `tick` has something to do (下一个超时时刻); None while nothing is open."""
        return self._open.next_deadline

    @property
    def unacknowledged(self) -> int:
        """How many packets wait for the host's answer (未应答包数)."""
        return len(self._open)

    def upload(self, message: Message, now: datetime) -> list[Send]:
        """Send data or a notice to the host (上传), split where it is too long.

        Args:
            message: what to send.
            now: aware; true time, from which the time-out runs.

        Returns:
            One frame a part; each has a request id and an answer of its own.
        """
        areas = parts_of(message.head, message.groups, self._longest_parameters)
        if len(areas) == 1:
            return [self._send(message, areas[0], WHOLE, now)]
        total = len(areas)
        return [
            self._send(message, area, (total, number), now)
            for number, area in enumerate(areas, start=1)
        ]

    def handle(self, packet: Packet, now: datetime) -> list[Action]:
        """Take a packet of the host (处理来包).

        Args:
            packet: checked and decrypted.
            now: aware; the same clock that `upload` and `tick` are given.
        """
        if packet.command_code in (AnswerCode.DATA, AnswerCode.NOTICE):
            return [self._acknowledged(packet, now)]
        if packet.command_code in (AnswerCode.REQUEST, AnswerCode.EXECUTION):
            return [Stray(packet)]
        earlier = self._answered.get(_key(packet))
        if earlier is not None:
            return list(earlier)
        refusal = self._refusal(packet)
        if refusal is not None:
            return [self._answer(packet, AnswerCode.REQUEST, refusal)]
        try:
            request = read_request(packet)
        except BadRequest:
            return [self._answer(packet, AnswerCode.REQUEST, RequestResult.REFUSED)]
        return self._accept(packet, request)

    def handle_usual_answer(self, segment: bytes, now: datetime) -> Acknowledged | None:
        """Take a 9014 that is exactly as we expect it (常规数据应答), without reading its header.

        Nearly everything that a host sends is such an answer.

        Returns:
            None when it is anything else: then read the packet and `handle` it.
        """
        if segment[len(ANY_ID) + 3 :] != self._usual_answer:
            return None
        exchange = self._open.find(segment[3 : len(ANY_ID) + 3].decode("latin-1"))
        return self._closed(exchange, now) if exchange else None

    def finish(self, request: Packet, result: ExecutionResult = ExecutionResult.DONE) -> list[Send]:
        """Report how a request ended (返回执行结果), 9012; a notice needs none."""
        if FORMS[request.command_code].is_notice:
            return []
        sent = self._answer(request, AnswerCode.EXECUTION, result)
        self._answered.setdefault(_key(request), []).append(sent)
        return [sent]

    def tick(self, now: datetime) -> list[Action]:
        """Repeat or give up what waited too long (超时处理).

        A `LinkDown` means: close the connection, then call `disconnected`.
        """
        return list(self._open.overdue(now, self.patience))

    def disconnected(self) -> list[TimedOut]:
        """The connection is gone (连接断开): what was not acknowledged must be sent anew."""
        return self._open.clear()

    def _send(
        self,
        message: Message,
        area: bytes,
        part: tuple[int | None, int | None],
        now: datetime,
    ) -> Send:
        request_id = message.request_id or self._ids.next(now)
        if part == WHOLE and not message.is_replay:
            frame = write_frame(b"QN=%b%b%b&&" % (request_id.encode(), self._header(message), area))
        else:
            frame = self._rare_frame(request_id, message, area, part)
        if message.wants_answer:
            due = now + self.patience.over_time
            self._open.open(Exchange(request_id, message.command_code, frame, now, due))
        return Send(frame, request_id, message.command_code)

    def _header(self, message: Message) -> bytes:
        """What stands between QN and the data area; the same for each packet of a kind."""
        kind = message.command_code, message.wants_answer
        header = self._headers.get(kind)
        if header is None:
            code, wants_answer = kind
            empty = self._identity.packet(ANY_ID, code, wants_answer=wants_answer)
            header = write_segment(empty, self._identity.edition)[len("QN=") + len(ANY_ID) : -2]
            self._headers[kind] = header
        return header

    def _rare_frame(
        self, request_id: str, message: Message, area: bytes, part: tuple[int | None, int | None]
    ) -> bytes:
        """A part of a split message, or a replay, whose header differs each time."""
        packet = self._identity.packet(
            request_id,
            message.command_code,
            area,
            wants_answer=message.wants_answer,
            part=part,
            is_replay=message.is_replay,
        )
        return self._identity.frame(packet)

    def _acknowledged(self, packet: Packet, now: datetime) -> Action:
        exchange = self._open.find(answered_request_id(packet))
        return self._closed(exchange, now) if exchange else Stray(packet)

    def _closed(self, exchange: Exchange, now: datetime) -> Acknowledged:
        self._open.close(exchange)
        return Acknowledged(
            exchange.request_id, exchange.command_code, now - exchange.begun, exchange.attempts
        )

    def _accept(self, packet: Packet, request: Request) -> list[Action]:
        if request.is_notice:
            answer = self._answer(packet, AnswerCode.NOTICE)
        else:
            answer = self._answer(packet, AnswerCode.REQUEST, RequestResult.WILL_EXECUTE)
        self._remember(packet, answer)
        return [answer, Requested(packet, request)]

    def _refusal(self, packet: Packet) -> RequestResult | None:
        """Why this request cannot be executed, by its header alone."""
        if packet.device_id != self.identity.device_id:
            return RequestResult.WRONG_DEVICE_ID
        if packet.password != self.identity.password:
            return RequestResult.WRONG_PASSWORD
        if packet.system_code not in (self.identity.system_code, SYSTEM_INTERACTION):
            return RequestResult.WRONG_SYSTEM_CODE
        if not 0 <= packet.flag <= 255:
            return RequestResult.WRONG_FLAG
        if not packet.request_id:
            return RequestResult.WRONG_REQUEST_ID
        return self._refused_command(packet.command_code)

    def _refused_command(self, command_code: str) -> RequestResult | None:
        form = FORMS.get(command_code)
        if form is not None and self.identity.edition in form.editions:
            return None
        return RequestResult.WRONG_COMMAND_CODE

    def _remember(self, packet: Packet, answer: Send) -> None:
        self._answered[_key(packet)] = [answer]
        if len(self._answered) > REMEMBERED_REQUESTS:
            self._answered.popitem(last=False)

    def _answer(self, packet: Packet, code: AnswerCode, result: int | None = None) -> Send:
        frame = answer_to(packet, self.identity.edition, code=code, result=result)
        return Send(frame, packet.request_id or "", code)


def _key(packet: Packet) -> tuple[str | None, str, bytes]:
    """A repeat is the same packet again; hosts with a poor QN still differ in the rest."""
    return packet.request_id, packet.command_code, packet.parameters
