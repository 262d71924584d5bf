"""Generated arrays of a window of hours as blocks of rows: stations, masts, outlets, furnaces."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bihuan.hj212.value_kind import Statistic
from bihuan.main.demo.columns import Block
from bihuan.main.demo.emission import Emission
from bihuan.main.demo.noise import Real


def station_blocks(points: Sequence[int], values: Mapping[str, Real]) -> Iterator[Block]:
    """Pollutants and weather of stations."""
    for code, value in values.items():
        yield Block(points, code, value)


def emission_blocks(points: Sequence[int], found: Emission) -> Iterator[Block]:
    """Measured and converted means and amounts of outlets, with the hour's flag."""
    for statistic, values in (
        (Statistic.VALUE, found.measured),
        (Statistic.CONVERTED, found.converted),
        (Statistic.SUM, found.amount),
    ):
        for code, value in values.items():
            yield Block(points, code, value, statistic, _spread(found.flag, value))


def _spread(flags: NDArray[np.int8], value: Real) -> NDArray[np.int8]:
    """The hour's flag for each of its parts."""
    shape = flags.shape + (1,) * (value.ndim - flags.ndim)
    return np.broadcast_to(flags.reshape(shape), value.shape)
