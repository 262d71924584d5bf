"""The county's hours with the wind beside them (全市小时值): mean of the evaluation stations."""

from dataclasses import dataclass

import numpy as np

from bihuan.air.figure.gathered import Gathered, nearest_mast
from bihuan.air.judge.day_table import IndexTable, hourly_indices, least_share, mean_of_sites
from bihuan.air.judge.edition_choice import EditionChoice
from bihuan.air.judge.span import DaySpan
from bihuan.air.reporting.look import Look
from bihuan.air.series.values import Table, picked
from bihuan.air.site import Site
from bihuan.regulations.air.pollutant import Pollutant
from bihuan.regulations.rounding import FloatArray


@dataclass(frozen=True)
class CountyHours:
    """Hours of a span.

    Attributes:
        table: hourly means over the evaluation stations. shape (1, 24 * days)
        indices: real-time AQI of each hour.
        weather: by name, of the mast nearest to the first evaluation station. shape (time,)
        mast: None where no station measured wind.
    """

    span: DaySpan
    table: Table
    indices: IndexTable
    weather: dict[str, FloatArray]
    mast: Site | None

    def of(self, item: Pollutant) -> FloatArray:
        """A pollutant's hours. shape (time,)"""
        found: FloatArray = self.table[item][0]
        return found


def county_hours(seen: Look, span: DaySpan) -> CountyHours | None:
    """The county's hours; None without an evaluation station."""
    if not seen.evaluation:
        return None
    found: CountyHours = seen.once(f"hours.{span.words}", lambda: _hours(seen, span))
    return found


def _hours(seen: Look, span: DaySpan) -> CountyHours:
    evaluation = seen.evaluation
    hours = picked(seen.values.hours(span), evaluation)
    table = mean_of_sites(hours, least_share=least_share(len(evaluation)))
    weather = seen.values.weather(span)
    mast = nearest_mast(seen.values.sites, evaluation[0], weather["wind_speed"])
    nothing = np.full(24 * span.days, np.nan)
    return CountyHours(
        span=span,
        table=table,
        indices=hourly_indices(table, span.first, EditionChoice.AUTO),
        weather={name: one[mast.row] if mast else nothing for name, one in weather.items()},
        mast=mast,
    )


def gathered(found: CountyHours, site: Site, item: Pollutant, days: FloatArray) -> Gathered:
    """The county's hours as the figures take them; `site` lends its place and name."""
    return Gathered(
        site=site,
        item=item,
        other=Pollutant.PM10 if item is not Pollutant.PM10 else Pollutant.PM25,
        span=found.span,
        hours={each: found.of(each) for each in Pollutant},
        days=days,
        speed=found.weather["wind_speed"],
        direction=found.weather["wind_direction"],
        wind_site=found.mast,
    )
