"""Layers of the map (图层): each room registers its own; readers get what they may see."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

Predicate = Callable[[Any], bool]


def _signed_in(user: Any) -> bool:
    return bool(user.is_authenticated)


class Mark(StrEnum):
    """Shape of a layer's mark (图标形状), so that layers are told apart without colour."""

    CIRCLE = "circle"
    SQUARE = "square"
    TRIANGLE = "triangle"
    DIAMOND = "diamond"
    PENTAGON = "pentagon"
    ARROW = "arrow"


@dataclass(frozen=True, slots=True)
class MapState:
    """One state that a mark may show (图例项).

    Attributes:
        label: in the legend.
        token: name of a colour in tokens.css without the dashes, "aqi-3" or "state-over";
            with its "-ink" beside it where the letter is not white.
        letter: stands in the mark for readers who do not tell the colours apart.
        alarm: whether a cluster that holds one carries a red number.
    """

    label: str
    token: str
    letter: str = ""
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class MapPlaces:
    """The objects of a layer in columns of equal length (图层数据).

    Attributes:
        ids: keys, as `MapLayer.card` takes them.
        longitudes: None where the object has no coordinates; it is counted, not drawn. [degrees]
        latitudes: [degrees]
        names: for labels and for the search on the map.
        states: position in `MapLayer.states`; the graver state has the lower position.
        values: short text in or under the mark, such as the AQI; empty for none at all.
        directions: where an arrow comes from, None for calm; empty for none at all. [degrees]
    """

    ids: Sequence[int]
    longitudes: Sequence[float | None]
    latitudes: Sequence[float | None]
    names: Sequence[str]
    states: Sequence[int]
    values: Sequence[str] = ()
    directions: Sequence[float | None] = ()


@dataclass(frozen=True, slots=True)
class CardLink:
    """A way from the map to a page (卡片链接)."""

    label: str
    url: str
    icon: str = "arrow-right"


@dataclass(frozen=True, slots=True)
class MapCard:
    """What a click on an object shows (地图卡片).

    Attributes:
        title: the object's name.
        line: what it is and where.
        tone: of the state tag; empty for none.
        state: words of the state tag.
        facts: pairs of label and text.
        links: the first one is the main one.
        aqi: index, words and class where the object has an air quality index.
    """

    title: str
    line: str = ""
    tone: str = ""
    state: str = ""
    facts: Sequence[tuple[str, str]] = ()
    links: Sequence[CardLink] = ()
    aqi: tuple[int | None, str, int] | None = None


@dataclass(frozen=True, slots=True)
class MapLayer:
    """One layer as a room declares it (图层).

    Attributes:
        key: lower-case letters, digits and dots.
        group: heading in the layer switch; objects of one group cluster together.
        states: the gravest first, as `MapPlaces.states` counts them.
        places: columns of what this person sees, at this moment.
        card: what a click shows; None where the object is gone or not this person's.
        shown: whether it is on when nobody has said otherwise.
        order: in the switch.
    """

    key: str
    label: str
    group: str
    mark: Mark
    states: tuple[MapState, ...]
    places: Callable[[Any, datetime], MapPlaces] = field(compare=False)
    card: Callable[[Any, int, datetime], MapCard | None] = field(compare=False)
    icon: str = "map-pin"
    shown: bool = True
    order: int = 100
    allowed: Predicate = _signed_in


class LayerConflict(ValueError):
    """Two rooms claimed the same layer key."""


_layers: dict[str, MapLayer] = {}
_home: list[Callable[[Any], Sequence[str]]] = []
_events: list[str] = []


def register(*layers: MapLayer) -> None:
    """Add layers to the map; saying the same thing twice is harmless.

    Raises:
        LayerConflict: the key already belongs to a different layer.
    """
    for layer in layers:
        if _layers.setdefault(layer.key, layer) != layer:
            raise LayerConflict(f"map layer {layer.key!r} is taken")


def register_home(districts: Callable[[Any], Sequence[str]]) -> None:
    """Name the function that tells a person's district codes, where the map opens (本辖区)."""
    _home[:] = [districts]


def register_events(route: str) -> None:
    """Name the stream of server-sent events that says when states may have changed."""
    _events[:] = [route]


def layers_for(user: Any) -> list[MapLayer]:
    """The layers that this person may see, in the order of the switch."""
    found = [layer for layer in _layers.values() if layer.allowed(user)]
    return sorted(found, key=lambda layer: (layer.order, layer.key))


def layer_for(user: Any, key: str) -> MapLayer | None:
    """One layer, if it exists and this person may see it."""
    layer = _layers.get(key)
    return layer if layer is not None and layer.allowed(user) else None


def may_see_map(user: Any) -> bool:
    """Whether any layer is this person's to see; the map's entry in the menu asks."""
    return bool(user.is_authenticated) and any(layer.allowed(user) for layer in _layers.values())


def home_of(user: Any) -> str:
    """The district code on which this person's map opens; empty for the whole country."""
    codes = list(_home[0](user)) if _home else []
    if not codes:
        return ""
    common = codes[0]
    while any(not code.startswith(common) for code in codes):
        common = common[:-1]
    return common[: {1: 0, 3: 2, 5: 4}.get(len(common), min(len(common), 6))]


def events_route() -> str:
    """Name of the stream that wakes the map; empty where no room has one."""
    return _events[0] if _events else ""
