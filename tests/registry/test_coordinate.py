"""Datums: the values that map libraries publish, and the way there and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.registry.coordinate import (
    Datum,
    WrongCoordinate,
    coordinate,
    from_wgs84,
    to_wgs84,
)


def pair(function, longitude: float, latitude: float, datum: Datum) -> tuple[float, float]:
    east, north = function(np.array([longitude]), np.array([latitude]), datum)
    return east.item(), north.item()


def test_the_published_examples() -> None:
    """https://github.com/wandergis/coordtransform, readme, read 2026-11-21."""
    there = pair(from_wgs84, 116.404, 39.915, Datum.GCJ02)
    assert there == pytest.approx((116.41024449916938, 39.91640428150164), abs=1e-9)
    back = pair(to_wgs84, 116.404, 39.915, Datum.GCJ02)
    assert back == pytest.approx((116.39775550083061, 39.91359571849836), abs=2e-5)


def test_at_gongyi_the_shift_is_577_metres() -> None:
    east, north = pair(from_wgs84, 113.02, 34.75, Datum.GCJ02)
    metres = 111_320 * np.hypot((east - 113.02) * np.cos(np.radians(34.75)), north - 34.75)
    assert metres == pytest.approx(577, abs=25)


places = st.tuples(st.floats(73.5, 135.0), st.floats(18.0, 53.5))


@given(places, st.sampled_from(Datum))
def test_there_and_back_is_within_a_millimetre(place: tuple[float, float], datum: Datum) -> None:
    there = pair(from_wgs84, *place, datum)
    back = pair(to_wgs84, *there, datum)
    tolerance = 1e-5 if datum is Datum.BD09 else 1e-8
    assert back == pytest.approx(place, abs=tolerance)


def test_places_outside_china_are_not_shifted() -> None:
    assert pair(from_wgs84, 2.35, 48.85, Datum.GCJ02) == (2.35, 48.85)


def test_exchanged_and_impossible_pairs_are_said() -> None:
    with pytest.raises(WrongCoordinate, match="填反"):
        coordinate(34.75, 113.02, Datum.WGS84)
    with pytest.raises(WrongCoordinate, match="超出范围"):
        coordinate(213.0, 34.75, Datum.WGS84)
    assert coordinate(113.02, 34.75, Datum.CGCS2000).given_as is Datum.CGCS2000
