"""Planted spells of air (污染过程): dust, haze, ozone and fireworks, as a function of time.

Each kind is drawn block by block of a fixed calendar, so that any window sees the same spells.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final

import numpy as np

from bihuan.main.demo import table
from bihuan.main.demo.moment import SHANGHAI_AHEAD, first_hour_of_day, month
from bihuan.main.demo.noise import Real, Whole, uniform
from bihuan.main.demo.seed import Stream


class Spell(StrEnum):
    """Kinds of a county-wide spell."""

    DUST = "dust"
    HAZE = "haze"
    OZONE = "ozone"
    FIREWORKS = "fireworks"


@dataclass(frozen=True, slots=True)
class Episode:
    """One spell: half-open hours, and how strong it is at its height."""

    kind: Spell
    start: int
    end: int
    strength: float


@dataclass(frozen=True, slots=True)
class Draw:
    """How often, how long and how strong the spells of a kind are.

    Attributes:
        days: length of a calendar block.
        chance: probability of a spell in a block of each month, January first.
        hours: shortest and longest.
        strength: weakest and strongest.
    """

    days: int
    chance: tuple[float, ...]
    hours: tuple[int, int]
    strength: tuple[float, float]


DRAWS: Final = {
    Spell.DUST: Draw(
        days=15,
        chance=(0.0, 0.05, 0.6, 0.7, 0.35, 0.0, 0.0, 0.0, 0.0, 0.05, 0.1, 0.05),
        hours=(10, 40),
        strength=(260.0, 1150.0),
    ),
    Spell.HAZE: Draw(
        days=12,
        chance=(0.75, 0.6, 0.3, 0.1, 0.0, 0.0, 0.0, 0.0, 0.05, 0.35, 0.6, 0.75),
        hours=(40, 130),
        strength=(0.55, 1.15),
    ),
    Spell.OZONE: Draw(
        days=12,
        chance=(0.0, 0.0, 0.05, 0.35, 0.7, 0.85, 0.75, 0.65, 0.55, 0.1, 0.0, 0.0),
        hours=(60, 150),
        strength=(0.10, 0.38),
    ),
}
FIREWORK_NIGHTS: Final = ((-1, 20, 8, 1.0), (4, 19, 5, 0.45), (14, 19, 5, 0.55))


def _drawn(kind: Spell, block: int) -> Episode | None:
    """The spell of a block of days, if chance gave it one."""
    draw = DRAWS[kind]
    key = list(Spell).index(kind)
    luck, place, length, height = uniform(Stream.EPISODE, key, block, np.arange(4))
    begin = first_hour_of_day(block * draw.days)
    if luck >= draw.chance[int(month(np.array([begin]))[0]) - 1]:
        return None
    hours = round(draw.hours[0] + float(length) * (draw.hours[1] - draw.hours[0]))
    start = begin + int(place * max(1, draw.days * 24 - hours))
    strength = draw.strength[0] + float(height) ** 1.6 * (draw.strength[1] - draw.strength[0])
    return Episode(kind, start, start + hours, round(strength, 3))


def _fireworks() -> Iterator[Episode]:
    """Eve, fifth day and lantern festival (除夕, 破五, 元宵) of every year of the table."""
    for row in table.rows("lunar_new_year"):
        new_year = date.fromisoformat(row["day"]).toordinal() - date(1970, 1, 1).toordinal()
        for offset, hour, length, strength in FIREWORK_NIGHTS:
            start = (new_year + offset) * 24 + hour - SHANGHAI_AHEAD
            yield Episode(Spell.FIREWORKS, start, start + length, strength)


@lru_cache(maxsize=256)
def episodes(kind: Spell, first: int, last: int) -> tuple[Episode, ...]:
    """Every planted spell of a kind that touches the hours [first, last)."""
    if kind is Spell.FIREWORKS:
        found: Iterator[Episode | None] = _fireworks()
    else:
        days = DRAWS[kind].days
        blocks = range(first // (24 * days) - 1, last // (24 * days) + 2)
        found = (_drawn(kind, block) for block in blocks)
    return tuple(e for e in found if e is not None and e.start < last and e.end > first)


def intensity(kind: Spell, hours: Whole, *, rise: float, lag: Real | None = None) -> Real:
    """How strong a spell is in each hour: a quick rise, a slow fall, nothing outside.

    Args:
        hours: rising, shape (time,).
        rise: share of the spell until its height, in (0, 1).
        lag: hours by which each place is late, shape (place,); none: one row.

    Returns:
        shape (place, time); the strength at the height, 0 outside every spell.

    >>> bool((intensity(Spell.FIREWORKS, np.arange(490000, 490010), rise=0.3) == 0).all())
    True
    """
    lags = np.zeros(1) if lag is None else lag
    total: Real = np.zeros((len(lags), len(hours)))
    for spell in episodes(kind, int(hours[0]) - 12, int(hours[-1]) + 1):
        share = (hours[None, :] + 0.5 - spell.start - lags[:, None]) / (spell.end - spell.start)
        shape = np.where(share < rise, share / rise, (1.0 - share) / (1.0 - rise))
        total += spell.strength * np.clip(shape, 0.0, None) ** 0.8
    return total
