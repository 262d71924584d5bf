"""A topic as a line of devices: frames come up on it, answers and commands go down beside it."""

import asyncio
from collections.abc import Callable

from bihuan.gateway.arrival import Arrival
from bihuan.gateway.connection import ConnectionOwner, DeviceConnection
from bihuan.gateway.settings import ConnectionLimits
from bihuan.registry.models import DropReason


class TopicLine(DeviceConnection):
    """What a connection is to a device on TCP (主题通道), for everyone who publishes on one topic.

    Each message holds whole frames. Nothing is read from a socket, so there is nothing to pause:
    the broker sends no more than may stay unacknowledged.
    """

    __slots__ = ("_is_open", "_publish", "topic")

    def __init__(
        self,
        owner: ConnectionOwner,
        limits: ConnectionLimits,
        loop: asyncio.AbstractEventLoop,
        *,
        topic: str,
        publish: Callable[[bytes], None],
    ) -> None:
        """`publish` sends downward."""
        super().__init__(owner, limits, loop)
        self.topic = topic
        self._publish = publish
        self._is_open = owner.opened(self)

    @property
    def is_open(self) -> bool:
        """Whether it still speaks for its devices."""
        return self._is_open

    def message(self, payload: bytes) -> list[Arrival]:
        """Queue every frame of a message, and what is none as evidence."""
        events = [*self._reader.feed(payload), *self._reader.close()]
        arrivals = [self._owner.arrived(self, event) for event in events]
        return [arrival for arrival in arrivals if arrival is not None]

    def send(self, data: bytes) -> None:
        """Publish answers or a command."""
        if self._is_open:
            self._publish(data)

    def drop(self, reason: DropReason) -> None:
        """Forget the line; the next message on its topic begins a new one."""
        if self._is_open:
            self._is_open = False
            self.drop_reason = reason
            self._owner.closed(self)

    def close(self) -> None:
        """The process ends."""
        self.drop(DropReason.SERVER)
