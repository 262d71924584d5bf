"""Days of dust (沙尘过程): the hours, what a deduction changes, and days that look like dust."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from django.utils.timezone import localdate, localtime

from bihuan.accounts.models import User
from bihuan.air.judge.edition_choice import EditionChoice
from bihuan.air.judge.figure import PeriodFigures, period_figures, published
from bihuan.air.judge.span import DaySpan, SpanKind, span_around
from bihuan.air.models import DustCase
from bihuan.air.quality.cause import dust_hours
from bihuan.air.quality.live import HOUR
from bihuan.air.queries.county import county_days
from bihuan.air.queries.process import recent_network
from bihuan.air.rule_book import book_at
from bihuan.air.series.block import midnight
from bihuan.air.series.mask import PARTICLES, Treatment
from bihuan.air.series.values import Table, Values
from bihuan.air.site import Site, of_class
from bihuan.registry.models import StationClass
from bihuan.regulations.air.pollutant import Pollutant, symbol, unit
from bihuan.rules.spell import spells
from bihuan.ui.chart import Chart, Line, milliseconds

MARGIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DustDay:
    """One day before and after the deduction (扣沙前 / 扣沙后); texts as they are printed."""

    day: date
    pm10: str
    pm2_5: str
    index: str


@dataclass(frozen=True, slots=True)
class DustEffect:
    """What the deduction of the days changes in a month (扣沙影响).

    Attributes:
        rows: name, before, after.
    """

    month: str
    basis: str
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class DustScreen:
    """A dust case with its hours and what hangs on it."""

    dust: DustCase
    chart: Chart
    days: tuple[DustDay, ...]
    effect: DustEffect


@dataclass(frozen=True, slots=True)
class DustHint:
    """Hours that look like dust (疑似沙尘时段); a suggestion, never a deduction."""

    start: datetime
    end: datetime
    highest: float
    is_reported: bool

    @property
    def words(self) -> str:
        """The sentence that says it."""
        begin, end = localtime(self.start), localtime(self.end)
        return (
            f"{begin:%m-%d %H:%M} 至 {end:%m-%d %H:%M}，全网 PM₁₀ 中位数最高 "
            f"{self.highest:.0f} µg/m³，PM₂.₅ 占比明显下降"
        )


def dust_hints(values: Values, user: User, *, now: datetime) -> list[DustHint]:
    """Spells of the last days that look like dust over the network."""
    network = recent_network(values, now)
    if not network.names:
        return []
    found = spells(dust_hours(network, book_at(now).numbers)[None, :], least=2, bridge=2)
    coarse = network.median[Pollutant.PM10]
    told = DustCase.objects.visible_to(user)
    hints = []
    for begin, end in zip(found.begin.tolist(), found.end.tolist(), strict=True):
        start, stop = network.start + begin * HOUR, network.start + end * HOUR
        day = localdate(start)
        is_reported = told.filter(first__lte=day, last__gte=day).exists()
        hints.append(DustHint(start, stop, float(np.nanmax(coarse[begin:end])), is_reported))
    return hints


def dust_screen(values: Values, dust: DustCase, *, now: datetime) -> DustScreen:
    """The case's days at the evaluation stations of its county."""
    sites = [one for one in values.sites if one.district.startswith(dust.district_id)]
    span = DaySpan(dust.first, dust.last)
    return DustScreen(
        dust=dust,
        chart=_chart(values, sites, span),
        days=_days(values, sites, span),
        effect=_effect(values, sites, span, now),
    )


def _chart(values: Values, sites: list[Site], span: DaySpan) -> Chart:
    """Particles of every evaluation station from the day before to the day after."""
    wide = DaySpan(span.first - MARGIN, span.last + MARGIN)
    hours = values.hours(wide, Treatment.RAW)
    start = milliseconds(midnight(wide.first))
    lines = [
        Line(
            key=f"{item}-{site.station}",
            name=f"{site.name} {symbol(item)}",
            unit=unit(item),
            decimals=0,
            times=[start + 3_600_000 * at for at in range(24 * wide.days)],
            values=[None if np.isnan(one) else float(one) for one in hours[item][site.row]],
        )
        for site in of_class(sites, StationClass.PROVINCIAL)
        for item in PARTICLES
    ]
    return Chart(start, start + 86_400_000 * wide.days, lines)


def _days(values: Values, sites: list[Site], span: DaySpan) -> tuple[DustDay, ...]:
    days = county_days(values, sites, span)
    figures = period_figures(days, span.first, EditionChoice.AUTO)
    coarse, fine = (published(days[item][0], 0) for item in PARTICLES)
    index = figures.indices.index[0].tolist()
    return tuple(
        DustDay(day, _text(coarse[at]), _text(fine[at]), "NA" if index[at] < 0 else str(index[at]))
        for at, day in enumerate(span.each())
    )


def _effect(values: Values, sites: list[Site], span: DaySpan, now: datetime) -> DustEffect:
    """The month with and without the particles of these days, both worked out in full."""
    yesterday = max(span.first, localdate(now) - timedelta(days=1))
    month = span_around(SpanKind.MONTH, span.first).until(yesterday)
    days = county_days(values, sites, month)
    before = period_figures(days, month.first, EditionChoice.AUTO)
    after = period_figures(_without(days, month, span), month.first, EditionChoice.AUTO)
    rows = (
        *(
            (f"全市当月 {symbol(item)} 均值", _mean(before, item), _mean(after, item))
            for item in PARTICLES
        ),
        ("全市当月综合指数", _composite(before), _composite(after)),
        ("当月参加统计的 PM₁₀ 天数", _valid(before), _valid(after)),
    )
    return DustEffect(month.words, before.basis.words, rows)


def _without(days: Table, month: DaySpan, span: DaySpan) -> Table:
    dusty = np.array([span.first <= day <= span.last for day in month.each()])
    return {
        item: np.where(dusty[None, :], np.nan, column) if item in PARTICLES else column
        for item, column in days.items()
    }


def _mean(figures: PeriodFigures, item: Pollutant) -> str:
    return _text(figures.printed(item)[0])


def _composite(figures: PeriodFigures) -> str:
    return _text(figures.printed_composite()[0])


def _valid(figures: PeriodFigures) -> str:
    return str(int(figures.valid[Pollutant.PM10][0]))


def _text(value: object) -> str:
    return "—" if value is None else str(value)
