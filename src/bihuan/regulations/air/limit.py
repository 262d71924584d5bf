"""Concentration limits (浓度限值) of GB 3095 by edition and functional area."""

from decimal import Decimal
from enum import StrEnum
from functools import cache

from bihuan.regulations.air.pollutant import Pollutant
from bihuan.regulations.edition import Edition
from bihuan.regulations.table import rows


class FunctionalArea(StrEnum):
    """Functional area of ambient air (环境空气功能区). Source: GB 3095, 4.1."""

    CLASS_1 = "class1"
    CLASS_2 = "class2"


class Average(StrEnum):
    """An averaging time that has a limit."""

    YEAR = "year"
    DAY = "day"
    HOUR = "hour"
    MAXIMUM_EIGHT_HOURS = "day_max_8h"


_PRINTED = {
    Pollutant.SO2: "SO2",
    Pollutant.NO2: "NO2",
    Pollutant.CO: "CO",
    Pollutant.O3: "O3",
    Pollutant.PM10: "PM10",
    Pollutant.PM25: "PM2_5",
}


@cache
def concentration_limit(
    edition: Edition,
    pollutant: Pollutant,
    average: Average,
    area: FunctionalArea = FunctionalArea.CLASS_2,
) -> Decimal | None:
    """The limit, None where the standard prints none. [µg/m³; mg/m³ for CO]

    Source: GB 3095-2012 and GB 3095-2026, table 1.

    >>> from bihuan.regulations.edition import edition_named
    >>> transition = edition_named("GB3095-2026-transition")
    >>> concentration_limit(transition, Pollutant.PM25, Average.DAY)
    Decimal('60')
    """
    for row in rows("gb3095_limits"):
        found = (row["edition"], row["pollutant"], row["average"])
        if found == (edition.code, _PRINTED[pollutant], average.value):
            return Decimal(row[area.value])
    return None
