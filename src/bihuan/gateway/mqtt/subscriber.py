"""The way in: what the broker delivers becomes frames and values, and is acknowledged on disk."""

import asyncio
import logging

from bihuan.gateway.gateway import Gateway
from bihuan.gateway.mqtt.broker import Broker, Delivery
from bihuan.gateway.mqtt.line import TopicLine
from bihuan.gateway.mqtt.settings import BrokerSettings
from bihuan.gateway.mqtt.values import ValueDesk, source_of
from bihuan.gateway.receipt import Receipt
from bihuan.registry.models import DropReason

log = logging.getLogger(__name__)

LONGEST_TOPIC = 200


class Subscriber:
    """Hands messages to the gateway and their acknowledgements to the broker (订阅接收)."""

    def __init__(self, gateway: Gateway, settings: BrokerSettings) -> None:
        """Nothing is let in before `start`."""
        loop = asyncio.get_running_loop()
        self._loop = loop
        self._gateway = gateway
        self._settings = settings
        self._broker = Broker(settings, self, loop)
        self._lines: dict[str, TopicLine] = {}
        self._is_closed = False
        journal = f"{gateway.settings.name}-values"
        self.desk = ValueDesk(journal, gateway.now, self._stored)
        self._tell("连接中")

    def start(self) -> asyncio.Task[None]:
        """Connect; the task stores pushed values."""
        self._broker.start()
        return asyncio.create_task(self.desk.run())

    def close(self) -> None:
        """Let nothing more in: the broker keeps it."""
        self._is_closed = True
        self.desk.stop()

    def leave(self) -> None:
        """Everything that is on disk is acknowledged: say goodbye; blocks for a moment."""
        self._broker.leave()

    def met(self) -> None:
        """The broker let us in."""
        log.info("broker joined host=%s port=%d", self._settings.host, self._settings.port)
        self._tell("已连接")

    def lost(self) -> None:
        """The connection is gone: the devices behind it cannot be reached."""
        self._tell("已断开")
        for line in self._lines.values():
            line.drop(DropReason.RESET)
        self._lines.clear()

    def delivered(self, delivery: Delivery) -> None:
        """A message came."""
        if self._is_closed:
            return
        self._gateway.tally.note("messages")
        if delivery.topic.startswith(self._settings.values):
            self.desk.take(delivery)
        else:
            self._frames(delivery)

    def _frames(self, delivery: Delivery) -> None:
        arrivals = self._line(delivery.topic).message(delivery.payload)
        receipt = Receipt(len(arrivals), lambda: self._broker.acknowledge(delivery))
        for arrival in arrivals:
            arrival.receipt = receipt

    def _line(self, topic: str) -> TopicLine:
        known = self._lines.get(topic)
        if known is not None and known.is_open:
            return known
        rest = topic.removeprefix(self._settings.frames)[:LONGEST_TOPIC]
        down = self._settings.orders + rest
        line = TopicLine(
            self._gateway,
            self._gateway.settings.connection,
            self._loop,
            topic=topic,
            publish=lambda data: self._broker.publish(down, data),
        )
        if len(self._lines) >= self._gateway.settings.connection.connections:
            self._lines = {name: each for name, each in self._lines.items() if each.is_open}
        if line.is_open:
            self._lines[topic] = line
        return line

    def _stored(self, delivery: Delivery, answer: bytes) -> None:
        self._broker.acknowledge(delivery)
        self._broker.publish(self._settings.results + source_of(delivery.topic), answer)

    def _tell(self, state: str) -> None:
        self._gateway.about = {
            "broker": state,
            "broker_address": f"{self._settings.host}:{self._settings.port}",
        }
