"""The map's ground: layers that rooms hand in, columns, boundaries."""

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bihuan.ui.map import boundary, layer
from bihuan.ui.map.layer import LayerConflict, MapLayer, MapPlaces, MapState, Mark
from bihuan.ui.map.wire import columns, described, placed

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PLACES = MapPlaces(
    ids=[7, 8, 9],
    longitudes=[113.0, None, 113.5],
    latitudes=[34.7, None, 34.8],
    names=["一号站", "没有坐标的站", "二号站"],
    states=[0, 1, 1],
    values=["57", "", "130"],
)
TOWNSHIP = {
    "type": "Feature",
    "properties": {"name": "米河镇", "code": "410181101"},
    "geometry": {"type": "Polygon", "coordinates": [[[113.1, 34.7], [113.2, 34.7], [113.2, 34.8]]]},
}


def a_layer(**change: Any) -> MapLayer:
    given: dict[str, Any] = {
        "key": "station",
        "label": "站点",
        "group": "空气",
        "mark": Mark.CIRCLE,
        "states": (MapState("优", "aqi-1", "1"), MapState("断线", "state-silent", "断")),
        "places": lambda user, now: PLACES,
        "card": lambda user, pk, now: None,
        "allowed": lambda user: bool(user.is_authenticated),
    }
    return MapLayer(**{**given, **change})


@pytest.fixture(autouse=True)
def nothing_registered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(layer, "_layers", {})
    monkeypatch.setattr(layer, "_home", [])
    yield


def test_a_layer_is_shown_to_those_whom_it_allows() -> None:
    own = a_layer()
    layer.register(own, own)
    visitor, person = (
        SimpleNamespace(is_authenticated=False),
        SimpleNamespace(is_authenticated=True),
    )
    assert layer.layers_for(person) == [own]
    assert layer.layer_for(visitor, "station") is None
    assert layer.may_see_map(person)
    assert not layer.may_see_map(visitor)


def test_two_rooms_cannot_claim_one_key() -> None:
    layer.register(a_layer())
    with pytest.raises(LayerConflict, match="station"):
        layer.register(a_layer(label="别的站点"))


@pytest.mark.parametrize(
    ("codes", "home"),
    [
        ([], ""),
        (["410181"], "410181"),
        (["410181103"], "410181"),
        (["440103", "440105"], "4401"),
        (["4401", "4406"], "44"),
        (["41", "44"], ""),
    ],
)
def test_the_map_opens_on_what_all_districts_share(codes: list[str], home: str) -> None:
    layer.register_home(lambda user: codes)
    assert layer.home_of(object()) == home


def test_what_has_no_coordinates_is_counted_and_not_drawn() -> None:
    here = placed(PLACES)
    answer = columns(here, unplaced=1)
    assert answer["ids"] == [7, 9]
    assert answer["x"] == [11_300_000, 11_350_000]
    assert answer["values"] == ["57", "130"]
    assert answer["unplaced"] == 1


def test_a_reader_who_knows_the_places_gets_only_their_states() -> None:
    here = placed(PLACES)
    again = columns(here, known=columns(here)["version"])
    assert "ids" not in again
    assert again["states"] == [0, 1]


def test_moved_places_are_sent_anew() -> None:
    known = columns(placed(PLACES))["version"]
    moved = MapPlaces([7], [113.2], [34.7], ["一号站"], [0])
    assert columns(moved, known=known)["ids"] == [7]


def test_a_small_map_gets_only_the_neighbours() -> None:
    assert placed(PLACES, (113.0, 34.7)).ids == [7]


def test_the_address_chooses_the_layers() -> None:
    assert described(a_layer(), chosen=None)["shown"]
    assert not described(a_layer(), chosen=["other"])["shown"]


def test_boundaries_name_their_source_even_without_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(boundary, "BORROWED", tmp_path)
    boundary._packed.cache_clear()
    answer = json.loads(gzip.decompress(boundary.packed("410181")))
    boundary._packed.cache_clear()
    assert answer == {"source": boundary.SOURCE, "approval": boundary.APPROVAL, "areas": []}


def test_own_outlines_of_townships_lie_within_the_home(
    settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(boundary, "BORROWED", tmp_path / "nothing")
    (tmp_path / "own.geojson").write_text(json.dumps({"features": [TOWNSHIP]}), "utf-8")
    settings.BOUNDARIES = tmp_path
    answer = json.loads(gzip.decompress(boundary.packed("410181")))
    (area,) = answer["areas"]
    assert (area["name"], area["place"]) == ("米河镇", "inside")
    assert area["parts"][0][0][:4] == [11_310_000, 3_470_000, 10_000, 0]


@pytest.mark.skipif(not boundary.BORROWED.is_dir(), reason="boundaries are not set up")
def test_a_county_is_shown_with_its_neighbours() -> None:
    areas = json.loads(gzip.decompress(boundary.packed("410181")))["areas"]
    home = [one for one in areas if one["place"] == "home"]
    around = {one["name"] for one in areas if one["place"] == "around"}
    assert [one["name"] for one in home] == ["巩义市"]
    assert {"荥阳市", "登封市"} <= around
    assert "郑东新区" not in around
    east, north = home[0]["label"]
    assert 112.7 < east < 113.3
    assert 34.5 < north < 35.0
