"""The exchanges that wait for an answer, and what falls due among them."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from bihuan.hj212.conversation.action import LinkDown, Send, Stage, TimedOut
from bihuan.hj212.conversation.patience import Patience
from bihuan.hj212.segment import Packet


@dataclass(slots=True)
class Exchange:
    """One packet of ours that waits for its answer (一次交互)."""

    request_id: str
    command_code: str
    frame: bytes
    begun: datetime
    due: datetime
    is_notice: bool = False
    attempts: int = 1
    stage: Stage = Stage.ANSWER
    replies: list[Packet] = field(default_factory=list)


class OpenExchanges:
    """All exchanges of one role that are still open (未完成的交互), by request id.

    The due times lie in a heap; an entry whose exchange has closed or moved
    is dropped when it comes up, so closing costs nothing.
    """

    __slots__ = ("_by_id", "_due", "_order")

    def __init__(self) -> None:
        self._by_id: dict[str, Exchange] = {}
        self._due: list[tuple[datetime, int, Exchange]] = []
        self._order = count()

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Exchange]:
        return iter(self._by_id.values())

    def find(self, request_id: str | None) -> Exchange | None:
        """The open exchange of this request id (按 QN 查找), if there is one."""
        return self._by_id.get(request_id) if request_id else None

    def open(self, exchange: Exchange) -> None:
        """Begin to wait (开始等待)."""
        self._by_id[exchange.request_id] = exchange
        heapq.heappush(self._due, (exchange.due, next(self._order), exchange))

    def postpone(self, exchange: Exchange, due: datetime) -> None:
        """Wait until another moment (延后)."""
        exchange.due = due
        heapq.heappush(self._due, (due, next(self._order), exchange))

    def close(self, exchange: Exchange) -> None:
        """Wait no longer (结束等待)."""
        del self._by_id[exchange.request_id]

    def clear(self) -> list[TimedOut]:
        """Give up all of them (全部放弃), as when the connection is lost."""
        lost = [TimedOut(each.request_id, each.command_code, each.stage) for each in self]
        self._by_id.clear()
        self._due.clear()
        return lost

    @property
    def next_deadline(self) -> datetime | None:
        """When `overdue` has something to do (下一个超时时刻)."""
        while self._due and self._is_stale(self._due[0]):
            heapq.heappop(self._due)
        return self._due[0][0] if self._due else None

    def overdue(self, now: datetime, patience: Patience) -> list[Send | TimedOut | LinkDown]:
        """Repeat, or give up, what waited long enough (超时处理).

        Source: HJ 212-2017 6.5: repeats for want of an answer, none for want of a result;
        after the last repeat the link counts as down.
        """
        actions: list[Send | TimedOut | LinkDown] = []
        while (deadline := self.next_deadline) is not None and deadline <= now:
            _, _, exchange = heapq.heappop(self._due)
            actions += self._after_wait(exchange, now, patience)
        return actions

    def _after_wait(
        self, exchange: Exchange, now: datetime, patience: Patience
    ) -> list[Send | TimedOut | LinkDown]:
        name = (exchange.request_id, exchange.command_code)
        if exchange.stage is Stage.ANSWER and exchange.attempts <= patience.repeats:
            exchange.attempts += 1
            self.postpone(exchange, now + patience.over_time)
            return [Send(exchange.frame, *name, attempt=exchange.attempts)]
        self.close(exchange)
        if exchange.stage is Stage.ANSWER:
            return [TimedOut(*name, Stage.ANSWER), LinkDown(exchange.request_id)]
        return [TimedOut(*name, Stage.EXECUTION)]

    def _is_stale(self, entry: tuple[datetime, int, Exchange]) -> bool:
        due, _, exchange = entry
        return exchange.due != due or self._by_id.get(exchange.request_id) is not exchange
