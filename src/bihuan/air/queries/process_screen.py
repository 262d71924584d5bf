"""One page that joins what is known about a course (异常过程研判)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.utils.timezone import localdate, localtime

from bihuan.accounts.models import User
from bihuan.air.analysis.candidate import Candidate, Signs, candidates
from bihuan.air.judge.span import DaySpan
from bihuan.air.models import Doubt, Instruction, Verdict
from bihuan.air.quality.live import HOUR
from bihuan.air.quality.parameter import rule_words
from bihuan.air.queries.advice import Advice, advice_for, context_of
from bihuan.air.queries.hot_spot import hot_hours
from bihuan.air.queries.process import Process, recent_network
from bihuan.air.queries.process_sign import Around, signs_of
from bihuan.air.queries.upwind import CourseWeather, Upwind, course_weather, upwind_of
from bihuan.air.rule_book import RuleBook, book_at
from bihuan.air.series.values import Values
from bihuan.cases.models import Case
from bihuan.regulations.air.pollutant import factor_code

BEFORE = timedelta(days=3)
HOT_DAYS = 91


@dataclass(frozen=True, slots=True)
class ProcessScreen:
    """What is known of a course; every part may be empty.

    Attributes:
        usual: share of the last month's hours at this station that were lower.
        repeats: the place is known for these hours (污染热区).
        advice: measures about the likeliest causes with how their conditions stand.
    """

    process: Process
    usual: float | None
    repeats: bool
    weather: CourseWeather
    upwind: tuple[Upwind, ...]
    doubts: tuple[Doubt, ...]
    candidates: tuple[Candidate, ...]
    advice: tuple[Advice, ...]
    instructions: tuple[Instruction, ...]
    cases: tuple[Case, ...]
    book: RuleBook

    @property
    def fitting(self) -> list[Advice]:
        """Measures that no condition speaks against."""
        return [one for one in self.advice if one.fits]

    @property
    def unfit(self) -> list[Advice]:
        """Measures about these causes whose conditions are not met."""
        return [one for one in self.advice if not one.fits]

    @property
    def weights_unconfirmed(self) -> bool:
        """Whether weights or thresholds of the causes are still to be confirmed."""
        starts = ("fault_", "local_", "regional_", "dusty_", "fine_", "excess_", "others_")
        return self.book.is_unconfirmed(*starts, "neighbours_", "weather_", "dust_level")


def process_screen(values: Values, user: User, one: Process, *, now: datetime) -> ProcessScreen:
    """Live data, history, weather, sources upwind, doubts, causes and advice of a course."""
    book = book_at(now)
    weather = course_weather(values, one.site, one.start, one.end, book)
    upwind = upwind_of(user, one.site, weather.direction, book)
    doubts, repeats = _doubts(one), _repeats(values, one, now)
    signs = _signs(values, one, weather, upwind, doubts, now=now, repeats=repeats)
    found = candidates(signs, book.numbers)
    context = context_of(found, upwind, weather, localdate(one.start))
    return ProcessScreen(
        process=one,
        usual=_usual(values, one),
        repeats=repeats,
        weather=weather,
        upwind=tuple(upwind),
        doubts=tuple(doubts),
        candidates=tuple(found),
        advice=tuple(advice_for(context)),
        instructions=tuple(Instruction.objects.visible_to(user).filter(process=one.key)),
        cases=tuple(_cases(user, one)),
        book=book,
    )


def _doubts(one: Process) -> list[Doubt]:
    rows = Doubt.objects.filter(
        point=one.site.point,
        factor=factor_code(one.item),
        start__lt=one.end,
        end__gt=one.start,
    )
    return list(rows.order_by("start")[:10])


def _signs(
    values: Values,
    one: Process,
    weather: CourseWeather,
    upwind: Sequence[Upwind],
    doubts: Sequence[Doubt],
    *,
    now: datetime,
    repeats: bool,
) -> Signs:
    network = recent_network(values, now)
    begin = int((one.start - network.start) / HOUR)
    faults = (rule_words(row.rule) for row in doubts if row.verdict == Verdict.FAULT)
    around = Around(
        rules=tuple(faults),
        wind=weather.wind.speed if weather.wind else None,
        sources_upwind=None if weather.direction is None else len(upwind),
        repeats=repeats,
    )
    cut = slice(begin, begin + int((one.end - one.start) / HOUR))
    return signs_of(network, one.site.row, one.item, cut, around)


def _repeats(values: Values, one: Process, now: datetime) -> bool:
    """Whether the place stands out in these hours and weekdays through a quarter of a year."""
    known = hot_hours(values, one.site, one.item, days=HOT_DAYS, now=now)
    if known is None:
        return False
    count = int((one.end - one.start) / HOUR)
    moments = [localtime(one.start + n * HOUR) for n in range(count)]
    return any(at.hour in known.hours and at.weekday() in known.weekdays for at in moments)


def _cases(user: User, one: Process) -> list[Case]:
    """What people do or did at this station around the course (巡查与处置情况)."""
    rows = Case.objects.visible_to(user).filter(
        points=one.site.point, raised_at__gte=one.start - BEFORE
    )
    return list(rows.order_by("-raised_at")[:8])


def _usual(values: Values, one: Process) -> float | None:
    last = localdate(one.start)
    month = values.hours(DaySpan(last - timedelta(days=30), last))[one.item][one.site.row]
    known = month[~np.isnan(month)]
    return float((known < one.highest).mean()) if len(known) else None
