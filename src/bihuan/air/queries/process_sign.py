"""The signs of a course (研判征兆): what the network and its weather say about its cause."""

from collections.abc import Iterable

import numpy as np

from bihuan.air.analysis.candidate import Signs
from bihuan.air.quality.network import NetworkHours
from bihuan.regulations.air.pollutant import Pollutant
from bihuan.regulations.rounding import FloatArray


def signs_of(
    network: NetworkHours,
    row: int,
    item: Pollutant,
    cut: slice,
    *,
    rules: Iterable[str] = (),
    wind: float | None = None,
    sources_upwind: int | None = None,
) -> Signs:
    """Signs of raised values of one series over some periods.

    Args:
        rules: rules of quality control that call it a fault.
        wind: mean wind speed. [m/s]
        sources_upwind: registered sources upwind; None where the direction is not known.
    """
    near = [one for one in network.neighbours[row].tolist() if one >= 0]
    fine, coarse = (network.median[one][cut] for one in (Pollutant.PM25, Pollutant.PM10))
    ratio = network.values[item][row, cut] / np.where(
        network.median[item][cut] > 0, network.median[item][cut], np.nan
    )
    excess = _mean(ratio)
    others = [
        _mean(network.relative[one][row, cut])
        for one in network.values
        if one not in {item, Pollutant.O3}
    ]
    return Signs(
        excess=None if excess is None else excess - 1,
        neighbours=float(network.raised[item][near, cut].mean()) if near else None,
        others=max((other for other in others if other is not None), default=None),
        share_fine=_mean(fine / np.where(coarse > 0, coarse, np.nan)),
        coarse=_mean(coarse),
        wind=wind,
        sources_upwind=sources_upwind,
        rules=tuple(dict.fromkeys(rules)),
    )


def _mean(values: FloatArray) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else None
