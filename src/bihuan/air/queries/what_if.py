"""What an exclusion would change (剔除影响测算): day, month, index, rank with and without."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from bihuan.air.judge.day_table import daily_values, least_share, mean_of_sites
from bihuan.air.judge.edition_choice import EditionChoice
from bihuan.air.judge.figure import PeriodFigures, period_figures
from bihuan.air.judge.ranking import COMPOSITE, standings
from bihuan.air.judge.span import DaySpan, SpanKind, span_around
from bihuan.air.series.mask import Spell
from bihuan.air.series.values import Table, Values, picked
from bihuan.air.site import Site, of_class
from bihuan.regulations.air.pollutant import Pollutant, factor_code, symbol


@dataclass(frozen=True, slots=True)
class Side:
    """Figures of one side; texts as they are published, empty for none.

    Attributes:
        place: of the station among its class this month by the composite index.
    """

    day_value: str
    day_index: str
    month_value: str
    month_index: str
    county_month_value: str
    county_composite: str
    good_days: int
    place: str


@dataclass(frozen=True, slots=True)
class Effect:
    """Both sides and how many hours go (剔除影响)."""

    item: str
    day: str
    month: str
    hours: int
    basis: str
    without: Side
    with_hours: Side

    def as_json(self) -> dict[str, Any]:
        """As it is kept in the log."""
        return asdict(self)


def effect_of(values: Values, site: Site, factor: str, start: datetime, end: datetime) -> Effect:
    """Day, month and rank with and without the hours [start, end) of a factor.

    Both sides are full recomputations from hours, by the same functions as the pages.
    """
    item = next(one for one in Pollutant if factor_code(one) == factor)
    day = localdate(start)
    month = span_around(SpanKind.MONTH, day).until(max(day, localdate(values.now)))
    sides = [
        _figures(values, site, month, spells)
        for spells in ([], [Spell(site.point, factor, start, end, True)])
    ]
    kept, gone = (_side(*both, site=site, item=item, day=day) for both in sides)
    return Effect(
        item=symbol(item),
        day=f"{day:%Y-%m-%d}",
        month=month.words,
        hours=int((end - start) / timedelta(hours=1)),
        basis=sides[0][0].basis.words,
        without=gone,
        with_hours=kept,
    )


def _figures(
    values: Values, site: Site, month: DaySpan, spells: list[Spell]
) -> tuple[PeriodFigures, PeriodFigures, list[Site]]:
    """Figures of the station's class, and of the class's mean, over the month."""
    peers = list(of_class(values.sites, site.station_class))
    days = _days(values, month, spells)
    mine = picked(days, peers)
    county = mean_of_sites(mine, least_share=least_share(len(peers)))
    return (
        period_figures(mine, month.first, EditionChoice.AUTO),
        period_figures(county, month.first, EditionChoice.AUTO),
        peers,
    )


def _days(values: Values, month: DaySpan, spells: list[Spell]) -> Table:
    if not spells:
        return values.days(month)
    return daily_values(values.hours_without(month, spells))


def _side(
    figures: PeriodFigures,
    county: PeriodFigures,
    peers: list[Site],
    *,
    site: Site,
    item: Pollutant,
    day: date,
) -> Side:
    row = next(place for place, one in enumerate(peers) if one.row == site.row)
    at = (day - figures.span.first).days
    index = int(figures.indices.index[row, at])
    value = float(figures.days[item][row, at])
    place = next(one for one in standings(figures, COMPOSITE) if one.row == row)
    return Side(
        day_value="" if value != value else f"{value:.1f}",
        day_index="NA" if index < 0 else str(index),
        month_value=_text(figures.printed(item)[row]),
        month_index=_text(figures.printed_composite()[row]),
        county_month_value=_text(county.printed(item)[0]),
        county_composite=_text(county.printed_composite()[0]),
        good_days=int(county.good_days[0]),
        place=f"{place.place}/{place.of}" if place.place else "不参加排名",
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)
