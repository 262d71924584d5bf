"""Abnormal courses (异常过程): where they are, and one page that joins what is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from django.utils.timezone import localdate

from bihuan.accounts.models import User
from bihuan.air.analysis.candidate import Candidate, Signs, candidates
from bihuan.air.analysis.wind import SECTOR_NAMES, MeanWind, mean_wind, sectors
from bihuan.air.figure.gathered import nearest_mast
from bihuan.air.judge.span import DaySpan
from bihuan.air.models import Doubt, Instruction, Measure, Verdict
from bihuan.air.quality.live import HOUR, network_of_days
from bihuan.air.quality.network import NetworkHours
from bihuan.air.quality.parameter import rule_words
from bihuan.air.queries.process_sign import signs_of
from bihuan.air.series.block import midnight
from bihuan.air.series.values import Values
from bihuan.air.site import Site
from bihuan.cases.models import Case
from bihuan.registry.models import LocalSource
from bihuan.regulations.air.pollutant import Pollutant, factor_code, symbol, unit
from bihuan.rules.spell import spells

LOOK_BACK_DAYS = 7
EXCESS = 1.3
"""A station this far above the network's median is a course of its own. [P] 待确认"""

LEAST_HOURS = 3
ITEMS = (Pollutant.PM25, Pollutant.PM10, Pollutant.SO2, Pollutant.NO2)
FLOOR = {Pollutant.PM25: 35.0, Pollutant.PM10: 50.0, Pollutant.SO2: 25.0, Pollutant.NO2: 40.0}
"""Lower values make no course, however far above the others. [µg/m³] [P]"""

SECTOR = 30.0
NEAR_KM = 5.0
BEFORE = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Process:
    """A course of raised values at one station (异常过程).

    Attributes:
        key: names it in addresses and in the ledger.
        excess: mean share above the network's median.
    """

    key: str
    site: Site
    item: Pollutant
    start: datetime
    end: datetime
    highest: float
    excess: float
    is_over: bool

    @property
    def symbol(self) -> str:
        """PM₂.₅"""
        return symbol(self.item)

    @property
    def because(self) -> str:
        """The sentence that says it."""
        hours = int((self.end - self.start) / HOUR)
        return (
            f"{self.symbol} 连续 {hours} 小时高于同时刻全网中位数 30% 以上，"
            f"最高 {self.highest:.0f} {unit(self.item)}，平均高出 {100 * self.excess:.0f}%"
        )


@dataclass(frozen=True, slots=True)
class Upwind:
    """A registered source in the upwind sector (上风向污染源)."""

    source: LocalSource
    distance_km: float
    direction: str


@dataclass(frozen=True, slots=True)
class ProcessScreen:
    """What is known of a course; every part may be empty.

    Attributes:
        usual: share of the last month's hours at this station that were lower.
        wind: over the course; None where no mast measured.
    """

    process: Process
    usual: float | None
    wind: MeanWind | None
    wind_words: str
    upwind: tuple[Upwind, ...]
    doubts: tuple[Doubt, ...]
    candidates: tuple[Candidate, ...]
    measures: tuple[Measure, ...]
    instructions: tuple[Instruction, ...]
    cases: tuple[Case, ...]


def process_key(site: Site, item: Pollutant, start: datetime) -> str:
    """The name of a course in addresses: station, factor, first hour in UTC."""
    return f"{site.station}-{factor_code(item)}-{start.astimezone(UTC):%Y%m%d%H}"


def processes(values: Values, sites: Sequence[Site], *, now: datetime) -> list[Process]:
    """Courses of the last days at stations that this person sees, newest first."""
    found: list[Process] = values.once(
        ("processes", localdate(now), now.replace(minute=0, second=0, microsecond=0)),
        lambda: _all(values, now),
    )
    seen = {site.row for site in sites}
    mine = [one for one in found if one.site.row in seen]
    return sorted(mine, key=lambda one: (one.is_over, -one.end.timestamp(), -one.excess))


def _all(values: Values, now: datetime) -> list[Process]:
    network = _network(values, now)
    return [one for item in ITEMS for one in _of_item(values, network, item)]


def _network(values: Values, now: datetime) -> NetworkHours:
    today = localdate(now)
    span = DaySpan(today - timedelta(days=LOOK_BACK_DAYS), today)
    return network_of_days(values, span, int((now - midnight(span.first)) / HOUR))


def _of_item(values: Values, network: NetworkHours, item: Pollutant) -> list[Process]:
    array, middle = network.values[item], network.median[item]
    with np.errstate(invalid="ignore"):
        high = (array > EXCESS * middle) & (array > FLOOR[item])
    found = spells(np.asarray(high), least=LEAST_HOURS, bridge=1)
    places = zip(found.row.tolist(), found.begin.tolist(), found.end.tolist(), strict=True)
    made = []
    for row, begin, end in places:
        mine, theirs = array[row, begin:end], middle[begin:end]
        start = network.start + begin * HOUR
        made.append(
            Process(
                key=process_key(values.sites[row], item, start),
                site=values.sites[row],
                item=item,
                start=start,
                end=network.start + end * HOUR,
                highest=float(np.nanmax(mine)),
                excess=float(np.nanmean(mine / theirs) - 1),
                is_over=end < array.shape[1],
            )
        )
    return made


