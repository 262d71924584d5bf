"""Registered devices and arrivals made by hand, for tests that need no database and no socket."""

from datetime import UTC, datetime
from typing import cast

from bihuan.gateway.arrival import Arrival
from bihuan.gateway.connection import DeviceConnection
from bihuan.gateway.outcome import Outcome
from bihuan.hj212.frame import Frame, Reader
from bihuan.hj212.segment import read_header
from bihuan.registry.queries import AssignmentEntry, DeviceEntry

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
RECEIVED_MS = 1_795_219_200_000  # 2026-11-21 08:00 in Beijing


NO_LINE = cast(DeviceConnection, None)  # what is never answered needs none


def spell(
    point: int, system_code: str = "", start: datetime = LONG_AGO, end: datetime | None = None
) -> AssignmentEntry:
    return AssignmentEntry(point, system_code, start, end)


def device(mn: str, *spells: AssignmentEntry, **changes: object) -> DeviceEntry:
    return DeviceEntry(mn, 1, assignments=spells or (spell(7),), **changes)  # type: ignore[arg-type]


def arrival(
    wire: bytes, entry: DeviceEntry | None = None, *, received_ms: int = RECEIVED_MS
) -> Arrival:
    """A good frame as the intake queues it."""
    (frame,) = Reader().feed(wire)
    assert isinstance(frame, Frame)
    packet = read_header(frame.segment)
    return Arrival(
        frame.raw,
        received_ms,
        NO_LINE,
        packet.device_id,
        packet,
        entry,
        outcome=Outcome.STORED,
    )
