"""The live network as quality control reads it (实时质控取数)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import numpy as np

from bihuan.air.judge.span import DaySpan
from bihuan.air.quality.network import NetworkHours
from bihuan.air.series.block import midnight
from bihuan.air.series.mask import Treatment
from bihuan.air.series.values import Values
from bihuan.air.site import Site
from bihuan.regulations.air.pollutant import Pollutant
from bihuan.regulations.rounding import FloatArray

HOUR = timedelta(hours=1)


def network_of_days(values: Values, span: DaySpan, periods: int | None = None) -> NetworkHours:
    """Raw hours of every station; the reviewed ones would hide what rules look for.

    Args:
        periods: only the first so many hours, for a day that is not over.
    """
    hours = values.hours(span, Treatment.RAW)
    cut = {item: array[:, :periods] for item, array in hours.items()}
    return network_of(values.sites, midnight(span.first), cut)


def network_of(
    sites: Sequence[Site], start: datetime, values: Mapping[Pollutant, FloatArray]
) -> NetworkHours:
    """Stations with their places and classes around hours that begin at `start`."""
    places = [(site.longitude, site.latitude) for site in sites]
    nowhere = float("nan")
    return NetworkHours(
        names=tuple(site.name for site in sites),
        classes=tuple(str(site.station_class) for site in sites),
        start=start,
        step=HOUR,
        values=values,
        longitude=np.array([nowhere if one is None else one for one, _ in places]),
        latitude=np.array([nowhere if one is None else one for _, one in places]),
    )
