"""The process behind a broker: the gateway with another way in."""

import asyncio
import signal
from collections.abc import Callable
from datetime import datetime

from bihuan.gateway.commit import Journal
from bihuan.gateway.gateway import Gateway
from bihuan.gateway.mqtt.settings import BrokerSettings
from bihuan.gateway.mqtt.subscriber import Subscriber
from bihuan.gateway.server import WayIn, attend, rest_collector, utc_now
from bihuan.gateway.settings import GatewaySettings


def run(settings: GatewaySettings, broker: BrokerSettings, journal: Journal) -> None:
    """Receive from a broker until SIGTERM or SIGINT (MQTT 接收进程入口).

    Args:
        settings: name and bounds.
        broker: where it is and what is ours there.
        journal: the store, opened for writing under this process's name.

    Raises:
        OSError: the trusted certificates cannot be read.
    """
    asyncio.run(_receive_until_told(settings, broker, journal))


async def receive(
    settings: GatewaySettings,
    broker: BrokerSettings,
    journal: Journal,
    *,
    stop: asyncio.Event,
    now: Callable[[], datetime] = utc_now,
    started: Callable[[Gateway], None] = lambda gateway: None,
) -> None:
    """Run one gateway behind a broker until told to stop; what is on disk is acknowledged."""
    opened: list[tuple[Subscriber, asyncio.Task[None]]] = []

    async def subscribe(gateway: Gateway) -> WayIn:
        subscriber = Subscriber(gateway, broker)
        opened.append((subscriber, subscriber.start()))
        started(gateway)
        return subscriber

    await attend(settings, journal, subscribe, stop=stop, now=now)
    for subscriber, storing in opened:
        await storing
        await asyncio.get_running_loop().run_in_executor(None, subscriber.leave)


async def _receive_until_told(
    settings: GatewaySettings, broker: BrokerSettings, journal: Journal
) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for told in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(told, stop.set)
    await receive(settings, broker, journal, stop=stop, started=lambda gateway: rest_collector())
