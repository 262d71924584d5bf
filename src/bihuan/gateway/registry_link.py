"""The gateway's dealings with the business database, all in one thread of their own."""

import json
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.db import close_old_connections, connections

from bihuan.accounts.seal import SealBroken, unseal
from bihuan.gateway.command_report import (
    Answered,
    Begun,
    Ended,
    KeySet,
    Order,
    Report,
    Unanswered,
)
from bihuan.gateway.device_book import DeviceBook, book_of
from bihuan.gateway.device_key import device_keys, set_device_key
from bihuan.gateway.first_connection import newcomers, queue_first_connection
from bihuan.registry import services
from bihuan.registry.gateway_batch import CounterStep, StateTouch, Stranger
from bihuan.registry.models import CommandState, Device, DeviceCommand
from bihuan.registry.queries import device_directory, directory_version

MOST_DEVICES = 500
NEWCOMERS_A_ROUND = 5
TOUCHES_AT_ONCE = 300
TIME_OUT_EVERY = timedelta(seconds=30)
_SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the gateway hands over in one round (上报台账的一批)."""

    at: datetime
    counts: dict[str, int] = field(default_factory=dict)
    touches: Sequence[StateTouch] = ()
    strangers: Sequence[Stranger] = ()
    reports: Sequence[Report] = ()
    heartbeat: dict[str, Any] | None = None


class RegistryLink:
    """Writes what the gateway learned and reads what it must know (台账连接).

    Every method blocks on the database: call them in `thread` alone, which holds the one
    connection. What the database refuses is kept and delivered with the next round.
    """

    def __init__(self, gateway: str, *, initialises_devices: bool) -> None:
        """Names the rows of this gateway; `initialises_devices` as in `GatewaySettings`."""
        self.thread = ThreadPoolExecutor(1, "registry")
        self._gateway = gateway
        self._initialises = initialises_devices
        self._newcomers: list[int] = []
        self._unsaid: list[Callable[[], object]] = []
        self._timed_out_at: datetime | None = None

    @property
    def is_behind(self) -> bool:
        """Whether the database has refused something that still waits here."""
        return bool(self._unsaid)

    def book(self, known: DeviceBook | None) -> DeviceBook | None:
        """The device book when the directory has changed, else None."""
        version = directory_version()
        if known is not None and known.version == version:
            return None
        return book_of(device_directory(), version, device_keys())

    def take_over(self, now: datetime) -> int:
        """Say that no device is connected here yet: a killed predecessor could not say so.

        Returns:
            Number of devices that were still called connected.
        """
        return services.forget_connections(self._gateway, now=now)

    def deliver(self, delivery: Delivery) -> None:
        """Write one round, and first what earlier rounds could not write.

        Raises:
            DatabaseError: the database refuses; the rest is kept for the next round.
        """
        self._unsaid += self._acts(delivery)
        while self._unsaid:
            self._unsaid[0]()
            self._unsaid.pop(0)
        self._initialise(delivery.at)

    def waiting(self, now: datetime) -> dict[int, str]:
        """MN by key of the devices that commands wait for; overdue commands are ended first."""
        if self._timed_out_at is None or now - self._timed_out_at >= TIME_OUT_EVERY:
            self._timed_out_at = now
            services.time_out_commands(now=now)
        queued = DeviceCommand.objects.filter(state=CommandState.QUEUED)
        return dict(queued.values_list("device_id", "device__mn").distinct()[:MOST_DEVICES])

    def orders(self, devices: Collection[int]) -> list[Order]:
        """The oldest command that waits for each of these devices."""
        queued = DeviceCommand.objects.filter(state=CommandState.QUEUED, device__in=devices)
        oldest: dict[int, Order] = {}
        for row in queued.order_by("requested_at", "pk").values_list(
            "pk", "device_id", "device__mn", "command_code", "parameters", "sealed"
        ):
            oldest.setdefault(row[1], _order(*row))
        return list(oldest.values())

    def mark(self, begun: Begun, now: datetime) -> bool:
        """Note a command as sent, before it is; False when it must not be sent any more."""
        return services.mark_sent(begun.order.command, request_id=begun.request_id, now=now)

    def first_book(self, now: datetime) -> DeviceBook:
        """What a gateway must know and say before it lets anybody in."""
        self.take_over(now)
        book = self.book(None)
        assert book is not None
        return book

    def close(self) -> None:
        """Let this thread's connection go for good."""
        connections.close_all()

    def rest(self) -> None:
        """Let an old or broken connection go, as a web request does at its end."""
        close_old_connections()

    def _acts(self, delivery: Delivery) -> list[Callable[[], object]]:
        now, acts = delivery.at, list[Callable[[], object]]()
        if delivery.counts:
            acts.append(partial(services.add_counters, self._steps(delivery)))
        if delivery.touches:
            acts.append(partial(self._touch, delivery.touches))
        if delivery.strangers:
            acts.append(partial(services.record_quarantined, delivery.strangers))
        acts += [partial(_record, report, now) for report in delivery.reports]
        if delivery.heartbeat is not None:
            beat = partial(services.beat, process=self._gateway, now=now)
            acts.append(partial(beat, detail=delivery.heartbeat))
        return acts

    def _touch(self, touches: Sequence[StateTouch]) -> None:
        if self._initialises:
            self._newcomers += newcomers(touches)
        services.touch_states(touches)

    def _initialise(self, now: datetime) -> None:
        most = min(NEWCOMERS_A_ROUND, len(self._newcomers))
        for device in [self._newcomers.pop(0) for _ in range(most)]:
            queue_first_connection(device, now)

    def _steps(self, delivery: Delivery) -> list[CounterStep]:
        day = delivery.at.astimezone(_SHANGHAI).date()
        return [
            CounterStep(self._gateway, day, key, value) for key, value in delivery.counts.items()
        ]


def _record(report: Report, now: datetime) -> None:
    device = report.device
    match report:
        case KeySet(key=key):
            set_device_key(Device.objects.get(pk=device), key=key, since=now, by=None, now=now)
        case Answered(code=code, request_id=request_id):
            services.record_answer(device, request_id=request_id, code=code, now=now)
        case Ended(code=code, text=text, request_id=request_id):
            services.record_result(device, request_id=request_id, code=code, now=now, text=text)
        case Unanswered(text=text, request_id=request_id):
            services.record_time_out(device, request_id=request_id, now=now, text=text)


def _order(
    command: int, device: int, mn: str, code: str, parameters: dict[str, Any], sealed: str
) -> Order:
    """The order of a row; at fault when its secrets cannot be opened any more."""
    try:
        secrets = json.loads(unseal(sealed)) if sealed else {}
    except SealBroken as error:
        return Order(command, device, mn, code, fault=str(error))
    return Order(command, device, mn, code, {**parameters, **secrets})
