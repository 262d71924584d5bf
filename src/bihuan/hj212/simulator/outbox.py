"""What a simulated logger still has to send: live data first, then the backlog, then recalls."""

from collections import deque
from dataclasses import dataclass

from bihuan.hj212.conversation.equipment import Message
from bihuan.hj212.segment import Packet
from bihuan.hj212.simulator.schedule import Period, Rhythm


@dataclass(slots=True, eq=False)
class Recall:
    """A request for stored data that is being answered (历史数据补取).

    Args:
        request: what asked for it; answered 9012 when all has arrived.
        rhythm: the kind of period.
        next_start: [s of the epoch]
        last_start: [s of the epoch], included.
    """

    request: Packet
    rhythm: Rhythm
    next_start: int
    last_start: int
    in_flight: int = 0
    has_sent: bool = False

    @property
    def is_exhausted(self) -> bool:
        """Whether every period has been sent (已全部发出)."""
        return self.next_start > self.last_start

    def take(self) -> Period:
        """The next period (下一时段), oldest first."""
        start = self.next_start
        self.next_start += self.rhythm.length_s
        self.has_sent = True
        return self.rhythm.period(start)


@dataclass(slots=True, eq=False)
class Item:
    """One upload to make and send (待发数据): a period, or something told once."""

    content: Period | Message
    is_replay: bool = False
    recall: Recall | None = None
    open_parts: int = 0


class Outbox:
    """The queues of one logger and what is under way (发送队列).

    An item leaves only when the host has acknowledged every part of it; when
    the connection breaks, what was under way goes back to the head of the backlog.
    """

    def __init__(self) -> None:
        self._live: deque[Item] = deque()
        self._backlog: deque[Item] = deque()
        self._recalls: deque[Recall] = deque()
        self._in_flight: dict[str, Item] = {}

    def __len__(self) -> int:
        """Items waiting or under way; a recall counts as one."""
        under_way = {id(item) for item in self._in_flight.values()}
        return len(self._live) + len(self._backlog) + len(self._recalls) + len(under_way)

    def add_live(self, content: Period | Message) -> None:
        """Something of now (实时产生)."""
        self._live.append(Item(content))

    def add_backlog(self, content: Period) -> None:
        """Something that should have gone out before (补传)."""
        self._backlog.append(Item(content, is_replay=True))

    def add_recall(self, recall: Recall) -> None:
        """Stored data that the host asked for (补取)."""
        self._recalls.append(recall)

    def next(self) -> Item | None:
        """The next item to send (下一项)."""
        if self._live:
            return self._live.popleft()
        if self._backlog:
            return self._backlog.popleft()
        for recall in self._recalls:
            if not recall.is_exhausted:
                return Item(recall.take(), recall=recall)
        return None

    def sent(self, item: Item, request_id: str) -> None:
        """One part of an item is on the wire (已发出)."""
        self._in_flight[request_id] = item
        item.open_parts += 1
        if item.recall is not None:
            item.recall.in_flight += 1

    def acknowledged(self, request_id: str) -> Recall | None:
        """The host has one part (已应答).

        Returns:
            The recall that this completes, if it completes one.
        """
        item = self._in_flight.pop(request_id, None)
        if item is None:
            return None
        item.open_parts -= 1
        if item.recall is None:
            return None
        item.recall.in_flight -= 1
        return self._completed(item.recall)

    def _completed(self, recall: Recall) -> Recall | None:
        if not recall.is_exhausted or recall.in_flight:
            return None
        self._recalls.remove(recall)
        return recall

    def connection_lost(self) -> None:
        """Take back what was under way (断线回收); recalls end, their host is gone."""
        lost = dict.fromkeys(item for item in self._in_flight.values() if item.recall is None)
        for item in lost:
            item.open_parts = 0
            item.is_replay = True
        self._backlog.extendleft(reversed([*lost, *self._live]))
        self._live.clear()
        self._in_flight.clear()
        self._recalls.clear()
