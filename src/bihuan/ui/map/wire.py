"""What the map's script is fed with (地图数据): compact columns instead of one object a place."""

import hashlib
from collections.abc import Sequence
from typing import Any

from bihuan.ui.map.layer import MapLayer, MapPlaces

SCALE = 100_000
"""Coordinates travel as whole hundred-thousandths of a degree, about a metre."""

NEIGHBOURHOOD = 0.15
"""How far a small map looks around its place. [degrees of latitude]"""


def described(layer: MapLayer, *, chosen: Sequence[str] | None) -> dict[str, Any]:
    """A layer as the switch, the legend and the marks need it.

    Args:
        layer: as its room declared it.
        chosen: keys that the address names; None when it names none.
    """
    return {
        "key": layer.key,
        "label": layer.label,
        "group": layer.group,
        "icon": layer.icon,
        "mark": layer.mark.value,
        "shown": layer.shown if chosen is None else layer.key in chosen,
        "states": [
            {"label": one.label, "token": one.token, "letter": one.letter, "alarm": one.alarm}
            for one in layer.states
        ],
    }


def placed(places: MapPlaces, around: tuple[float, float] | None = None) -> MapPlaces:
    """Only what has coordinates, and lies near a place when one is named.

    >>> places = MapPlaces([1, 2], [113.0, None], [34.7, None], ["甲", "乙"], [0, 0])
    >>> placed(places).ids
    [1]
    """
    kept = [
        row
        for row, (east, north) in enumerate(zip(places.longitudes, places.latitudes, strict=True))
        if east is not None and north is not None and _is_near(east, north, around)
    ]
    return MapPlaces(
        *(
            [column[row] for row in kept] if len(column) else []
            for column in (getattr(places, name) for name in MapPlaces.__slots__)
        )
    )


def _is_near(east: float, north: float, around: tuple[float, float] | None) -> bool:
    if around is None:
        return True
    return abs(east - around[0]) < NEIGHBOURHOOD * 1.2 and abs(north - around[1]) < NEIGHBOURHOOD


def version_of(places: MapPlaces) -> str:
    """A short mark that changes when objects come, go or move; states may change under it."""
    whole = repr((places.ids, places.longitudes, places.latitudes)).encode()
    return hashlib.blake2s(whole, digest_size=8).hexdigest()


def columns(places: MapPlaces, *, known: str = "", unplaced: int = 0) -> dict[str, Any]:
    """The columns of a layer; places that the reader already knows are left out.

    Args:
        places: with coordinates only.
        known: the version that the reader holds.
        unplaced: how many objects have no coordinates.
    """
    version = version_of(places)
    live = {
        "version": version,
        "unplaced": unplaced,
        "states": places.states,
        "values": places.values,
        "directions": places.directions,
    }
    if known == version:
        return live
    return {
        **live,
        "ids": places.ids,
        "x": [round(one * SCALE) for one in places.longitudes if one is not None],
        "y": [round(one * SCALE) for one in places.latitudes if one is not None],
    }
