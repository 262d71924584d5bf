"""Coordinates (坐标): CGCS2000 and WGS-84 are kept; GCJ-02 and BD-09 are turned on the way in.

The offset of GCJ-02 was never published; the formula is the one that every map library uses
(待确认), good to about a metre. For a map CGCS2000 and WGS-84 are the same.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

AXIS = 6378245.0
"""Semi-major axis of the Krasovsky ellipsoid, as the formula uses it. [m]"""

ECCENTRICITY = 0.00669342162296594323
BAIDU = np.pi * 3000.0 / 180.0
CHINA = (72.004, 0.8293, 137.8347, 55.8271)
"""West, south, east, north of the area in which coordinates are shifted. [degrees]"""


class Datum(StrEnum):
    """Which system a pair of coordinates is in (坐标系)."""

    CGCS2000 = "CGCS2000"
    WGS84 = "WGS-84"
    GCJ02 = "GCJ-02"
    BD09 = "BD-09"


class WrongCoordinate(ValueError):
    """A pair that is no place: out of range, or longitude and latitude exchanged."""


@dataclass(frozen=True, slots=True)
class Coordinate:
    """A place in WGS-84 with the datum in which it was given. [degrees]"""

    longitude: float
    latitude: float
    given_as: Datum


def coordinate(longitude: float, latitude: float, datum: Datum) -> Coordinate:
    """One place turned to WGS-84 (坐标转换).

    Raises:
        WrongCoordinate: with a sentence for the person who entered it.

    >>> place = coordinate(116.41024449916938, 39.91640428150164, Datum.GCJ02)
    >>> round(place.longitude, 6), round(place.latitude, 6)
    (116.404, 39.915)
    """
    if abs(longitude) <= 90 < abs(latitude) <= 180:
        raise WrongCoordinate(f"经度 {longitude}、纬度 {latitude} 可能填反")
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise WrongCoordinate(f"经度 {longitude}、纬度 {latitude} 超出范围")
    east, north = to_wgs84(np.array([longitude]), np.array([latitude]), datum)
    return Coordinate(float(east[0]), float(north[0]), datum)


def to_wgs84(
    longitude: FloatArray, latitude: FloatArray, datum: Datum
) -> tuple[FloatArray, FloatArray]:
    """Many places turned to WGS-84. [degrees], shape (n,) each"""
    if datum in (Datum.WGS84, Datum.CGCS2000):
        return longitude, latitude
    if datum is Datum.BD09:
        longitude, latitude = _from_baidu(longitude, latitude)
    return _unshifted(longitude, latitude)


def from_wgs84(
    longitude: FloatArray, latitude: FloatArray, datum: Datum
) -> tuple[FloatArray, FloatArray]:
    """Many places of WGS-84 turned to another datum, for a map that asks for it.

    >>> east, north = from_wgs84(np.array([116.404]), np.array([39.915]), Datum.GCJ02)
    >>> round(east.item(), 6), round(north.item(), 6)
    (116.410244, 39.916404)
    """
    if datum in (Datum.WGS84, Datum.CGCS2000):
        return longitude, latitude
    shifted = _shifted(longitude, latitude)
    return _to_baidu(*shifted) if datum is Datum.BD09 else shifted


def _shifted(longitude: FloatArray, latitude: FloatArray) -> tuple[FloatArray, FloatArray]:
    west, south, east, north = CHINA
    inside = (longitude > west) & (longitude < east) & (latitude > south) & (latitude < north)
    d_longitude, d_latitude = _shift(longitude, latitude)
    return longitude + inside * d_longitude, latitude + inside * d_latitude


def _unshifted(longitude: FloatArray, latitude: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The inverse by iteration: three rounds leave less than a millimetre."""
    east, north = longitude, latitude
    for _ in range(4):
        again_east, again_north = _shifted(east, north)
        east, north = east + longitude - again_east, north + latitude - again_north
    return east, north


def _shift(longitude: FloatArray, latitude: FloatArray) -> tuple[FloatArray, FloatArray]:
    x, y = longitude - 105.0, latitude - 35.0
    radians = np.radians(latitude)
    magic = 1 - ECCENTRICITY * np.sin(radians) ** 2
    root = np.sqrt(magic)
    north = _north_metres(x, y) * 180.0 / (AXIS * (1 - ECCENTRICITY) / (magic * root) * np.pi)
    east = _east_metres(x, y) * 180.0 / (AXIS / root * np.cos(radians) * np.pi)
    return east, north


def _waves(*terms: tuple[FloatArray, float, float]) -> FloatArray:
    return sum((size * np.sin(angle * rate) for angle, size, rate in terms), np.zeros(1)) * 2 / 3


def _north_metres(x: FloatArray, y: FloatArray) -> FloatArray:
    plain = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    pi = np.pi
    return np.asarray(
        plain
        + _waves((x, 20.0, 6 * pi), (x, 20.0, 2 * pi))
        + _waves((y, 20.0, pi), (y, 40.0, pi / 3))
        + _waves((y, 160.0, pi / 12), (y, 320.0, pi / 30))
    )


def _east_metres(x: FloatArray, y: FloatArray) -> FloatArray:
    plain = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    pi = np.pi
    return np.asarray(
        plain
        + _waves((x, 20.0, 6 * pi), (x, 20.0, 2 * pi))
        + _waves((x, 20.0, pi), (x, 40.0, pi / 3))
        + _waves((x, 150.0, pi / 12), (x, 300.0, pi / 30))
    )


def _to_baidu(longitude: FloatArray, latitude: FloatArray) -> tuple[FloatArray, FloatArray]:
    radius = np.hypot(longitude, latitude) + 0.00002 * np.sin(latitude * BAIDU)
    angle = np.arctan2(latitude, longitude) + 0.000003 * np.cos(longitude * BAIDU)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def _from_baidu(longitude: FloatArray, latitude: FloatArray) -> tuple[FloatArray, FloatArray]:
    x, y = longitude - 0.0065, latitude - 0.006
    radius = np.hypot(x, y) - 0.00002 * np.sin(y * BAIDU)
    angle = np.arctan2(y, x) - 0.000003 * np.cos(x * BAIDU)
    return radius * np.cos(angle), radius * np.sin(angle)
