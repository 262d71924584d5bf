"""Individual air quality index (空气质量分指数, IAQI) of one pollutant."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from itertools import pairwise
from math import ceil

from bihuan.regulations.air.pollutant import Pollutant
from bihuan.regulations.edition import Edition
from bihuan.regulations.table import rows


class Column(StrEnum):
    """A column of the breakpoint table: a pollutant with its averaging time."""

    SO2_24H = "so2_24h"
    SO2_1H = "so2_1h"
    NO2_24H = "no2_24h"
    NO2_1H = "no2_1h"
    CO_24H = "co_24h"
    CO_1H = "co_1h"
    O3_1H = "o3_1h"
    O3_8H = "o3_8h"
    PM10_24H = "pm10_24h"
    PM25_24H = "pm2_5_24h"

    @property
    def pollutant(self) -> Pollutant:
        """The pollutant of the column.

        >>> Column.PM25_24H.pollutant
        <Pollutant.PM25: 'pm2_5'>
        """
        return Pollutant(self.value.rsplit("_", 1)[0])


HOURLY_COLUMNS = (
    Column.SO2_1H,
    Column.NO2_1H,
    Column.CO_1H,
    Column.O3_1H,
    Column.PM10_24H,
    Column.PM25_24H,
)
"""Real-time report (实时报): one-hour means; PM on its 24-hour column (HJ 633-2026 4.2.4)."""

DAILY_COLUMNS = (
    Column.SO2_24H,
    Column.NO2_24H,
    Column.CO_24H,
    Column.O3_8H,
    Column.PM10_24H,
    Column.PM25_24H,
)
"""Daily report (日报): five daily means and the maximum eight-hour mean of ozone."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One row of a column: a concentration and the index it stands for."""

    concentration: Decimal
    iaqi: int


_TABLES = {"HJ633-2012": "hj633_2012_table1", "HJ633-2026": "hj633_2026_table3"}


@cache
def ladder(edition: Edition, column: Column) -> tuple[Rung, ...]:
    """One column of the edition's breakpoint table, rising; blank cells left out.

    Source: HJ 633-2012 table 1, HJ 633-2026 table 3.

    >>> from bihuan.regulations.edition import edition_named
    >>> [rung.iaqi for rung in ladder(edition_named("HJ633-2026"), Column.SO2_1H)]
    [0, 50, 100, 150, 200]
    """
    return tuple(
        Rung(Decimal(row[column]), int(row["iaqi"]))
        for row in rows(_TABLES[edition.code])
        if row[column]
    )


def individual_index(concentration: Decimal, rungs: Sequence[Rung]) -> int:
    """Individual air quality index (空气质量分指数, IAQI) of one pollutant.

    Linear between the two rungs around the concentration, then rounded up.
    Above the top rung the index stays at the top rung's value, which is how
    notes b and c of table 3 cap hourly SO2 at 200 and 8-hour O3 at 300.

    Args:
        concentration: rounded as 4.2.2 asks. [µg/m³; mg/m³ for CO]
        rungs: table 3's column for this pollutant and averaging time,
            rising. Two rungs or more.

    Returns:
        IAQI, a whole number in 0..500.

    Raises:
        ValueError: a negative concentration; screen those out upstream.

    Source: HJ 633-2026, 4.2.4 equation (1), 4.2.6, table 3.

    >>> from bihuan.regulations.edition import edition_named
    >>> individual_index(Decimal("2.2"), ladder(edition_named("HJ633-2026"), Column.CO_24H))
    55
    """
    if concentration < 0:
        raise ValueError(f"negative concentration {concentration}")
    for low, high in pairwise(rungs):
        if concentration <= high.concentration:
            climb = (concentration - low.concentration) * (high.iaqi - low.iaqi)
            return low.iaqi + ceil(climb / (high.concentration - low.concentration))
    return rungs[-1].iaqi


def is_above_ladder(concentration: Decimal, rungs: Sequence[Rung]) -> bool:
    """Whether the concentration lies above the column's last printed value."""
    return concentration > rungs[-1].concentration