def process_screen(values: Values, user: User, one: Process, *, now: datetime) -> ProcessScreen:
    """Live data, history, weather, sources upwind, doubts, causes and advice of a course."""
    wind, words = _wind(values, one)
    upwind = _upwind(user, one, wind)
    doubts = _doubts(one)
    found = candidates(_signs(values, one, wind, upwind, doubts, now))
    return ProcessScreen(
        process=one,
        usual=_usual(values, one),
        wind=wind,
        wind_words=words,
        upwind=tuple(upwind),
        doubts=tuple(doubts),
        candidates=tuple(found),
        measures=tuple(_measures(found)),
        instructions=tuple(Instruction.objects.visible_to(user).filter(process=one.key)),
        cases=tuple(_cases(user, one)),
    )


def _wind(values: Values, one: Process) -> tuple[MeanWind | None, str]:
    span = DaySpan(localdate(one.start), localdate(one.end))
    weather = values.weather(span)
    mast = nearest_mast(values.sites, one.site, weather["wind_speed"])
    if mast is None:
        return None, "没有风数据"
    begin = int((one.start - midnight(span.first)) / HOUR)
    cut = slice(begin, begin + int((one.end - one.start) / HOUR))
    speed, direction = (weather[name][mast.row, cut] for name in ("wind_speed", "wind_direction"))
    found = mean_wind(speed, direction)
    if np.isnan(found.speed):
        return None, "过程期间没有风数据"
    if np.isnan(found.direction):
        return found, f"风向不定，平均风速 {found.speed:.1f} m/s（{mast.name}）"
    name = SECTOR_NAMES[int(sectors(np.array([found.direction]))[0])]
    return found, f"{name}风，矢量平均风速 {found.speed:.1f} m/s（{mast.name}）"


def _upwind(user: User, one: Process, wind: MeanWind | None) -> list[Upwind]:
    here = (one.site.longitude, one.site.latitude)
    if wind is None or np.isnan(wind.direction) or here[0] is None or here[1] is None:
        return []
    rows = LocalSource.objects.visible_to(user).filter(
        longitude__range=(here[0] - 0.06, here[0] + 0.06),
        latitude__range=(here[1] - 0.05, here[1] + 0.05),
    )
    found = [_placed(source, here[0], here[1]) for source in rows.select_related("kind")]
    inside = [
        one
        for one, bearing in found
        if one.distance_km <= NEAR_KM and _apart(bearing, wind.direction) <= SECTOR
    ]
    return sorted(inside, key=lambda near: near.distance_km)[:20]


def _placed(source: LocalSource, longitude: float, latitude: float) -> tuple[Upwind, float]:
    east = ((source.longitude or 0) - longitude) * 111.3 * float(np.cos(np.radians(latitude)))
    north = ((source.latitude or 0) - latitude) * 111.3
    bearing = float(np.degrees(np.arctan2(east, north)) % 360)
    name = SECTOR_NAMES[int(sectors(np.array([bearing]))[0])]
    return Upwind(source, round(float(np.hypot(east, north)), 2), name), bearing


def _apart(one: float, other: float) -> float:
    gap = abs(one - other) % 360
    return min(gap, 360 - gap)


def _doubts(one: Process) -> list[Doubt]:
    rows = Doubt.objects.filter(
        point=one.site.point,
        factor=factor_code(one.item),
        start__lt=one.end,
        end__gt=one.start,
    )
    return list(rows.order_by("start")[:10])


def _signs(
    values: Values,
    one: Process,
    wind: MeanWind | None,
    upwind: Sequence[Upwind],
    doubts: Sequence[Doubt],
    now: datetime,
) -> Signs:
    network = _network(values, now)
    begin = int((one.start - network.start) / HOUR)
    return signs_of(
        network,
        one.site.row,
        one.item,
        slice(begin, begin + int((one.end - one.start) / HOUR)),
        rules=(rule_words(row.rule) for row in doubts if row.verdict == Verdict.FAULT),
        wind=wind.speed if wind else None,
        sources_upwind=len(upwind) if wind and not np.isnan(wind.direction) else None,
    )


def _cases(user: User, one: Process) -> list[Case]:
    """What people do or did at this station around the course (巡查与处置情况)."""
    rows = Case.objects.visible_to(user).filter(
        points=one.site.point, raised_at__gte=one.start - BEFORE
    )
    return list(rows.order_by("-raised_at")[:8])


def _usual(values: Values, one: Process) -> float | None:
    last = localdate(one.start)
    month = values.hours(DaySpan(last - timedelta(days=30), last))[one.item][one.site.row]
    known = month[~np.isnan(month)]
    return float((known < one.highest).mean()) if len(known) else None


def _measures(found: Sequence[Candidate]) -> list[Measure]:
    """Measures that fit the two likeliest causes; every one cites its source."""
    wanted = [one.kind.value for one in found[:2] if one.score > 0]
    rows = Measure.objects.filter(is_active=True, cause__in=[*wanted, ""])
    return sorted(rows, key=lambda row: (row.cause not in wanted[:1], row.code))
