"""The ranking page (排名): stations, townships or micro stations over any period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bihuan.accounts.models import User
from bihuan.air.judge.edition_choice import EditionChoice, one_edition
from bihuan.air.judge.figure import PeriodFigures, period_figures
from bihuan.air.judge.ranking import METRICS, Standing, standings
from bihuan.air.judge.span import DaySpan, SpanKind, previous_of
from bihuan.air.queries.reading import HEADS, Head
from bihuan.air.series.mask import Treatment
from bihuan.air.series.values import Values, picked, values_at
from bihuan.air.site import Site, of_class, sites_of
from bihuan.registry.models import StationClass
from bihuan.regulations.air.comparison import MixedBasis


@dataclass(frozen=True, slots=True)
class RankingQuery:
    """What is ranked by what, over which days, judged how."""

    station_class: StationClass
    kind: SpanKind
    span: DaySpan
    metric: str
    choice: EditionChoice
    treatment: Treatment


@dataclass(frozen=True, slots=True)
class RankedLine:
    """A station with its place and its figures of the period."""

    site: Site
    standing: Standing
    values: tuple[tuple[Head, Decimal | None], ...]
    composite: Decimal | None
    share: Decimal | None
    good_days: int
    judged_days: int
    main: str


@dataclass(frozen=True, slots=True)
class RankingScreen:
    """The whole ranking with its basis.

    Attributes:
        earlier: the period whose places the change is counted from, judged on the same basis.
    """

    query: RankingQuery
    lines: tuple[RankedLine, ...]
    basis: str
    earlier: DaySpan
    earlier_basis: str
    version: str


def ranking_screen(user: User, query: RankingQuery, *, now: datetime) -> RankingScreen:
    """The stations of one class by place (排名)."""
    sites = of_class(sites_of(user, now), query.station_class)
    values = values_at(now)
    earlier_span = previous_of(query.kind, query.span)
    figures = class_figures(values, sites, query.span, query.choice, query.treatment)
    same = query.choice if query.choice is not EditionChoice.AUTO else one_edition(query.span)
    earlier = class_figures(values, sites, earlier_span, same, query.treatment)
    _refuse_mixed(figures, earlier)
    found = standings(figures, query.metric, earlier=earlier) if sites else []
    return RankingScreen(
        query=query,
        lines=tuple(_line(sites[one.row], one, figures) for one in found),
        basis=figures.basis.words,
        earlier=earlier_span,
        earlier_basis=earlier.basis.words,
        version=values.version.code,
    )


def class_figures(
    values: Values,
    sites: Sequence[Site],
    span: DaySpan,
    choice: EditionChoice,
    treatment: Treatment = Treatment.REVIEWED,
) -> PeriodFigures:
    """Figures of some stations over a period, one row each in their order."""
    key = ("class", span, choice, treatment, tuple(site.row for site in sites))
    found: PeriodFigures = values.once(
        key,
        lambda: period_figures(picked(values.days(span, treatment), sites), span.first, choice),
    )
    return found


def _refuse_mixed(figures: PeriodFigures, earlier: PeriodFigures) -> None:
    """Raises MixedBasis where places of two periods would stand on two bases."""
    now, then = figures.basis.variant.code, earlier.basis.variant.code
    if now != then:
        raise MixedBasis(now, then)


def _line(site: Site, standing: Standing, figures: PeriodFigures) -> RankedLine:
    row = standing.row
    main = figures.main_pollutant(row)
    return RankedLine(
        site=site,
        standing=standing,
        values=tuple((head, figures.printed(head.item)[row]) for head in HEADS),
        composite=figures.printed_composite()[row],
        share=figures.printed_share()[row],
        good_days=int(figures.good_days[row]),
        judged_days=int(figures.judged_days[row]),
        main=METRICS[main.value] if main else "—",
    )
