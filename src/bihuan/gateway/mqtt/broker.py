"""Our end of the connection to a broker; its thread hands everything to the loop."""

import asyncio
import logging
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any, Protocol

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from bihuan.gateway.mqtt.settings import BrokerSettings

log = logging.getLogger(__name__)

KEEP_ALIVE_S = 30
KEPT_FOR_S = 7 * 86_400
LONGEST_PAUSE_S = 30
AT_LEAST_ONCE = 1


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message as the broker delivered it (一次投递).

    Args:
        topic: where it was published.
        payload: never printed; frames hold passwords.
        number: packet identifier, 0 for a message that is not acknowledged.
        line: which connection to the broker it came through.
    """

    topic: str
    payload: bytes
    number: int
    line: int


class BrokerOwner(Protocol):
    """What the connection reports to, always on the loop."""

    def met(self) -> None:
        """The broker let us in."""

    def lost(self) -> None:
        """The connection is gone; it will be made again."""

    def delivered(self, delivery: Delivery) -> None:
        """A message came."""


class Broker:
    """Subscribes, receives, and acknowledges by hand (消息服务器连接).

    The broker keeps what we have not acknowledged, also while we are away: the session outlives
    the connection and the process. What came through an earlier connection is never acknowledged
    through a later one, since the number may mean another message by then.
    """

    def __init__(
        self, settings: BrokerSettings, owner: BrokerOwner, loop: asyncio.AbstractEventLoop
    ) -> None:
        """Not connected yet."""
        self._settings = settings
        self._owner = owner
        self._loop = loop
        self._guard = Lock()
        self._line = 0
        self._client = paho.Client(
            CallbackAPIVersion.VERSION2,
            client_id=settings.client,
            protocol=MQTTProtocolVersion.MQTTv5,
            manual_ack=True,
        )
        self._prepare(self._client)

    def start(self) -> None:
        """Connect, and again whenever the connection is lost; gives control back at once.

        Raises:
            OSError: the trusted certificates cannot be read.
        """
        kept = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
        kept.SessionExpiryInterval = KEPT_FOR_S
        kept.ReceiveMaximum = self._settings.window
        self._client.connect_async(
            self._settings.host,
            self._settings.port,
            KEEP_ALIVE_S,
            clean_start=False,
            properties=kept,
        )
        self._client.loop_start()

    def acknowledge(self, delivery: Delivery) -> None:
        """Tell the broker that a message is on disk, unless the connection has changed."""
        with self._guard:
            if delivery.number and delivery.line == self._line:
                self._client.ack(delivery.number, AT_LEAST_ONCE)

    def publish(self, topic: str, payload: bytes) -> None:
        """Send a message; without a connection it is dropped, as an answer on a lost line is."""
        if self._client.is_connected():
            self._client.publish(topic, payload, qos=AT_LEAST_ONCE)

    def leave(self) -> None:
        """Say goodbye behind the last acknowledgement; blocks for a moment."""
        self._client.disconnect()
        self._client.loop_stop()

    def _prepare(self, client: paho.Client) -> None:
        settings = self._settings
        client.reconnect_delay_set(1, LONGEST_PAUSE_S)
        if settings.user:
            client.username_pw_set(settings.user, settings.password or None)
        if settings.tls:
            trusted = str(settings.authority) if settings.authority else None
            client.tls_set_context(ssl.create_default_context(cafile=trusted))
        client.on_connect = self._on_connect
        client.on_subscribe = self._on_subscribe
        client.on_disconnect = self._on_disconnect
        client.on_message = self._on_message

    def _on_connect(
        self, client: paho.Client, data: Any, flags: Any, reason: Any, properties: Any
    ) -> None:
        if reason.is_failure:
            log.error("broker refuses reason=%s", reason)
            return
        with self._guard:
            self._line += 1
        client.subscribe(
            [(f"{self._settings.frames}#", AT_LEAST_ONCE), (f"{self._settings.values}+", 1)]
        )

    def _on_subscribe(
        self, client: paho.Client, data: Any, number: int, reasons: Any, properties: Any
    ) -> None:
        """Only what the broker has confirmed to send counts as a connection."""
        refused = [str(reason) for reason in reasons if reason.is_failure]
        if refused:
            log.error("broker refuses the topics reason=%s", refused[0])
            return
        self._tell(self._owner.met)

    def _on_disconnect(
        self, client: paho.Client, data: Any, flags: Any, reason: Any, properties: Any
    ) -> None:
        log.warning("broker lost reason=%s", reason)
        self._tell(self._owner.lost)

    def _on_message(self, client: paho.Client, data: Any, message: paho.MQTTMessage) -> None:
        number = message.mid if message.qos else 0
        delivery = Delivery(message.topic, bytes(message.payload), number, self._line)
        self._tell(lambda: self._owner.delivered(delivery))

    def _tell(self, news: Callable[[], None]) -> None:
        """Go on on the loop; at the very end of the process there may be none any more."""
        try:
            self._loop.call_soon_threadsafe(news)
        except RuntimeError:
            log.debug("the loop has ended")
