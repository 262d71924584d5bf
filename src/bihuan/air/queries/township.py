"""A township's page (乡镇页): its stations of every class, never mixed, its place and its days."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bihuan.air.judge.edition_choice import EditionChoice
from bihuan.air.judge.figure import PeriodFigures, period_figures
from bihuan.air.judge.ranking import COMPOSITE, Standing, standings
from bihuan.air.judge.span import DaySpan
from bihuan.air.queries.ranking import class_figures
from bihuan.air.series.values import Table, Values
from bihuan.air.site import CLASSES, Site, of_class
from bihuan.registry.models import StationClass
from bihuan.regulations.air.average_columns import valid_mean


@dataclass(frozen=True, slots=True)
class ClassRow:
    """The stations of one class in the township, each with its figures."""

    station_class: StationClass
    sites: tuple[Site, ...]
    figures: PeriodFigures | None
    mean: PeriodFigures | None


@dataclass(frozen=True, slots=True)
class TownshipScreen:
    """A township over a period.

    Attributes:
        standing: place among the township stations of the county; None without a station.
        rows: one a class that has stations here; `mean` is the plain mean of several.
    """

    code: str
    name: str
    span: DaySpan
    standing: Standing | None
    rows: tuple[ClassRow, ...]


def townships_of(sites: Sequence[Site]) -> list[tuple[str, str]]:
    """Code and name of every township with a station, by code."""
    return sorted({(site.district, site.district_name) for site in sites})


def township_screen(
    values: Values, sites: Sequence[Site], code: str, span: DaySpan
) -> TownshipScreen | None:
    """The township of that code; None where no visible station stands in it."""
    mine = [site for site in sites if site.district == code]
    if not mine:
        return None
    return TownshipScreen(
        code=code,
        name=mine[0].district_name,
        span=span,
        standing=_standing(values, sites, code, span),
        rows=tuple(_class_row(values, of_class(mine, each), each, span) for each in CLASSES),
    )


def _standing(values: Values, sites: Sequence[Site], code: str, span: DaySpan) -> Standing | None:
    stations = of_class(sites, StationClass.TOWNSHIP)
    figures = class_figures(values, stations, span, EditionChoice.AUTO)
    found = standings(figures, COMPOSITE) if stations else []
    return next((one for one in found if stations[one.row].district == code), None)


def _class_row(
    values: Values, sites: Sequence[Site], each: StationClass, span: DaySpan
) -> ClassRow:
    if not sites:
        return ClassRow(each, (), None, None)
    figures = class_figures(values, sites, span, EditionChoice.AUTO)
    mean = group_mean(dict(figures.days))
    together = period_figures(mean, span.first, EditionChoice.AUTO) if len(sites) > 1 else None
    return ClassRow(each, tuple(sites), figures, together)


def group_mean(days: Table) -> Table:
    """Mean of the stations that have a value, day by day: for reference only. shape (1, days)"""
    return {item: np.asarray(valid_mean(values.T, 1)[0])[None, :] for item, values in days.items()}
