"""What the province's outlets report: hours, their minutes, and days, kind of outlet by kind.

A gas outlet reports measured and converted (折算) values and amounts, a water outlet means and
amounts; converted values and amounts follow from the period's own means, as the loggers compute
them. The hour's mean is that of its minutes, unless a planted mismatch says otherwise.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bihuan.main.demo.connection import is_silent
from bihuan.main.demo.daily import daily_mean, daily_sum
from bihuan.main.demo.disaggregate import minutes_of
from bihuan.main.demo.emission_event import EmissionEvent
from bihuan.main.demo.noise import Real, Whole
from bihuan.main.demo.outlet_process import (
    AIR_OXYGEN,
    NEAR_AIR,
    Group,
    group_in,
    measured_hours,
)
from bihuan.main.demo.province import Outlet, OutletKind, outlets

OUTAGE_PERCENT: Final = 8
AMOUNT_DECIMALS: Final = 4
VOLUME_DECIMALS: Final = 3

Values = dict[str, Real]


@dataclass(frozen=True, slots=True)
class Emission:
    """What outlets of one kind report, shape (outlet, time) or (outlet, time, part).

    Attributes:
        measured: by factor code; NaN where nothing is sent.
        converted: by factor code, at reference oxygen; NaN where none can be computed.
        amount: by factor code, in the period; none for minutes. [kg; m³ for the flow]
        flag: values of Flag, shape (outlet, time).
    """

    outlets: tuple[Outlet, ...]
    measured: Values
    converted: Values
    amount: Values
    flag: NDArray[np.int8]


@cache
def kinds(thinned: int = 1) -> tuple[tuple[Outlet, ...], ...]:
    """The outlets grouped by kind, each group in the order of the province's list."""
    groups: dict[str, list[Outlet]] = {}
    for outlet in outlets(thinned):
        groups.setdefault(outlet.kind.kind, []).append(outlet)
    return tuple(tuple(group) for group in groups.values())


def silence(group: tuple[Outlet, ...], thinned: int, hours: Whole) -> NDArray[np.bool_]:
    """Which outlet of a group sends nothing in which hour, shape (outlet, time)."""
    numbers = np.array([outlet.number for outlet in outlets(thinned)])
    silent = is_silent(numbers, hours, rarely=np.full(len(numbers), OUTAGE_PERCENT))
    mine: NDArray[np.bool_] = silent[np.isin(numbers, [outlet.number for outlet in group])]
    return mine


def converted(measured: Real, oxygen: Real, reference: float) -> Real:
    """Concentration at reference oxygen (折算浓度); NaN where oxygen is too near to air's.

    Source: GB 13271-2014 and others: C x (21 - O2ref) / (21 - O2).

    >>> converted(np.array([12.0]), np.array([11.0]), 9.0).round(1).tolist()
    [14.4]
    """
    room = AIR_OXYGEN - oxygen
    thin = room < NEAR_AIR
    return np.where(thin, np.nan, measured * (AIR_OXYGEN - reference) / np.where(thin, 1.0, room))


def outlet_minutes(
    group: tuple[Outlet, ...], first: int, last: int, *, thinned: int = 1
) -> Emission:
    """Minute values of the hours [first, last) of outlets of one kind: (outlet, time, part)."""
    found = group_in(group, thinned, np.arange(first - 1, last + 1))
    hours, flags = measured_hours(found)
    minutes = _parts(found, hours)
    return _quiet(
        Emission(group, minutes, _converted(found.kind, minutes), {}, flags[:, 1:-1]),
        silence(group, thinned, np.arange(first, last)),
    )


def outlet_hours(group: tuple[Outlet, ...], first: int, last: int, *, thinned: int = 1) -> Emission:
    """Hourly values of the hours [first, last) of outlets of one kind, shape (outlet, time)."""
    found = group_in(group, thinned, np.arange(first - 1, last + 1))
    hours, flags = measured_hours(found)
    measured = {code: value[:, 1:-1] for code, value in hours.items()}
    _misreport(found, measured)
    at_reference = _converted(found.kind, measured)
    amounts = _amounts(found.kind, measured)
    return _quiet(
        Emission(group, measured, at_reference, amounts, flags[:, 1:-1]),
        silence(group, thinned, np.arange(first, last)),
    )


def outlet_days(hours: Emission) -> Emission:
    """Daily means and amounts of the whole days among hours from a Shanghai midnight."""
    decimals = {f.factor.code: f.factor.decimals for f in hours.outlets[0].kind.factors}
    return Emission(
        outlets=hours.outlets,
        measured={c: np.round(daily_mean(v), decimals[c]) for c, v in hours.measured.items()},
        converted={c: np.round(daily_mean(v), decimals[c]) for c, v in hours.converted.items()},
        amount={c: _daily_amount(v) for c, v in hours.amount.items()},
        flag=np.zeros((len(hours.outlets), hours.flag.shape[1] // 24), dtype=np.int8),
    )


def _daily_amount(hours: Real) -> Real:
    valid = ~np.isnan(daily_mean(hours))
    return np.where(valid, np.round(daily_sum(hours), AMOUNT_DECIMALS), np.nan)


def _parts(found: Group, hours: Values) -> Values:
    """The minutes of the window's inner hours."""
    return {
        f.factor.code: minutes_of(
            hours[f.factor.code],
            found.numbers * 100 + order,
            first=int(found.hours[0]) + 1,
            per_hour=found.kind.parts,
            factor=f.factor,
        )
        for order, f in enumerate(found.kind.factors)
    }


def _converted(kind: OutletKind, measured: Values) -> Values:
    """Converted values of every factor that is judged so, rounded as printed."""
    if kind.reference_oxygen is None:
        return {}
    oxygen = next(f.factor.code for f in kind.factors if f.role == "oxygen")
    return {
        f.factor.code: np.round(
            converted(measured[f.factor.code], measured[oxygen], kind.reference_oxygen),
            f.factor.decimals,
        )
        for f in kind.factors
        if f.role == "converted"
    }


def _misreport(found: Group, measured: Values) -> None:
    """Where it is planted, the device reports another hour than its minutes show."""
    decimals = {f.factor.code: f.factor.decimals for f in found.kind.factors}
    inner = Group(found.outlets, found.hours[1:-1], found.events)
    for event in found.events:
        if event.kind is EmissionEvent.HOUR_MISMATCH:
            series = measured[event.factor]
            place = inner.where(event)
            series[place] = np.round(series[place] * event.size, decimals[event.factor])


def _amounts(kind: OutletKind, measured: Values) -> Values:
    """What went out in each hour: kilograms of every pollutant, cubic metres of the flow.

    Gas: mg/m³ x m³; water: mg/L x m³. The measured concentration counts, not the converted one.
    """
    flow = next(f.factor.code for f in kind.factors if f.role == "flow")
    per_second, to_kg = (1e-3, 1e-3) if kind.medium == "water" else (1.0, 1e-6)
    volume = measured[flow] * 3600.0 * per_second
    amounts = {
        f.factor.code: np.round(measured[f.factor.code] * volume * to_kg, AMOUNT_DECIMALS)
        for f in kind.factors
        if f.role in {"converted", "measured", "water"}
    }
    return {**amounts, flow: np.round(volume, VOLUME_DECIMALS)}


def _quiet(emission: Emission, silent: NDArray[np.bool_]) -> Emission:
    """Take away what silent outlets did not send."""
    for values in (emission.measured, emission.converted, emission.amount):
        for value in values.values():
            value[silent] = np.nan
    return emission
