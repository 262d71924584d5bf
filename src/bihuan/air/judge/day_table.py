"""Daily values and daily indices of many stations (日评价), from their hours."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from bihuan.air.judge.edition_choice import EditionChoice, Stretch, stretches
from bihuan.air.judge.span import DaySpan
from bihuan.regulations.air.average_columns import daily_columns
from bihuan.regulations.air.columns import AirQualityColumns, air_quality_columns
from bihuan.regulations.air.individual_index import DAILY_COLUMNS, HOURLY_COLUMNS, Column
from bihuan.regulations.air.pollutant import Pollutant
from bihuan.regulations.rounding import FloatArray

Values = Mapping[Pollutant, FloatArray]
"""One array a pollutant, equal shapes (series, time), NaN where missing or invalid."""

IndexArray = npt.NDArray[np.int16]
BitArray = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class IndexTable:
    """Indices of many series over a regular clock.

    Attributes:
        index: AQI, -1 where there is none. shape (series, time)
        primary: bits of the primary pollutants, `columns.pollutants_of`. shape (series, time)
        missing: bits of the missing pollutants. shape (series, time)
        individual: IAQI by pollutant, below 0 where there is none. shape (series, time)
        editions: codes of the editions that judged, oldest first.
    """

    index: IndexArray
    primary: BitArray
    missing: BitArray
    individual: Mapping[Pollutant, IndexArray]
    editions: tuple[str, ...]


def daily_values(hours: Values) -> dict[Pollutant, FloatArray]:
    """Each day's mean, for ozone the largest eight-hour mean.

    Args:
        hours: whole days from the hour that begins at midnight. shape (series, 24 * days)

    Source: GB 3095-2026 table 4, by `average_columns.daily_columns`.
    """
    return {item: daily_columns(values, item)[0] for item, values in hours.items()}


def mean_of_sites(values: Values, *, least_share: float) -> dict[Pollutant, FloatArray]:
    """Mean over stations of the concentration (点位均值), period by period.

    Args:
        values: shape (stations, time)
        least_share: fewer stations with a value give NaN.

    Returns:
        shape (1, time)

    Source: HJ 663 (principle); shares of 75 % and 50 % 待确认.

    >>> two = {Pollutant.SO2: np.array([[4.0], [np.nan]])}
    >>> mean_of_sites(two, least_share=0.5)[Pollutant.SO2].tolist()
    [[4.0]]
    """
    return {item: _mean(array, least_share) for item, array in values.items()}


def least_share(stations: int) -> float:
    """Share of stations that must have a value: half of fewer than four, else 75 %. 待确认

    >>> least_share(2), least_share(18)
    (0.5, 0.75)
    """
    return 0.5 if stations < 4 else 0.75


def _mean(values: FloatArray, share: float) -> FloatArray:
    present = ~np.isnan(values)
    count = present.sum(axis=0)
    total = np.where(present, values, 0.0).sum(axis=0)
    enough = (count > 0) & (count >= share * len(values))
    return np.where(enough, total / np.maximum(count, 1), np.nan)[None, :]


def daily_indices(days: Values, first: date, choice: EditionChoice) -> IndexTable:
    """AQI of each day, each judged by the edition of its date or by the chosen one.

    Args:
        days: values of `daily_values`. shape (series, days)
        first: the first day.
    """
    count = next(iter(days.values())).shape[1]
    span = DaySpan(first, first + timedelta(days=count - 1))
    return _judged(days, stretches(span, choice), columns=DAILY_COLUMNS, periods_a_day=1)


def hourly_indices(hours: Values, first: date, choice: EditionChoice) -> IndexTable:
    """Real-time AQI of each hour (实时 AQI).

    Args:
        hours: whole days. shape (series, 24 * days)
        first: the first day.
    """
    count = next(iter(hours.values())).shape[1] // 24
    span = DaySpan(first, first + timedelta(days=count - 1))
    return _judged(hours, stretches(span, choice), columns=HOURLY_COLUMNS, periods_a_day=24)


def _judged(
    values: Values,
    parts: tuple[Stretch, ...],
    *,
    columns: tuple[Column, ...],
    periods_a_day: int,
) -> IndexTable:
    found = []
    for part in parts:
        cut = slice(part.begin * periods_a_day, part.end * periods_a_day)
        piece = {column: values[column.pollutant][:, cut] for column in columns}
        found.append(air_quality_columns(piece, part.edition, rule=part.rule))
    return _joined(found, columns)


def _joined(found: list[AirQualityColumns], columns: tuple[Column, ...]) -> IndexTable:
    return IndexTable(
        index=np.hstack([one.index for one in found]),
        primary=np.hstack([one.primary for one in found]),
        missing=np.hstack([one.missing for one in found]),
        individual={
            column.pollutant: np.hstack([one.individual[column] for one in found])
            for column in columns
        },
        editions=tuple(dict.fromkeys(one.edition for one in found)),
    )
