"""Columns as JSON."""

from typing import Any

import numpy as np

from bihuan.regulations.rounding import FloatArray

Option = dict[str, Any]
"""An option of the chart library with a sentence under ``note``."""


def plain(values: FloatArray, places: int = 2) -> list[float | None]:
    """A column as JSON, null where missing."""
    return [None if np.isnan(one) else round(float(one), places) for one in np.ravel(values)]
