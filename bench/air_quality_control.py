"""How well quality control tells faults from pollution, on the demo county's planted truth."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from bihuan.air.quality.detect import detect
from bihuan.air.quality.finding import Cause, Finding
from bihuan.air.quality.network import NetworkHours
from bihuan.main.demo.county import Network, network
from bihuan.main.demo.moment import hour_number, hour_start
from bihuan.main.demo.sensor import station_hours, station_minutes
from bihuan.main.demo.truth import Truth, county_truth
from bihuan.regulations.air.pollutant import Pollutant, factor_code

KINDS = {
    "drift": {"drift"},
    "stuck": {"stuck"},
    "spike": {"spike", "outlier", "inversion", "range", "neighbour"},
    "inversion": {"inversion"},
    "dead": set(),
}
LEAST_INSIDE = {"drift": 240, "stuck": 9}
"""A fault that the window only grazes cannot be known. [hours]"""

WINDOWS = (
    (datetime(2026, 2, 1, tzinfo=UTC), 60),
    (datetime(2026, 3, 15, tzinfo=UTC), 60),
    (datetime(2026, 8, 1, tzinfo=UTC), 60),
)
"""Spring festival, dust season, ozone season."""


@dataclass(frozen=True)
class Score:
    """What was planted, found, and wrongly found.

    Attributes:
        planted, found: faults by kind.
        right, wrong: findings called a fault by rule.
        valid_share: by kind of spell, particle hours that were not called a fault.
    """

    planted: dict[str, int]
    found: dict[str, int]
    right: dict[str, int]
    wrong: dict[str, int]
    valid_share: dict[str, float]

    def recall(self, kind: str) -> float:
        """Planted faults of a kind that a fault finding touches."""
        return self.found.get(kind, 0) / self.planted[kind] if self.planted.get(kind) else 1.0

    @property
    def precision(self) -> float:
        """Fault findings that touch a planted fault of the same station."""
        right, wrong = sum(self.right.values()), sum(self.wrong.values())
        return right / (right + wrong) if right + wrong else 1.0


def hours_of(county: Network, start: datetime, days: int) -> NetworkHours:
    """The county's reported hours as quality control reads them."""
    first = hour_number(start)
    values = station_hours(county, first, first + 24 * days)
    return network_of(county, values, hour_start(first), timedelta(hours=1))


def minutes_of(county: Network, start: datetime) -> NetworkHours:
    """A day of five-minute values repeated to real minutes: 90 x 1,440 x 6 values and more."""
    first = hour_number(start)
    values = station_minutes(county, first, first + 24, per_hour=12)
    flat = {code: array.reshape(len(array), -1) for code, array in values.items()}
    full = {code: np.repeat(array, 5, axis=1) for code, array in flat.items()}
    return network_of(county, full, hour_start(first), timedelta(minutes=1))


def network_of(
    county: Network, values: dict[str, np.ndarray], start: datetime, step: timedelta
) -> NetworkHours:
    """Values of the demo as a network."""
    return NetworkHours(
        names=tuple(f"station {one.number}" for one in county.stations),
        classes=tuple(str(one.station_class) for one in county.stations),
        start=start,
        step=step,
        values={item: values[factor_code(item)] for item in Pollutant},
        longitude=np.array([one.longitude for one in county.stations]),
        latitude=np.array([one.latitude for one in county.stations]),
    )


def score(data: NetworkHours, truth: list[Truth]) -> Score:
    """Findings against the truth; the detectors have not seen it."""
    findings = [one for one in detect(data) if one.cause is Cause.FAULT]
    faults = [one for one in truth if one.kind in KINDS]
    planted, found = defaultdict(int), defaultdict(int)
    for one in faults:
        if one.kind == "dead" or _inside(data, one) < LEAST_INSIDE.get(one.kind, 1):
            continue
        planted[one.kind] += 1
        found[one.kind] += any(_touches(data, each, one) for each in findings)
    right, wrong = defaultdict(int), defaultdict(int)
    for each in findings:
        if each.rule == "missing":
            continue
        is_right = any(_touches(data, each, one, any_factor=True) for one in faults)
        (right if is_right else wrong)[each.rule] += 1
    spells = {kind: _valid_share(data, findings, truth, kind) for kind in ("dust", "fireworks")}
    return Score(dict(planted), dict(found), dict(right), dict(wrong), spells)


def _inside(data: NetworkHours, one: Truth) -> float:
    """Hours of a fault that lie within the window."""
    end = data.start + data.step * data.values[Pollutant.PM10].shape[1]
    return (min(one.end, end) - max(one.start, data.start)).total_seconds() / 3600


def _touches(data: NetworkHours, one: Finding, fault: Truth, *, any_factor: bool = False) -> bool:
    if data.names[one.row] != fault.subject:
        return False
    begin, end = data.start + one.begin * data.step, data.start + one.end * data.step
    slack = timedelta(days=22) if one.rule == "drift" else timedelta(hours=2)
    if begin >= fault.end + slack or end <= fault.start:
        return False
    factors = {factor_code(one.item)} if one.item else {fault.factor}
    kin = {fault.factor} | ({"a34002", "a34004"} if fault.factor.startswith("a340") else set())
    return (any_factor and bool(factors & (kin | {fault.factor}))) or bool(factors & kin)


def _valid_share(
    data: NetworkHours, findings: list[Finding], truth: list[Truth], kind: str
) -> float:
    """Particle hours of planted spells that no fault was called on, faulty stations left out."""
    spells = [one for one in truth if one.kind == kind]
    faulty = {one.subject for one in truth if one.kind in KINDS}
    flagged = np.zeros(data.values[Pollutant.PM10].shape, dtype=bool)
    for one in findings:
        if one.item in {Pollutant.PM10, Pollutant.PM25}:
            flagged[one.row, one.begin : one.end] = True
    clean = [row for row, name in enumerate(data.names) if name not in faulty]
    kept = total = 0
    for spell in spells:
        begin = max(0, int((spell.start - data.start) / data.step))
        end = max(begin, int((spell.end - data.start) / data.step))
        block = flagged[clean, begin:end]
        total += block.size
        kept += int((~block).sum())
    return kept / total if total else 1.0


def scores() -> dict[str, Score]:
    """The score of each season."""
    county = network()
    found = {}
    for start, days in WINDOWS:
        end = start + timedelta(days=days)
        found[f"{start:%Y-%m}"] = score(
            hours_of(county, start, days), county_truth(county, start, end)
        )
    return found
