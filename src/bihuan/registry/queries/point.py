"""One point as its page shows it (点位页)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.registry.models import DeviceAssignment, MonitoringPoint, PointFactor
from bihuan.registry.queries.board import board
from bihuan.registry.queries.board_row import Reading, readings_of
from bihuan.registry.span import SeriesKind
from bihuan.registry.standing import TONES, Standing

NEVER = {"standing": Standing.NEVER.value, "arrival": None, "data_time": None}


@dataclass(frozen=True, slots=True)
class PointHead:
    """What stands above a point's curves.

    Attributes:
        standing: as on the board.
        readings: the newest value of every factor.
        arrival: when its newest data came.
        kind: the shortest kind of values that it reports; the chart begins with it.
    """

    point: MonitoringPoint
    standing: Standing
    tone: str
    readings: list[Reading]
    arrival: datetime | None
    data_time: datetime | None
    kind: SeriesKind

    @property
    def has_converted(self) -> bool:
        """Whether any factor comes converted to reference conditions (折算) as well."""
        return any(reading.newest.is_converted for reading in self.readings)


def point_head(point: MonitoringPoint, now: datetime) -> PointHead:
    """A point's newest values and how it stands."""
    shared = board(now)
    mine = shared.standings.filter(point=point.pk).to_dicts()
    row: dict[str, Any] = mine[0] if mine else NEVER
    kinds = set(shared.values.filter(point=point.pk)["kind"])
    return PointHead(
        point=point,
        standing=Standing(row["standing"]),
        tone=TONES[row["standing"]],
        readings=readings_of([point.pk], shared).get(point.pk, []),
        arrival=row["arrival"],
        data_time=row["data_time"],
        kind=next((kind for kind in SeriesKind if kind in kinds), SeriesKind.HOUR),
    )


def factors_of(point: MonitoringPoint) -> list[PointFactor]:
    """The factors of a point in their order (监测因子)."""
    return list(point.factors.order_by("order", "factor"))


def assignments_of(point: MonitoringPoint) -> list[DeviceAssignment]:
    """The devices that serve or served a point, the running first (设备更换记录)."""
    spells = point.assignments.select_related("device", "device__state").order_by("-start", "-id")
    return sorted(spells, key=lambda spell: spell.end is not None)
