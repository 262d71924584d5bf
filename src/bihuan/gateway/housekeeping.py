"""What goes on beside the frames: sweeping connections, telling and asking the registry."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from django.db import Error as DatabaseTrouble

from bihuan.gateway.command_report import Begun
from bihuan.gateway.gateway import Gateway
from bihuan.gateway.registry_link import TOUCHES_AT_ONCE, Delivery, RegistryLink

log = logging.getLogger(__name__)

SWEEP_S = 1.0
TICK_S = 0.25


class Housekeeping:
    """Keeps a gateway and the registry in step (台账同步), without ever blocking the loop."""

    def __init__(self, gateway: Gateway, link: RegistryLink) -> None:
        """Ready to `run`; the link's calls go to its own thread."""
        self._gateway = gateway
        self._link = link
        self._stopping = asyncio.Event()
        self._is_cut_off = False

    async def run(self) -> None:
        """Do every task at its own pace until stopped, then tell the registry the last news."""
        rhythm = self._gateway.settings.rhythm
        await asyncio.gather(
            self._each(SWEEP_S, self._sweep),
            self._each(TICK_S, self._tick),
            self._each(rhythm.commands_s, self._commands),
            self._each(rhythm.directory_s, self._directory),
            self._each(rhythm.news_s, self._deliver),
        )

    def stop(self) -> None:
        """End after the task under way."""
        self._stopping.set()

    async def farewell(self) -> None:
        """Tell the registry everything that it does not know yet."""
        while self._gateway.presence.is_waiting and not self._is_cut_off:
            await self._guarded(self._deliver)
        await self._guarded(self._deliver)
        await self._in_thread(self._link.close)
        self._link.thread.shutdown()

    async def _each(self, pause_s: float, task: Callable[[], Awaitable[None]]) -> None:
        while not self._stopping.is_set():
            await self._guarded(task)
            try:
                await asyncio.wait_for(self._stopping.wait(), pause_s)
            except TimeoutError:
                continue

    async def _guarded(self, task: Callable[[], Awaitable[None]]) -> None:
        """A database that is away is reported once; frames go on meanwhile."""
        try:
            await task()
        except DatabaseTrouble as error:
            if not self._is_cut_off:
                log.error("registry away error=%s", error)
            self._is_cut_off = True
            await self._in_thread(self._link.rest)
        else:
            self._is_cut_off = False

    async def _sweep(self) -> None:
        self._gateway.sweep()

    async def _tick(self) -> None:
        self._gateway.desk.tick(self._gateway.now())

    async def _directory(self) -> None:
        book = await self._in_thread(self._link.book, self._gateway.intake.book)
        if book is not None:
            self._gateway.use_book(book)
            log.info("directory read version=%d devices=%d", book.version, len(book.entries))

    async def _commands(self) -> None:
        gateway, link = self._gateway, self._link
        waiting = await self._in_thread(link.waiting, gateway.now())
        ready = gateway.desk.ready(waiting)
        if not ready:
            return
        orders = await self._in_thread(link.orders, ready)
        for order in orders:
            begun = gateway.desk.begin(order, gateway.now())
            if begun is not None:
                await self._send(begun)

    async def _send(self, begun: Begun) -> None:
        """Send a command once the registry has noted it; a registry that is away keeps it."""
        taken = False
        try:
            taken = await self._in_thread(self._link.mark, begun, self._gateway.now())
        finally:
            self._gateway.desk.confirm(begun, taken=taken)

    async def _deliver(self) -> None:
        await self._in_thread(self._link.deliver, self._delivery())
        await self._in_thread(self._link.rest)

    def _delivery(self) -> Delivery:
        gateway, at = self._gateway, self._gateway.now()
        if self._link.is_behind:
            return Delivery(at)
        touches = gateway.presence.drain(
            gateway.intake.book.entries,
            gateway.tally,
            connected=gateway.sessions.devices,
            most=TOUCHES_AT_ONCE,
        )
        return Delivery(
            at,
            counts=gateway.tally.drain(),
            touches=touches,
            strangers=gateway.intake.quarantine.drain(),
            reports=gateway.desk.drain(),
            heartbeat=gateway.condition(),
        )

    async def _in_thread(self, work: Callable[..., Any], *args: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._link.thread, work, *args)
