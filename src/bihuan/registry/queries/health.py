"""What the processes say of themselves."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Sum

from bihuan.registry.models import GatewayCounter, ProcessHeartbeat


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Last sign of life of a process."""

    process: str
    at: datetime
    detail: dict[str, Any]


def heartbeats() -> tuple[Heartbeat, ...]:
    """The last sign of life of every process (进程心跳), by name."""
    rows = ProcessHeartbeat.objects.order_by("process").values_list("process", "at", "detail")
    return tuple(Heartbeat(*row) for row in rows)


def gateway_counters(day: date, *, gateway: str = "") -> dict[str, int]:
    """A day's counts by name (网关计数), of one gateway or of all together."""
    counters = GatewayCounter.objects.filter(day=day)
    if gateway:
        counters = counters.filter(gateway=gateway)
    return dict(counters.order_by("key").values_list("key").annotate(Sum("value")))
