"""The signs of a course (研判征兆): what the network and its weather say about its cause."""

from dataclasses import dataclass

import numpy as np

from bihuan.air.analysis.candidate import Signs
from bihuan.air.quality.network import NetworkHours
from bihuan.regulations.air.pollutant import Pollutant
from bihuan.regulations.rounding import FloatArray


@dataclass(frozen=True, slots=True)
class Around:
    """What is known beside the measured values; None where it is not (旁证).

    Attributes:
        rules: rules of quality control that call it a fault.
        wind: mean wind speed. [m/s]
        sources_upwind: registered sources upwind; None where the direction is not known.
        repeats: the place is known for these hours (污染热区).
    """

    rules: tuple[str, ...] = ()
    wind: float | None = None
    sources_upwind: int | None = None
    repeats: bool = False


NOTHING = Around()


def signs_of(
    network: NetworkHours, row: int, item: Pollutant, cut: slice, around: Around = NOTHING
) -> Signs:
    """Signs of raised values of one series over some periods."""
    near = [one for one in network.neighbours[row].tolist() if one >= 0]
    fine, coarse = (network.median[one][cut] for one in (Pollutant.PM25, Pollutant.PM10))
    middle = network.median[item][cut]
    excess = _mean(network.values[item][row, cut] / np.where(middle > 0, middle, np.nan))
    return Signs(
        excess=None if excess is None else excess - 1,
        neighbours=float(network.raised[item][near, cut].mean()) if near else None,
        others=_others(network, row, item, cut),
        share_fine=_mean(fine / np.where(coarse > 0, coarse, np.nan)),
        coarse=_mean(coarse),
        wind=around.wind,
        sources_upwind=around.sources_upwind,
        rules=tuple(dict.fromkeys(around.rules)),
        repeats=around.repeats,
    )


def _others(network: NetworkHours, row: int, item: Pollutant, cut: slice) -> float | None:
    """The largest rise of another pollutant of the place over its usual ratio."""
    found = [
        _mean(network.relative[one][row, cut])
        for one in network.values
        if one not in {item, Pollutant.O3}
    ]
    return max((one for one in found if one is not None), default=None)


def _mean(values: FloatArray) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else None
