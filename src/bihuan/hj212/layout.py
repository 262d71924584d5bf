"""The layout of a device's uploads (数据区版式): one expression reads all the values at once.

A shape says where the values stand; a layout is a shape that came often enough to be worth a
regular expression of its own. It fits only where nothing can be said about the data area:
the names of the shape, a time of 14 digits, short plain numbers and the flag N. All else is for
the reading by shape, and what that cannot do for the careful one.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bihuan.hj212.value_kind import Statistic

PLAIN_FLAG = "N"
_TIME = r"([0-9]{14})"
_NUMBER = r"([-0-9.]{1,24})"
_NAMES = re.compile(r"([;,]?)([^;,]+)")


class Layout(NamedTuple):
    """How to read the values of one shape with flags of N throughout (数据区版式).

    Args:
        match: matches a whole data area; its groups are DataTime and the values.
        factors: factor of each value.
        statistics: statistic of each value.
        flags: N for each value, '' where its factor has no flag.
        quirks: mask of what is odd about names and order.
    """

    match: Callable[[str], re.Match[str] | None]
    factors: tuple[str, ...]
    statistics: tuple[Statistic, ...]
    flags: tuple[str, ...]
    quirks: int


class Places(NamedTuple):
    """Which field of an outline is what (字段位置).

    Args:
        time: of DataTime.
        values: of the records, in their order.
        flags: of the flag of each record, -1 where it has none.
    """

    time: int | None
    values: Sequence[int]
    flags: Sequence[int]


def expression(outline: str, places: Places) -> re.Pattern[str] | None:
    """The expression of a layout; None where a field is neither time, value nor flag.

    >>> places = Places(0, [1], [2])
    >>> found = expression("DataTime;w01001-Rtd,w01001-Flag", places)
    >>> found.fullmatch("DataTime=20160801085857;w01001-Rtd=7.1,w01001-Flag=N").groups()
    ('20160801085857', '7.1')
    """
    values, flags = set(places.values), set(places.flags)
    if places.time != 0 or list(places.values) != sorted(values):
        return None
    pattern = ""
    for place, (separator, name) in enumerate(_NAMES.findall(outline)):
        if place == places.time:
            value = _TIME
        elif place in values:
            value = _NUMBER
        elif place in flags:
            value = PLAIN_FLAG
        else:
            return None
        pattern += separator + re.escape(name) + "=" + value
    return re.compile(pattern)
