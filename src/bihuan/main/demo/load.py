"""How hard an outlet's plant works in each hour (生产负荷): its rhythm, its chance, its stops."""

import numpy as np

from bihuan.main.demo.moment import hour_of_day, weekday
from bihuan.main.demo.noise import Real, Whole, normal, smooth
from bihuan.main.demo.seed import Stream


def plant_load(rhythm: str, numbers: Whole, hours: Whole) -> Real:
    """Share of the usual load, shape (outlet, time), before any stop.

    >>> bool((plant_load("sewage", np.array([1]), np.arange(48)) > 0).all())
    True
    """
    slow = smooth(Stream.LOAD, numbers, hours, scale=60)
    quick = smooth(Stream.LOAD, numbers + 1_000_000, hours, scale=7)
    clock = hour_of_day(hours)
    match rhythm:
        case "shifts":
            busy = np.where((clock >= 7) & (clock < 21), 1.0, 0.42)
            share = busy * np.where(weekday(hours) == 6, 0.5, 1.0)
        case "intermittent":
            share = np.where((clock >= 8) & (clock < 20) & (weekday(hours) < 6), 1.0, 0.0)
        case "sewage":
            share = 0.9 + 0.16 * np.cos(2 * np.pi * (clock - 11) / 24) ** 3
        case _:
            share = np.full(len(hours), 0.88)
    load: Real = np.clip(share[None, :] * (1.0 + 0.09 * slow + 0.04 * quick), 0.0, 1.2)
    return load


def size_of(numbers: Whole) -> Real:
    """How big a plant is against the usual one of its kind, shape (outlet,)."""
    size: Real = np.exp(0.35 * normal(Stream.OUTLET, numbers))
    return size
