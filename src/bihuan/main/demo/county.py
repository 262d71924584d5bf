"""The county of the demo: Gongyi (巩义市) with 2 + 18 + 70 stations at invented places."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

import numpy as np

from bihuan.main.demo import table
from bihuan.main.demo.noise import Real, Whole, uniform
from bihuan.main.demo.seed import Stream
from bihuan.main.demo.wire_identity import mn_of

COUNTY: Final = "410181"
PARENTS: Final = (("410000", "河南省", 113.66, 34.76), ("410100", "郑州市", 113.62, 34.75))
MICRO_STATIONS: Final = 70
MINUTE_STEP: Final = 5


class StationClass(StrEnum):
    """Who answers for a station (站点类别)."""

    PROVINCIAL = "provincial"
    TOWNSHIP = "township"
    MICRO = "micro"
    WEATHER = "weather"


READ_FROM_ABOVE: Final = frozenset({StationClass.PROVINCIAL, StationClass.WEATHER})
WEATHER_STATIONS: Final = (
    ("巩义气象观测站（演示）", "410181106"),
    ("小关区域气象站（演示）", "410181102"),
)


@dataclass(frozen=True, slots=True)
class Township:
    """A township or street (乡镇街道) of the county."""

    code: str
    name: str
    longitude: float
    latitude: float
    character: str
    has_station: bool
    provincial: str


@dataclass(frozen=True, slots=True)
class Station:
    """A monitoring station (站点) of the demo county."""

    number: int
    code: str
    name: str
    station_class: StationClass
    township: str
    longitude: float
    latitude: float
    character: str

    @property
    def mn(self) -> str:
        """MN of its data collector."""
        return mn_of(COUNTY, self.number)

    @property
    def has_collector(self) -> bool:
        """Some stations report to an upper platform, from which one reads their hours."""
        return self.station_class not in READ_FROM_ABOVE

    @property
    def has_air(self) -> bool:
        """The weather service measures no pollutants."""
        return self.station_class is not StationClass.WEATHER

    @property
    def has_weather(self) -> bool:
        """A weather mast stands beside every station but the micro ones."""
        return self.station_class is not StationClass.MICRO


@dataclass(frozen=True, slots=True)
class Network:
    """Stations in columns, in the order in which every array has its rows."""

    stations: tuple[Station, ...]

    @property
    def numbers(self) -> Whole:
        """Key of each station's own chance."""
        return np.array([station.number for station in self.stations], dtype=np.int64)

    @property
    def east_km(self) -> Real:
        """Distance east of the county's middle. [km]"""
        return np.array([(station.longitude - 113.0) * 91.5 for station in self.stations])

    @property
    def north_km(self) -> Real:
        """Distance north of the county's middle. [km]"""
        return np.array([(station.latitude - 34.7) * 111.0 for station in self.stations])

    @property
    def is_micro(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which rows are low-cost sensors."""
        return np.array([s.station_class is StationClass.MICRO for s in self.stations], dtype=bool)

    def character(self, column: str) -> Real:
        """One column of the table of characters, a number for each station."""
        factors = {row["character"]: float(row[column]) for row in table.rows("station_characters")}
        return np.array([factors[station.character] for station in self.stations])


@cache
def townships() -> tuple[Township, ...]:
    """The twenty townships and streets, in the order of their codes."""
    return tuple(
        Township(
            code=row["code"],
            name=row["name"],
            longitude=float(row["longitude"]),
            latitude=float(row["latitude"]),
            character=row["character"],
            has_station=row["has_station"] == "1",
            provincial=row["provincial"],
        )
        for row in table.rows("gongyi_townships")
    )


def _standing(
    place: Township, number: int, *, of_class: StationClass, code: str, name: str
) -> Station:
    """A station in a township, a little off its middle."""
    reach = 0.018 if of_class is StationClass.MICRO else 0.004
    east, north = uniform(Stream.STATION_PLACE, number, np.arange(2)) * 2.0 - 1.0
    return Station(
        number=number,
        code=code,
        name=name,
        station_class=of_class,
        township=place.code,
        longitude=round(place.longitude + float(east) * reach, 5),
        latitude=round(place.latitude + float(north) * reach * 0.8, 5),
        character=place.character,
    )


def _provincial() -> list[Station]:
    places = [place for place in townships() if place.provincial]
    return [
        _standing(
            place,
            101 + order,
            of_class=StationClass.PROVINCIAL,
            code=f"{COUNTY}S{order + 1:02d}",
            name=f"{place.provincial}省控站",
        )
        for order, place in enumerate(places)
    ]


def _of_townships() -> list[Station]:
    places = [place for place in townships() if place.has_station]
    return [
        _standing(
            place,
            201 + order,
            of_class=StationClass.TOWNSHIP,
            code=f"{COUNTY}T{order + 1:02d}",
            name=f"{place.name}站",
        )
        for order, place in enumerate(places)
    ]


def _micro() -> list[Station]:
    places = townships()
    return [
        _standing(
            places[order % len(places)],
            301 + order,
            of_class=StationClass.MICRO,
            code=f"{COUNTY}M{order + 1:03d}",
            name=f"{places[order % len(places)].name}微站{order // len(places) + 1}号",
        )
        for order in range(MICRO_STATIONS)
    ]


@cache
def network(micro: int = MICRO_STATIONS) -> Network:
    """All stations of the county; fewer micro stations for a quick test.

    >>> len(network().stations)
    90
    """
    return Network((*_provincial(), *_of_townships(), *_micro()[:micro]))


@cache
def weather_stations() -> Network:
    """The weather service's own stations (气象站), beside the county's ninety.

    >>> [station.code for station in weather_stations().stations]
    ['410181W01', '410181W02']
    """
    places = {place.code: place for place in townships()}
    return Network(
        tuple(
            Station(
                number=401 + order,
                code=f"{COUNTY}W{order + 1:02d}",
                name=name,
                station_class=StationClass.WEATHER,
                township=town,
                longitude=places[town].longitude,
                latitude=places[town].latitude,
                character=places[town].character,
            )
            for order, (name, town) in enumerate(WEATHER_STATIONS)
        )
    )
