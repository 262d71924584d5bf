"""Statistics of a period for many stations at once; equal to `period`."""

from bihuan.regulations.air.average_columns import valid_mean
from bihuan.regulations.air.percentile import percentile_columns
from bihuan.regulations.air.period import RANKING_PERCENTILE
from bihuan.regulations.air.pollutant import Pollutant
from bihuan.regulations.rounding import FloatArray


def period_columns(days: FloatArray, pollutant: Pollutant) -> FloatArray:
    """Mean, or the pollutant's percentile, of each series' valid days.

    Args:
        days: daily values, NaN where not valid. shape (series, days)

    Returns:
        Unrounded statistics, NaN where no day is valid. shape (series,)

    Source: HJ 663, table 1.

    >>> import numpy as np
    >>> period_columns(np.array([[1.0, 2.0, 3.0, np.nan]]), Pollutant.PM25).tolist()
    [2.0]
    """
    share = RANKING_PERCENTILE.get(pollutant)
    if share is not None:
        return percentile_columns(days, share)
    return valid_mean(days, 1)[0]
