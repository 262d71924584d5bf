"""The truth about the demo (真值表): every planted spell, fault, silence and event of a window.

Detectors are judged against it; nothing that detects may read it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bihuan.main.demo.connection import planted_silences
from bihuan.main.demo.county import Network
from bihuan.main.demo.emission_event import planted_events
from bihuan.main.demo.episode import Spell, episodes
from bihuan.main.demo.furnace import low_days
from bihuan.main.demo.hot_spot import HOT_SPOTS
from bihuan.main.demo.moment import first_hour_of_day, hour_number, hour_start
from bihuan.main.demo.province import outlets
from bihuan.main.demo.sensor import rare_outages
from bihuan.main.demo.sensor_fault import planted_faults


@dataclass(frozen=True, slots=True)
class Truth:
    """One planted thing: what, to whom, on which factor, in which half-open time.

    Attributes:
        subject: "county", a station's number or an outlet's number.
        factor: "" where all factors are struck.
        size: how strong, in the kind's own measure.
    """

    kind: str
    subject: str
    factor: str
    start: datetime
    end: datetime
    size: float


def county_truth(network: Network, start: datetime, end: datetime) -> list[Truth]:
    """Everything planted in the county that touches [start, end)."""
    first, last = hour_number(start), hour_number(end)
    found = [*_spells(first, last), *_sensor_faults(network, first, last)]
    often = tuple(
        int(n) for n, r in zip(network.numbers, rare_outages(network), strict=True) if r >= 3
    )
    found += [
        Truth("silence", f"station {s.number}", "", hour_start(s.start), hour_start(s.end), 1.0)
        for s in planted_silences(often, first, last)
    ]
    found += [Truth("hot_spot", spot.name, "", start, end, spot.reach_km) for spot in HOT_SPOTS]
    return found


def _spells(first: int, last: int) -> Iterator[Truth]:
    for kind in Spell:
        for e in episodes(kind, first, last):
            yield Truth(kind, "county", "", hour_start(e.start), hour_start(e.end), e.strength)


def _sensor_faults(network: Network, first: int, last: int) -> Iterator[Truth]:
    for f in planted_faults(network, first, last):
        yield Truth(
            kind=f.kind,
            subject=f"station {f.station}",
            factor=f.factor,
            start=hour_start(f.start),
            end=hour_start(f.end),
            size=f.size,
        )


def province_truth(start: datetime, end: datetime, *, thinned: int = 1) -> list[Truth]:
    """Everything planted at the province's outlets that touches [start, end)."""
    first, last = hour_number(start), hour_number(end)
    listed = outlets(thinned)
    found = [
        Truth(
            e.kind, f"outlet {e.outlet}", e.factor, hour_start(e.start), hour_start(e.end), e.size
        )
        for e in planted_events(listed, first, last)
    ]
    found += [
        Truth("silence", f"outlet {s.number}", "", hour_start(s.start), hour_start(s.end), 1.0)
        for s in planted_silences(tuple(o.number for o in listed), first, last)
    ]
    days = low_days((first + 8) // 24, (last + 31) // 24, thinned=thinned)
    found += [
        Truth(
            kind="furnace_violation" if low.is_violation else "furnace_low",
            subject=f"outlet {low.outlet}",
            factor="a01901",
            start=hour_start(first_hour_of_day(low.day)),
            end=hour_start(first_hour_of_day(low.day + 1)),
            size=float(low.slots),
        )
        for low in days
    ]
    return found
