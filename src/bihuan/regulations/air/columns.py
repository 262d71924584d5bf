"""The index over columns: millions of values a second, equal to the scalar form on every value.

A concentration is rounded before it meets the breakpoints, so each column of the table has only a
few thousand different answers. They are worked out once, in whole numbers, and then looked up: no
float ever crosses a ceiling.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from bihuan.regulations.air.air_quality_index import MissingRule
from bihuan.regulations.air.individual_index import Column, ladder
from bihuan.regulations.air.pollutant import PUBLISHED_ORDER, Pollutant, input_places
from bihuan.regulations.edition import Edition
from bihuan.regulations.rounding import FloatArray, round_columns

CACHED = 1 << 15
"""Values worked on at a time, so that the steps in between stay in the processor's cache."""

IndexArray = npt.NDArray[np.int16]

NOT_AVAILABLE = np.int16(-1)
"""NA: there is no index; the reason is in the missing bits."""

PRESENT_WITHOUT_INDEX = np.int16(-2)
"""A value above a column that HJ 633-2012 leaves: present, but another column speaks for it."""


@dataclass(frozen=True, slots=True)
class AirQualityColumns:
    """Indices of many hours or days at once.

    Attributes:
        index: AQI, `NOT_AVAILABLE` where it is withheld. shape (n,)
        primary: bit p set where `PUBLISHED_ORDER[p]` is primary. shape (n,)
        missing: bit p set where `PUBLISHED_ORDER[p]` is missing. shape (n,)
        individual: IAQI by column, below zero where there is none. shape (n,)
        edition: the code of the edition.
    """

    index: IndexArray
    primary: npt.NDArray[np.uint8]
    missing: npt.NDArray[np.uint8]
    individual: Mapping[Column, IndexArray]
    edition: str


@cache
def answers(edition: Edition, column: Column) -> IndexArray:
    """Every answer of one column: position is the rounded concentration in its last decimal.

    The last entry stands for everything above the table; one entry more, at
    position -1 of the array, stands for a missing value.
    """
    rungs = ladder(edition, column)
    places = input_places(column.pollutant, edition.code)
    steps = [(int(rung.concentration.scaleb(places)), rung.iaqi) for rung in rungs]
    found = [np.zeros(1, dtype=np.int64)]
    for (low, index_low), (high, index_high) in pairwise(steps):
        climb = np.arange(1, high - low + 1, dtype=np.int64) * (index_high - index_low)
        found.append(index_low - (-climb // (high - low)))
    leaves = edition.code == "HJ633-2012" and column in {Column.SO2_1H, Column.O3_8H}
    above = PRESENT_WITHOUT_INDEX if leaves else steps[-1][1]
    return np.concatenate([*found, [above, NOT_AVAILABLE]]).astype(np.int16)


def individual_indices(concentrations: FloatArray, edition: Edition, column: Column) -> IndexArray:
    """IAQI over a column, NaN and negative values as `NOT_AVAILABLE`.

    Args:
        concentrations: unrounded, any shape. [µg/m³; mg/m³ for CO]

    Source: as `individual_index`, with the rounding of HJ 633-2026 4.2.2.

    >>> from bihuan.regulations.edition import edition_named
    >>> pm = np.array([60.5, 61.5, float("nan")])
    >>> individual_indices(pm, edition_named("HJ633-2026"), Column.PM25_24H).tolist()
    [100, 102, -1]
    """
    table = answers(edition, column)
    places = input_places(column.pollutant, edition.code)
    flat = concentrations.reshape(-1)
    found = np.empty(flat.shape, dtype=np.int16)
    for start in range(0, len(flat), CACHED):
        rounded = round_columns(flat[start : start + CACHED], places)
        position = np.minimum(rounded, len(table) - 2)
        position[rounded < 0] = len(table) - 1
        np.take(table, position, out=found[start : start + CACHED])
    return found.reshape(concentrations.shape)


def air_quality_columns(
    concentrations: Mapping[Column, FloatArray], edition: Edition, *, rule: MissingRule
) -> AirQualityColumns:
    """AQI, primary pollutants and missing items of many hours or days.

    Args:
        concentrations: one array for each column of the report, equal shapes,
            NaN where missing or invalid. [µg/m³; mg/m³ for CO]
        edition: of HJ 633; a column of data that crosses 1 March 2026 is cut there by the caller.
        rule: what missing pollutants do to the index.

    Source: as `air_quality_index.air_quality`, and equal to it on every value.
    """
    individual = {
        column: individual_indices(values, edition, column)
        for column, values in concentrations.items()
    }
    highest = np.maximum.reduce(list(individual.values()))
    missing = _missing_bits(individual)
    withheld = (highest < 0) | _withheld(highest, missing, rule)
    index = np.where(withheld, NOT_AVAILABLE, highest)
    return AirQualityColumns(
        index, _primary_bits(individual, index), missing, individual, edition.code
    )


def bit(pollutant: Pollutant) -> np.uint8:
    """The bit that stands for the pollutant in `primary` and `missing`."""
    return np.uint8(1 << PUBLISHED_ORDER.index(pollutant))


def pollutants_of(bits: int) -> tuple[Pollutant, ...]:
    """The pollutants that the bits stand for, in published order.

    >>> pollutants_of(0b011000)
    (<Pollutant.PM10: 'pm10'>, <Pollutant.PM25: 'pm2_5'>)
    """
    return tuple(item for place, item in enumerate(PUBLISHED_ORDER) if bits >> place & 1)


def _missing_bits(individual: Mapping[Column, IndexArray]) -> npt.NDArray[np.uint8]:
    first = next(iter(individual.values()))
    asked = np.uint8(0)
    present = np.zeros(first.shape, dtype=np.uint8)
    for column, values in individual.items():
        mine = bit(column.pollutant)
        asked |= mine
        present |= np.where(values == NOT_AVAILABLE, np.uint8(0), mine)
    return np.asarray(asked & ~present, dtype=np.uint8)


def _withheld(
    highest: IndexArray, missing: npt.NDArray[np.uint8], rule: MissingRule
) -> npt.NDArray[np.bool_]:
    if rule is MissingRule.OVER_100:
        return np.asarray((missing != 0) & (highest <= 100))
    if rule is MissingRule.ANY_POLLUTANT:
        return np.zeros(missing.shape, dtype=np.bool_)
    particles = bit(Pollutant.PM10) | bit(Pollutant.PM25)
    return np.asarray((missing & particles) == particles)


def _primary_bits(
    individual: Mapping[Column, IndexArray], index: IndexArray
) -> npt.NDArray[np.uint8]:
    bits = np.zeros(index.shape, dtype=np.uint8)
    polluted = index > 50
    for column, values in individual.items():
        bits |= np.where(polluted & (values == index), bit(column.pollutant), np.uint8(0))
    return bits
