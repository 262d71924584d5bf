"""The weather of a course and what lies upwind of it (过程气象, 上风向污染源)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.utils.timezone import localdate

from bihuan.accounts.models import User
from bihuan.air.analysis.wind import SECTOR_NAMES, MeanWind, mean_wind, sectors
from bihuan.air.figure.gathered import nearest_mast
from bihuan.air.judge.span import DaySpan
from bihuan.air.rule_book import RuleBook
from bihuan.air.series.block import midnight
from bihuan.air.series.values import Values
from bihuan.air.site import Site
from bihuan.registry.models import LocalSource, SourceState
from bihuan.regulations.rounding import FloatArray

HOUR = timedelta(hours=1)
KM_A_DEGREE = 111.3
MOST = 20


@dataclass(frozen=True, slots=True)
class CourseWeather:
    """Weather at the nearest mast during a course; None where it was not measured.

    Attributes:
        wind: vector mean.
        kinds: what kind of weather it was (静稳, 大风, 高温, 高湿); None where nothing is known.
        words: the sentence for the page.
    """

    wind: MeanWind | None
    kinds: frozenset[str] | None
    words: str

    @property
    def direction(self) -> float | None:
        """From where the wind came; None when it is not known or has none. [degrees]"""
        if self.wind is None or np.isnan(self.wind.direction):
            return None
        return self.wind.direction


@dataclass(frozen=True, slots=True)
class Upwind:
    """A registered source in the upwind sector (上风向污染源)."""

    source: LocalSource
    distance_km: float
    direction: str


def course_weather(
    values: Values, site: Site, start: datetime, end: datetime, book: RuleBook
) -> CourseWeather:
    """Wind, temperature and humidity of the nearest mast in [start, end)."""
    span = DaySpan(localdate(start), localdate(end))
    weather = values.weather(span)
    mast = nearest_mast(values.sites, site, weather["wind_speed"])
    if mast is None:
        return CourseWeather(None, None, "没有风数据")
    begin = int((start - midnight(span.first)) / HOUR)
    cut = slice(begin, begin + int((end - start) / HOUR))
    here = {name: array[mast.row, cut] for name, array in weather.items()}
    wind = mean_wind(here["wind_speed"], here["wind_direction"])
    kinds = _kinds(here, book)
    if np.isnan(wind.speed):
        return CourseWeather(None, kinds, "过程期间没有风数据")
    told = "、".join(sorted(kinds)) if kinds else ""
    return CourseWeather(wind, kinds, _words(wind, mast.name) + (f"；{told}" if told else ""))


def _words(wind: MeanWind, mast: str) -> str:
    if np.isnan(wind.direction):
        return f"风向不定，平均风速 {wind.speed:.1f} m/s（{mast}）"
    name = SECTOR_NAMES[int(sectors(np.array([wind.direction]))[0])]
    return f"{name}风，矢量平均风速 {wind.speed:.1f} m/s（{mast}）"


def _kinds(here: dict[str, FloatArray], book: RuleBook) -> frozenset[str] | None:
    known = {name: array[~np.isnan(array)] for name, array in here.items()}
    speed, heat, damp = (known[one] for one in ("wind_speed", "temperature", "humidity"))
    if not (len(speed) or len(heat) or len(damp)):
        return None
    said = (
        ("静稳", len(speed) and speed.mean() < book["weather_calm"]),
        ("大风", len(speed) and speed.mean() >= book["weather_windy"]),
        ("高温", len(heat) and heat.max() >= book["weather_hot"]),
        ("高湿", len(damp) and damp.mean() >= book["weather_damp"]),
    )
    return frozenset(name for name, holds in said if holds)


def upwind_of(user: User, site: Site, direction: float | None, book: RuleBook) -> list[Upwind]:
    """Sources at work in the sector from which the wind came, the nearest first."""
    if direction is None or site.longitude is None or site.latitude is None:
        return []
    return [
        near
        for near, bearing in sources_near(user, site.longitude, site.latitude, book["upwind_km"])
        if _apart(bearing, direction) <= book["upwind_degrees"]
    ][:MOST]


def sources_near(
    user: User, longitude: float, latitude: float, within_km: float
) -> list[tuple[Upwind, float]]:
    """Registered sources at work around a place with their bearing, the nearest first."""
    north = within_km / KM_A_DEGREE
    east = north / float(np.cos(np.radians(latitude)))
    rows = LocalSource.objects.visible_to(user).filter(
        state=SourceState.ACTIVE,
        longitude__range=(longitude - east, longitude + east),
        latitude__range=(latitude - north, latitude + north),
    )
    found = [_placed(one, longitude, latitude) for one in rows.select_related("kind")]
    inside = [one for one in found if one[0].distance_km <= within_km]
    return sorted(inside, key=lambda one: one[0].distance_km)


def _placed(source: LocalSource, longitude: float, latitude: float) -> tuple[Upwind, float]:
    scale = KM_A_DEGREE * float(np.cos(np.radians(latitude)))
    east = ((source.longitude or 0) - longitude) * scale
    north = ((source.latitude or 0) - latitude) * KM_A_DEGREE
    bearing = float(np.degrees(np.arctan2(east, north)) % 360)
    name = SECTOR_NAMES[int(sectors(np.array([bearing]))[0])]
    return Upwind(source, round(float(np.hypot(east, north)), 2), name), bearing


def _apart(one: float, other: float) -> float:
    gap = abs(one - other) % 360
    return min(gap, 360 - gap)
