"""The shape of an upload (数据区结构): its names and separators without its values.

A device sends the same names packet after packet and only the values change. A shape is read
once, by the careful reading of data_area.py, and then serves every packet that has it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from operator import itemgetter

from bihuan.hj212.data_area import Field, gather
from bihuan.hj212.layout import PLAIN_FLAG, Layout, Places, expression
from bihuan.hj212.value_kind import Statistic, statistics

Pick = Callable[[Sequence[str]], tuple[str, ...]]


@dataclass(slots=True)
class Shape:
    """Where in the values of a data area each record finds its own (数据区结构).

    Args:
        outline: the names, each behind its separator.
        width: number of values.
        factors: factor of each record.
        statistics: statistic of each record.
        texts: picks the value of each record out of the values.
        flags: picks the data flag of each record out of the values and one '' behind them.
        time: index of DataTime, None when there is none.
        quirks: mask of what is odd about names and order.
        places: the places that `texts` and `flags` pick.
        uses: how often it served.
        layout: the quicker reading, once it came often enough to be worth one.
    """

    outline: str
    width: int
    factors: tuple[str, ...]
    statistics: tuple[Statistic, ...]
    texts: Pick
    flags: Pick
    time: int | None
    quirks: int
    places: Places
    uses: int = 0
    layout: Layout | None = None


_SHAPES: dict[str, Shape | None] = {}
_MOST_SHAPES = 16384
_LONGEST_OUTLINE = 2048
_LEARN_EVERY = 16
_WORTH_A_LAYOUT = 8
_MOST_LAYOUTS = 2048
_layouts = count()
_misses = count()


def shape_of(text: str) -> tuple[Shape, list[str]] | None:
    """Shape and values of a regular data area, None for one that needs a careful reading.

    Args:
        text: ASCII without blanks and `/`, without a separator at its end.

    >>> shape, values = shape_of("DataTime=20160801085857;w01001-Rtd=7.1,w01001-Flag=N")
    >>> shape.factors, shape.texts(values)[0], values[shape.time]
    (('w01001',), '7.1', '20160801085857')
    """
    spread = text.replace(",", "=,").replace(";", "=;")
    parts = spread.split("=")
    values = parts[1::2]
    # Every separator now starts a part. With one value more than separators, and a name for
    # each, no value starts with one: the outline is a name, then a separator and a name each.
    if len(values) != len(spread) - len(text) + 1 or len(parts) != 2 * len(values):
        return None
    outline = "".join(parts[0::2])
    try:
        shape = _SHAPES[outline]
    except KeyError:
        shape = _remembered(outline)
    return (shape, values) if shape and shape.width == len(values) else None


def layout_of(shape: Shape) -> Layout | None:
    """The layout of a shape that just served again (版式学习), None while it is rare."""
    shape.uses += 1
    if shape.uses == _WORTH_A_LAYOUT and next(_layouts) < _MOST_LAYOUTS:
        shape.layout = _layout(shape)
    return shape.layout


def _layout(shape: Shape) -> Layout | None:
    pattern = expression(shape.outline, shape.places)
    if pattern is None:
        return None
    flags = tuple("" if flag < 0 else PLAIN_FLAG for flag in shape.places.flags)
    return Layout(pattern.fullmatch, shape.factors, shape.statistics, flags, shape.quirks)


def _remembered(outline: str) -> Shape | None:
    """A new shape. A full memory learns few of them: to learn costs more than to read carefully."""
    if len(outline) > _LONGEST_OUTLINE:
        return None
    if len(_SHAPES) >= _MOST_SHAPES:
        if next(_misses) % _LEARN_EVERY:
            return None
        _SHAPES.pop(next(iter(_SHAPES)), None)
    return _SHAPES.setdefault(outline, _shape(outline))


def _shape(outline: str) -> Shape | None:
    """Read the outline with the places of the values in place of the values."""
    groups: list[list[Field]] = []
    count = 0
    for item in outline.split(";"):
        names = item.split(",")
        groups.append([(name, "=", str(count + place)) for place, name in enumerate(names)])
        count += len(names)
    fields, factors, quirks = gather(groups)
    places = _places(factors)
    if places is None or any(not name for group in groups for name, _, _ in group):
        return None
    time = int(fields["DataTime"]) if "DataTime" in fields else None
    values, flags = [place for _, _, place, _ in places], [flag for _, _, _, flag in places]
    return Shape(
        outline,
        count,
        tuple(factor for factor, _, _, _ in places),
        tuple(statistic for _, statistic, _, _ in places),
        _pick(values),
        _pick(flags),
        time,
        quirks,
        Places(time, values, flags),
    )


def _places(factors: dict[str, dict[str, str]]) -> list[tuple[str, Statistic, int, int]] | None:
    """Factor, statistic, place of the value and place of the flag of each record.

    None when the values decide: a statistic comes twice or may be text, or a flag has no value.
    """
    places: list[tuple[str, Statistic, int, int]] = []
    for factor, kinds in factors.items():
        flag = int(kinds.get("Flag", -1))
        found = [(statistics().get(kind), int(place)) for kind, place in kinds.items()]
        own = [(factor, statistic, at, flag) for statistic, at in found if statistic is not None]
        if len({statistic for _, statistic, _, _ in own}) < max(len(own), flag >= 0):
            return None
        places += own
    may_be_text = any(statistic is Statistic.INFORMATION for _, statistic, _, _ in places)
    return None if may_be_text else places


def _pick(places: list[int]) -> Pick:
    """An `itemgetter`; of one place it would not give a tuple, so that place is doubled."""
    if not places:
        return _pick_nothing
    pick: Pick = itemgetter(*places, *places[: 1 if len(places) == 1 else 0])
    return pick


def _pick_nothing(values: Sequence[str]) -> tuple[str, ...]:
    return ()
