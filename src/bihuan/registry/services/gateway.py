"""What the gateway and other processes write, in batches and without an audit entry."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from bihuan.registry.device_password import password_hash
from bihuan.registry.gateway_batch import CounterStep, StateTouch, Stranger
from bihuan.registry.models import (
    Device,
    DeviceState,
    DropReason,
    GatewayCounter,
    ProcessHeartbeat,
    QuarantinedDevice,
    QuarantineState,
)
from bihuan.registry.secrecy import masked_packet

QUARANTINE_LIMIT = 5000
_KEPT_WHEN_NONE = (
    "address",
    "connected_at",
    "dropped_at",
    "drop_reason",
    "last_seen",
    "last_packet_at",
    "last_data_time",
    "delay_s",
    "clock_offset_s",
)
_STRANGER_FIELDS = (
    "last_seen",
    "count",
    "address",
    "sample",
    "password_hash",
    "system_code",
    "edition",
    "state",
)
_STATE_FIELDS = ("connected", "gateway", *_KEPT_WHEN_NONE, "counters", "quirks")


@transaction.atomic
def touch_states(batch: Sequence[StateTouch]) -> int:
    """Bring the states of many devices up to date (更新设备状态): one read, one upsert.

    Of several touches of one device the later ones win and their counts add up. Devices that
    were removed meanwhile are left out.

    Returns:
        Number of devices written.
    """
    devices = {touch.device for touch in batch}
    known = set(Device.objects.filter(pk__in=devices).values_list("pk", flat=True))
    states = _locked(DeviceState, "device_id", known)
    for touch in batch:
        if touch.device in known:
            state = states.setdefault(touch.device, DeviceState(device_id=touch.device))
            _apply(state, touch)
    DeviceState.objects.bulk_create(
        [states[device] for device in sorted(states)],
        update_conflicts=True,
        unique_fields=["device"],
        update_fields=_STATE_FIELDS,
    )
    return len(states)


def forget_connections(gateway: str, *, now: datetime) -> int:
    """Note that no connection of a gateway is open (网关启动清理), when it starts after a crash.

    Returns:
        Number of devices that still counted as connected.
    """
    return DeviceState.objects.filter(gateway=gateway, connected=True).update(
        connected=False, dropped_at=now, drop_reason=DropReason.SERVER
    )


@transaction.atomic
def record_quarantined(batch: Sequence[Stranger]) -> int:
    """Keep unknown MNs for a person to decide on (隔离未登记设备).

    Known ones count on; new ones stop being added when `QUARANTINE_LIMIT` wait, so that a flood
    of invented MNs cannot fill the database. MNs registered meanwhile are left out.

    Returns:
        Number of MNs written.
    """
    names = {stranger.mn for stranger in batch if 0 < len(stranger.mn) <= 40}
    names -= set(Device.objects.filter(mn__in=names).values_list("mn", flat=True))
    rows = _locked(QuarantinedDevice, "mn", names)
    room = len(rows) + max(0, QUARANTINE_LIMIT - QuarantinedDevice.objects.count())
    for stranger in batch:
        if stranger.mn in names and (stranger.mn in rows or len(rows) < room):
            new = QuarantinedDevice(mn=stranger.mn, first_seen=stranger.seen)
            _note(rows.setdefault(stranger.mn, new), stranger)
    QuarantinedDevice.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["mn"],
        update_fields=_STRANGER_FIELDS,
    )
    return len(rows)


@transaction.atomic
def add_counters(batch: Iterable[CounterStep]) -> None:
    """Add to the gateways' daily counters (累加网关计数); the same counter may occur twice."""
    sums: Counter[tuple[str, Any, str]] = Counter()
    for step in batch:
        sums[step.gateway, step.day, step.key] += step.value
    gateways = {gateway for gateway, _, _ in sums}
    days = {day for _, day, _ in sums}
    kept = GatewayCounter.objects.select_for_update().filter(gateway__in=gateways, day__in=days)
    for gateway, day, key, value in kept.values_list("gateway", "day", "key", "value"):
        if (gateway, day, key) in sums:
            sums[gateway, day, key] += value
    GatewayCounter.objects.bulk_create(
        [
            GatewayCounter(gateway=gateway, day=day, key=key, value=value)
            for (gateway, day, key), value in sums.items()
        ],
        update_conflicts=True,
        unique_fields=["gateway", "day", "key"],
        update_fields=["value"],
    )


def beat(*, process: str, now: datetime, detail: Mapping[str, Any] | None = None) -> None:
    """Leave a sign of life of a process (进程心跳).

    Args:
        process: its name, such as ``gateway-1``.
        now: the time of the sign. [aware]
        detail: what the health page shows; ``store_refusing: true`` says that nothing can be
            stored, which the link diagnosis reads.
    """
    ProcessHeartbeat.objects.bulk_create(
        [ProcessHeartbeat(process=process, at=now, detail=dict(detail or {}))],
        update_conflicts=True,
        unique_fields=["process"],
        update_fields=["at", "detail"],
    )


def _locked(model: Any, key: str, keys: Iterable[Any]) -> dict[Any, Any]:
    rows = model.objects.select_for_update().filter(**{f"{key}__in": set(keys)}).order_by(key)
    return {getattr(row, key): row for row in rows}


def _apply(state: DeviceState, touch: StateTouch) -> None:
    state.connected, state.gateway = touch.connected, touch.gateway
    for name in _KEPT_WHEN_NONE:
        if (value := getattr(touch, name)) is not None:
            setattr(state, name, value)
    state.counters = _sum(state.counters, touch.counters)
    state.quirks = _sum(state.quirks, touch.quirks)


def _sum(kept: Mapping[str, int], added: Mapping[str, int]) -> dict[str, int]:
    return {name: kept.get(name, 0) + added.get(name, 0) for name in {**kept, **added}}


def _note(row: QuarantinedDevice, stranger: Stranger) -> None:
    row.last_seen = stranger.seen
    row.count += stranger.count
    row.address = stranger.address
    row.sample = masked_packet(stranger.packet)
    row.system_code = stranger.system_code
    row.edition = stranger.edition
    if row.state == QuarantineState.REGISTERED:  # its device was removed since
        row.state = QuarantineState.WAITING
    row.password_hash = password_hash(stranger.mn, stranger.password) if stranger.password else ""
