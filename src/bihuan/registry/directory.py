"""What the gateway needs to know of every device, as frozen values (设备目录)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from bihuan.hj212.edition import Edition
from bihuan.hj212.frame import STRICT, Tolerance


@dataclass(frozen=True, slots=True)
class AssignmentEntry:
    """Spell [start, end) in which data of a system code belong to a point; '' is every system."""

    point: int
    system_code: str
    start: datetime
    end: datetime | None

    def covers(self, moment: datetime) -> bool:
        """Whether the moment lies within the spell."""
        return self.start <= moment and (self.end is None or moment < self.end)


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """Factor that a wire code means, and the number its value is multiplied by."""

    factor: str
    scale: float


NO_CODES: Mapping[str, CodeEntry] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class DeviceEntry:
    """One registered device, as the gateway sees it.

    `password_hash` '' asks for no password; no `addresses` lets it come from anywhere.

    >>> from datetime import UTC
    >>> spell = AssignmentEntry(7, "", datetime(2026, 1, 1, tzinfo=UTC), None)
    >>> entry = DeviceEntry("MN1", 1, assignments=(spell,))
    >>> entry.point_at("32", datetime(2026, 1, 2, tzinfo=UTC))
    7
    >>> entry.point_at("32", datetime(2025, 1, 2, tzinfo=UTC)) is None
    True
    """

    mn: str
    device: int
    edition: Edition = Edition.HJ212_2017
    password_hash: str = ""
    system_code: str = ""
    tolerance: Tolerance = STRICT
    addresses: tuple[str, ...] = ()
    time_out_s: int = 10
    repeats: int = 3
    realtime_interval_s: int = 60
    minute_interval_min: int = 10
    is_active: bool = True
    assignments: tuple[AssignmentEntry, ...] = ()
    codes: Mapping[str, CodeEntry] = field(default_factory=lambda: NO_CODES)

    def point_at(self, system_code: str, moment: datetime) -> int | None:
        """Point that a datum of this system code and time belongs to; None where none does.

        An assignment of the very system code goes before one of every system.
        """
        for wanted in (system_code, ""):
            for entry in self.assignments:
                if entry.system_code == wanted and entry.covers(moment):
                    return entry.point
        return None
