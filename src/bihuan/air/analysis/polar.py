"""Polar plot (极坐标图): smoothed concentration over wind direction and speed."""

from dataclasses import dataclass

import numpy as np

from bihuan.regulations.rounding import FloatArray

DIRECTIONS = 36
SPEEDS = 12
LEAST_WEIGHT = 3.0


@dataclass(frozen=True, slots=True)
class PolarSurface:
    """Concentration over the wind.

    Attributes:
        direction: middles of the cells. [degrees], shape (directions,)
        speed: middles of the rings. [m/s], shape (speeds,)
        value: NaN where too few hours stand behind. shape (speeds, directions)
        weight: hours behind a cell, by kernel weight. shape (speeds, directions)
    """

    direction: FloatArray
    speed: FloatArray
    value: FloatArray
    weight: FloatArray


def polar_surface(
    concentration: FloatArray,
    speed: FloatArray,
    direction: FloatArray,
    *,
    spread_degrees: float = 12.0,
    spread_speed: float = 0.6,
) -> PolarSurface:
    """Kernel regression over the wind (非参数风回归): Gaussian in direction and in speed.

    Args:
        concentration, speed, direction: shape (time,)
        spread_degrees, spread_speed: widths of the kernels. [degrees, m/s]

    Source: Henry et al. 2009, nonparametric wind regression; openair's ``polarPlot`` fits a
    spline surface to the same cells instead.
    """
    known = ~(np.isnan(concentration) | np.isnan(speed) | np.isnan(direction))
    value, wind, angle = concentration[known], speed[known], direction[known]
    top = float(np.percentile(wind, 99)) if len(wind) else 1.0
    rings = (np.arange(SPEEDS) + 0.5) * max(top, 0.5) / SPEEDS
    turns = (np.arange(DIRECTIONS) + 0.5) * 360.0 / DIRECTIONS
    off = np.abs(angle[None, :] - turns[:, None])
    near = np.exp(-0.5 * (np.minimum(off, 360.0 - off) / spread_degrees) ** 2)
    along = np.exp(-0.5 * ((wind[None, :] - rings[:, None]) / spread_speed) ** 2)
    weight = along @ near.T
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (along * value) @ near.T / weight
    return PolarSurface(turns, rings, np.where(weight >= LEAST_WEIGHT, mean, np.nan), weight)
