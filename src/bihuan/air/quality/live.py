"""The live network as quality control reads it (实时质控取数)."""

from datetime import timedelta

import numpy as np

from bihuan.air.judge.span import DaySpan
from bihuan.air.quality.network import NetworkHours
from bihuan.air.series.block import midnight
from bihuan.air.series.mask import Treatment
from bihuan.air.series.values import Values

HOUR = timedelta(hours=1)


def network_of_days(values: Values, span: DaySpan, periods: int | None = None) -> NetworkHours:
    """Raw hours of every station; the reviewed ones would hide what rules look for.

    Args:
        periods: only the first so many hours, for a day that is not over.
    """
    hours = values.hours(span, Treatment.RAW)
    places = [(site.longitude, site.latitude) for site in values.sites]
    nowhere = float("nan")
    return NetworkHours(
        names=tuple(site.name for site in values.sites),
        classes=tuple(str(site.station_class) for site in values.sites),
        start=midnight(span.first),
        step=HOUR,
        values={item: array[:, :periods] for item, array in hours.items()},
        longitude=np.array([nowhere if one is None else one for one, _ in places]),
        latitude=np.array([nowhere if one is None else one for _, one in places]),
    )
