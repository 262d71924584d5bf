"""Planted silence (断线): who sends nothing, from when to when.

Long silences are drawn so that some unit is silent at every moment; short outages come by chance.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bihuan.main.demo.noise import Whole, uniform
from bihuan.main.demo.seed import Stream

BLOCK_H: Final = 10 * 24
LONGEST_H: Final = 14 * 24
SHORT_BLOCK_H: Final = 72
SHORT_LONGEST_H: Final = 9


@dataclass(frozen=True, slots=True)
class Silence:
    """One unit that sends nothing during half-open hours."""

    number: int
    start: int
    end: int


def silent_a_block(numbers: tuple[int, ...]) -> int:
    """How many units fall silent for long in ten days."""
    return max(4, len(numbers) // 30)


def _planted(numbers: tuple[int, ...], block: int, order: int) -> Silence:
    """A long silence of a block; it may reach into the next blocks."""
    who, place, length = uniform(Stream.CONNECTION, len(numbers), block, order, np.arange(3))
    count = silent_a_block(numbers)
    number = numbers[min(len(numbers) - 1, int((order + float(who)) * len(numbers) / count))]
    start = block * BLOCK_H + int((order + float(place)) * BLOCK_H / count)
    return Silence(number, start, start + round(110 + float(length) * (LONGEST_H - 110)))


@lru_cache(maxsize=256)
def planted_silences(numbers: tuple[int, ...], first: int, last: int) -> tuple[Silence, ...]:
    """Every long silence among these units that touches the hours [first, last).

    >>> all(planted_silences(tuple(range(40)), h, h + 1) for h in range(490_000, 490_500, 7))
    True
    """
    count = silent_a_block(numbers)
    blocks = range((first - LONGEST_H) // BLOCK_H - 1, last // BLOCK_H + 1)
    drawn = (_planted(numbers, block, n) for block in blocks for n in range(count))
    return tuple(gap for gap in drawn if gap.start < last and gap.end > first)


def is_silent(numbers: Whole, hours: Whole, *, rarely: Whole) -> NDArray[np.bool_]:
    """Which unit sends nothing in which hour, long silences and short outages together.

    Args:
        numbers: keys of the units, shape (unit,).
        hours: running hours without a gap, shape (time,).
        rarely: chance of a short outage in three days, percent, shape (unit,);
            a unit with less than 3 is never silent for long.

    Returns:
        shape (unit, time)
    """
    block = hours // SHORT_BLOCK_H
    luck, place, length = (
        uniform(Stream.OUTAGE, numbers[:, None], block[None, :], n) for n in range(3)
    )
    begin = place * (SHORT_BLOCK_H - SHORT_LONGEST_H)
    age = hours % SHORT_BLOCK_H - begin
    silent = (luck * 100.0 < rarely[:, None]) & (age >= 0) & (age < 1 + length * SHORT_LONGEST_H)
    often = tuple(int(n) for n in numbers[rarely >= 3])
    rows = {int(number): row for row, number in enumerate(numbers)}
    first = int(hours[0])
    for gap in planted_silences(often, first, first + len(hours)) if often else ():
        silent[rows[gap.number], max(gap.start - first, 0) : max(gap.end - first, 0)] = True
    return silent
