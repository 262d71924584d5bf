"""A real broker, devices that publish there, and our process behind it on a thread."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from queue import Empty, Queue

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from bihuan.gateway.commit import Journal
from bihuan.gateway.gateway import Gateway
from bihuan.gateway.mqtt.process import receive
from bihuan.gateway.mqtt.settings import BrokerSettings
from bihuan.gateway.settings import GatewaySettings
from tests.gateway.running import QUICK, until

HOST, PORT = "127.0.0.1", 1883


def broker_listens() -> bool:
    with suppress(OSError), socket.create_connection((HOST, PORT), 0.5):
        return True
    return False


needs_broker = pytest.mark.skipif(
    not broker_listens(), reason=f"no MQTT broker listens at {HOST}:{PORT}"
)


@dataclass
class Publisher:
    """Somebody who publishes with QoS 1 and listens to what comes back."""

    prefix: str
    heard: "Queue[tuple[str, bytes]]" = field(default_factory=Queue)

    def __post_init__(self) -> None:
        self._client = paho.Client(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv5)
        subscribed = threading.Event()
        self._client.on_message = lambda c, d, m: self.heard.put((m.topic, bytes(m.payload)))
        self._client.on_subscribe = lambda *_: subscribed.set()
        self._client.connect(HOST, PORT)
        self._client.loop_start()
        down = [(f"{self.prefix}/hj212/down/#", 1), (f"{self.prefix}/results/#", 1)]
        self._client.subscribe(down)
        assert subscribed.wait(10)

    def publish(self, topic: str, *payloads: bytes) -> None:
        """Publish, and wait until the broker has it."""
        sent = [self._client.publish(f"{self.prefix}/{topic}", each, qos=1) for each in payloads]
        for each in sent:
            each.wait_for_publish(10)

    def hear(self, within_s: float = 10.0) -> tuple[str, bytes]:
        """The next message that comes back: topic without prefix, and payload."""
        topic, payload = self.heard.get(timeout=within_s)
        return topic.removeprefix(f"{self.prefix}/"), payload

    def hears_nothing(self, for_s: float = 0.3) -> bool:
        try:
            self.heard.get(timeout=for_s)
        except Empty:
            return True
        return False

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()


class RunningReceiver:
    """Our end, with its loop in another thread."""

    def __init__(
        self,
        journal: Journal,
        broker: BrokerSettings,
        settings: GatewaySettings = QUICK,
        **more: object,
    ) -> None:
        self._journal, self._broker, self._settings, self._more = journal, broker, settings, more
        self._thread = ThreadPoolExecutor(1, "mqtt")
        self._ready = threading.Event()
        self.gateway: Gateway

    def __enter__(self) -> "RunningReceiver":
        self._run = self._thread.submit(lambda: asyncio.run(self._receive()))
        self._run.add_done_callback(lambda _: self._ready.set())
        assert self._ready.wait(20)
        if self._run.done():
            self._run.result()
        until(lambda: self.gateway.about.get("broker") == "已连接")
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._run.result(40)
        self._thread.shutdown()

    async def _receive(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        await receive(
            self._settings,
            self._broker,
            self._journal,
            stop=self._stop,
            started=self._started,
            **self._more,  # type: ignore[arg-type]
        )

    def _started(self, gateway: Gateway) -> None:
        self.gateway = gateway
        self._ready.set()


def broker_for(prefix: str) -> BrokerSettings:
    """A session and topics of a test's own."""
    return BrokerSettings(HOST, PORT, client=prefix, prefix=prefix)


@contextmanager
def own_topics() -> Iterator[BrokerSettings]:
    """Topics nobody else uses; the broker forgets the session afterwards."""
    settings = broker_for(f"test-{time.time_ns():x}")
    yield settings
    client = paho.Client(
        CallbackAPIVersion.VERSION2, settings.client, protocol=MQTTProtocolVersion.MQTTv5
    )
    client.connect(HOST, PORT, clean_start=True)
    client.loop_start()
    until(client.is_connected)
    client.disconnect()
    client.loop_stop()
