"""The gateway process: listens, runs, and stops without losing what was acknowledged."""

import asyncio
import gc
import logging
import resource
import signal
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Protocol

from django.db import Error as DatabaseTrouble

from bihuan.gateway.commit import Journal
from bihuan.gateway.device_book import DeviceBook
from bihuan.gateway.gateway import Gateway
from bihuan.gateway.housekeeping import Housekeeping
from bihuan.gateway.registry_link import RegistryLink
from bihuan.gateway.settings import GatewaySettings

log = logging.getLogger(__name__)

BACKLOG = 4096
LAST_COMMIT_S = 20.0
LAST_ANSWERS_S = 1.0
REGISTRY_RETRY_S = 2.0


class WayIn(Protocol):
    """Where frames come in (接入方式)."""

    def close(self) -> None:
        """Let nothing more in."""


def utc_now() -> datetime:
    """The one clock of the process."""
    return datetime.now(UTC)


def run(settings: GatewaySettings, journal: Journal) -> None:
    """Listen to devices until SIGTERM or SIGINT (网关进程入口).

    Args:
        settings: where to listen and within which bounds.
        journal: the store, opened for writing under this gateway's name.

    Raises:
        OSError: the address is taken or not ours.
    """
    allow_many_files(settings.connection.connections)
    asyncio.run(_serve_until_told(settings, journal))


async def serve(
    settings: GatewaySettings,
    journal: Journal,
    *,
    stop: asyncio.Event,
    started: Callable[[Gateway, int], None] = lambda gateway, port: None,
    now: Callable[[], datetime] = utc_now,
) -> None:
    """Run one gateway on the running loop until told to stop.

    Args:
        settings: where to listen and within which bounds.
        journal: the store.
        stop: set it to end: what waits is committed and answered first.
        started: called with the gateway and its port once it listens.
        now: the clock.
    """

    async def listen(gateway: Gateway) -> WayIn:
        server = await asyncio.get_running_loop().create_server(
            gateway.connection, settings.address, settings.port, backlog=BACKLOG
        )
        port = server.sockets[0].getsockname()[1]
        log.info("gateway listens name=%s %s:%d", settings.name, settings.address, port)
        started(gateway, port)
        return server

    await attend(settings, journal, listen, stop=stop, now=now)


async def attend(
    settings: GatewaySettings,
    journal: Journal,
    open_way: Callable[[Gateway], Awaitable[WayIn]],
    *,
    stop: asyncio.Event,
    now: Callable[[], datetime] = utc_now,
) -> None:
    """Run one gateway behind whatever brings it frames, until told to stop.

    Args:
        settings: name and bounds.
        journal: the store.
        open_way: lets frames in from now on.
        stop: set it to end: what waits is committed and answered first.
        now: the clock.
    """
    link = RegistryLink(settings.name, initialises_devices=settings.initialises_devices)
    gateway = Gateway(settings, journal, await _first_book(link, stop, now), now)
    housekeeping = Housekeeping(gateway, link)
    way = await open_way(gateway)
    committing = asyncio.create_task(gateway.commit.run(now))
    keeping = asyncio.create_task(housekeeping.run())
    await _first_of(stop, committing, keeping)
    way.close()
    await _store_and_answer(gateway, committing)
    housekeeping.stop()
    await keeping
    await housekeeping.farewell()
    log.info("gateway stopped name=%s unstored=%d", settings.name, len(gateway.intake.backlog))


async def _store_and_answer(gateway: Gateway, committing: asyncio.Task[None]) -> None:
    """What was received goes to disk and is answered; nothing more is read."""
    gateway.hush()
    gateway.commit.stop(within_s=LAST_COMMIT_S)
    await committing
    await gateway.hang_up(within_s=LAST_ANSWERS_S)


def allow_many_files(connections: int) -> None:
    """Raise this process's limit of open files to what the connections need, if it may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + 256
    limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < limit:
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
    if limit < wanted:
        log.warning("open files limited files=%d wanted=%d", limit, wanted)


def rest_collector() -> None:
    """Let the cycle collector leave what lasts alone, and come seldom.

    Packets die by their reference count; walking 12,000 connections and their devices again and
    again took up to a third of the time a packet costs.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


async def _serve_until_told(settings: GatewaySettings, journal: Journal) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for told in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(told, stop.set)
    await serve(settings, journal, stop=stop, started=lambda gateway, port: rest_collector())


async def _first_book(
    link: RegistryLink, stop: asyncio.Event, now: Callable[[], datetime]
) -> DeviceBook:
    """The device book; without it nobody can be let in, so wait for the database."""
    loop = asyncio.get_running_loop()
    while not stop.is_set():
        try:
            return await loop.run_in_executor(link.thread, link.first_book, now())
        except DatabaseTrouble as error:
            log.error("registry away error=%s", error)
            await asyncio.sleep(REGISTRY_RETRY_S)
    raise SystemExit("stopped before the business database answered")


async def _first_of(stop: asyncio.Event, *tasks: asyncio.Task[None]) -> None:
    """Wait for the word to stop, or for a task that failed, and raise what it raised."""
    waiting = asyncio.create_task(stop.wait())
    done, _ = await asyncio.wait({waiting, *tasks}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    for task in done - {waiting}:
        task.result()
