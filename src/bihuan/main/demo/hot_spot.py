"""Standing local sources: where, when and how much; the county's planted hot spots (污染热点)."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from bihuan.main.demo.county import Network
from bihuan.main.demo.moment import hour_of_day, weekday
from bihuan.main.demo.noise import Real, Whole, smooth
from bihuan.main.demo.seed import Stream
from bihuan.main.demo.weather import Weather


@dataclass(frozen=True, slots=True)
class HotSpot:
    """A source that works in certain hours and is felt downwind.

    Attributes:
        clock: hours of Shanghai's day in which it works.
        weekdays: Monday 0.
        reach_km: distance at which it is felt by a third.
        adds: what it adds at its own place. [µg/m³; mg/m³ for co]
    """

    name: str
    longitude: float
    latitude: float
    clock: frozenset[int]
    weekdays: frozenset[int]
    reach_km: float
    adds: MappingProxyType[str, float]


HOT_SPOTS: Final = (
    HotSpot(
        name="回郭镇铝加工园夜间生产",
        longitude=112.860,
        latitude=34.690,
        clock=frozenset((22, 23, 0, 1, 2, 3)),
        weekdays=frozenset(range(7)),
        reach_km=2.4,
        adds=MappingProxyType({"pm25": 34.0, "coarse": 22.0, "so2": 26.0, "no2": 22.0}),
    ),
    HotSpot(
        name="米河镇物料运输道路扬尘",
        longitude=113.208,
        latitude=34.694,
        clock=frozenset((5, 6, 7, 8, 18, 19, 20)),
        weekdays=frozenset(range(6)),
        reach_km=2.0,
        adds=MappingProxyType({"pm25": 9.0, "coarse": 75.0, "no2": 16.0}),
    ),
    HotSpot(
        name="杜甫路夜市餐饮油烟",
        longitude=112.975,
        latitude=34.752,
        clock=frozenset((18, 19, 20, 21, 22)),
        weekdays=frozenset((4, 5, 6)),
        reach_km=1.2,
        adds=MappingProxyType({"pm25": 30.0, "coarse": 6.0}),
    ),
)


def plume(spot: HotSpot, network: Network, *, hours: Whole, weather: Weather) -> Real:
    """Share of the source's strength felt at each station, shape (station, time).

    Downwind places feel it more; wind thins it.
    """
    works = np.isin(hour_of_day(hours), list(spot.clock))
    works &= np.isin(weekday(hours), list(spot.weekdays))
    east = network.east_km - (spot.longitude - 113.0) * 91.5
    north = network.north_km - (spot.latitude - 34.7) * 111.0
    distance = np.hypot(east, north)
    speed = np.clip(weather.wind_speed, 0.2, None)
    along = east[:, None] * weather.wind_east + north[:, None] * weather.wind_north
    downwind = along / (np.clip(distance, 0.3, None)[:, None] * speed)
    felt = np.exp(-distance / spot.reach_km)[:, None] * (0.55 + 0.45 * downwind)
    key = np.array([round(spot.longitude * 1000)])
    vigour = 1.0 + 0.3 * np.clip(smooth(Stream.STATION, key, hours, scale=20)[0], -2.0, 2.0)
    share: Real = felt * works * vigour * 2.0 / (1.0 + speed)
    return share
