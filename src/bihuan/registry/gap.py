"""Where a series has holes (缺数时段): pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

TOLERANCE = 1.5
"""A distance of more steps than this between two values is a gap; clocks of devices wander."""


@dataclass(frozen=True, slots=True)
class Gap:
    """[start, end) in which values were due and none came. [ms since 1970, UTC]"""

    start: int
    end: int


def gaps(times: Sequence[int], *, start: int, end: int, step: int) -> list[Gap]:
    """The holes of a series within [start, end).

    Args:
        times: starts of the periods that have a value, rising. [ms]
        start: left end of what was due. [ms]
        end: right end of what is due by now. [ms]
        step: usual distance between two starts. [ms]

    >>> gaps([0, 10, 50, 60], start=0, end=70, step=10)
    [Gap(start=20, end=50)]
    >>> gaps([], start=0, end=70, step=10)
    [Gap(start=0, end=70)]
    """
    if not times:
        return [Gap(start, end)] if end - start >= step else []
    found = [
        Gap(before + step, after)
        for before, after in pairwise(times)
        if _is_gap(before, after, step)
    ]
    if times[0] - start > TOLERANCE * step:
        found.insert(0, Gap(start, times[0]))
    if end - times[-1] > (1 + TOLERANCE) * step:
        found.append(Gap(times[-1] + step, end))
    return found


def _is_gap(before: int, after: int, step: int) -> bool:
    return after - before > TOLERANCE * step
