"""The shape of the demo county."""

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from bihuan.main.demo.county import MICRO_STATIONS, StationClass, network, townships


@pytest.mark.requirement("A1.1", "A1.3")
def test_county_has_two_eighteen_and_seventy_stations() -> None:
    classes = Counter(station.station_class for station in network().stations)
    assert classes == {
        StationClass.PROVINCIAL: 2,
        StationClass.TOWNSHIP: 18,
        StationClass.MICRO: MICRO_STATIONS,
    }


@pytest.mark.requirement("A1.2")
def test_two_of_twenty_townships_have_no_station_and_no_township_has_two() -> None:
    own = [s.township for s in network().stations if s.station_class is StationClass.TOWNSHIP]
    assert len(townships()) == 20
    assert len(set(own)) == len(own) == 18
    without = {place.code for place in townships()} - set(own)
    provincial = [s for s in network().stations if s.station_class is StationClass.PROVINCIAL]
    assert without == {station.township for station in provincial}


def test_codes_names_and_device_numbers_are_all_different() -> None:
    stations = network().stations
    for values in zip(*((s.code, s.name, s.mn, s.number) for s in stations), strict=True):
        assert len(set(values)) == 90


def test_only_stations_with_a_mast_come_before_the_micro_stations() -> None:
    has_weather = [station.has_weather for station in network().stations]
    assert has_weather == [True] * 20 + [False] * 70


@pytest.mark.real_data
def test_every_station_stands_inside_the_county(reference_data: Path) -> None:
    outline = _outline(reference_data / "geo" / "zhengzhou_county.geojson", 410181)
    outside = [s.name for s in network().stations if not _inside(s.longitude, s.latitude, outline)]
    assert outside == []


@pytest.mark.real_data
def test_townships_are_those_of_the_official_list(reference_data: Path) -> None:
    lines = (reference_data / "geo" / "township_codes_44_41.csv").read_text("utf-8").splitlines()
    official = {tuple(line.split(",")[:2]) for line in lines if ",410181," in line}
    assert {(place.code, place.name) for place in townships()} == official


def _outline(file: Path, code: int) -> list[list[float]]:
    features = json.loads(file.read_text("utf-8"))["features"]
    found = next(f for f in features if int(f["properties"]["adcode"]) == code)
    outline: list[list[float]] = found["geometry"]["coordinates"][0][0]
    return outline


def _inside(x: float, y: float, outline: list[list[float]]) -> bool:
    inside = False
    for (x1, y1), (x2, y2) in pairwise(outline):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
