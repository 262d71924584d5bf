"""How assessment tasks stand (考核任务进度): the county and each township against its part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from django.utils.timezone import localdate

from bihuan.air.judge.allowance import LIGHT_WORDS, Light, exact, light_of
from bihuan.air.judge.span import DaySpan
from bihuan.air.models import AssessmentTask, TaskShare
from bihuan.air.queries.county import county_days
from bihuan.air.rule_book import Numbers, book_at
from bihuan.air.series.values import Values
from bihuan.air.site import Site, of_class
from bihuan.registry.models import StationClass
from bihuan.regulations.air.pollutant import Pollutant, unit
from bihuan.regulations.rounding import FloatArray


@dataclass(frozen=True, slots=True)
class Progress:
    """A goal after what was measured (进度).

    Attributes:
        measured: mean of the valid days so far; None without any.
        remaining: mean that the days to come may have; None when the period is over.
        days: valid days so far.
        numbers: of the rules of lights.
    """

    target: Fraction
    measured: Fraction | None
    remaining: Fraction | None
    days: int
    span: DaySpan
    numbers: Numbers

    @property
    def light(self) -> Light:
        """The warning light of the targets' tree."""
        return light_of(self.measured, self.target, self.numbers)

    @property
    def light_words(self) -> str:
        """The light in words."""
        return LIGHT_WORDS[self.light]

    @property
    def gap(self) -> Fraction | None:
        """Measured minus target."""
        return None if self.measured is None else self.measured - self.target


@dataclass(frozen=True, slots=True)
class TaskScreen:
    """A task with its parts (任务树)."""

    task: AssessmentTask
    unit: str
    county: Progress
    shares: tuple[tuple[TaskShare, Progress], ...]
    until: date | None

    @property
    def over(self) -> int:
        """Townships above their part."""
        return sum(1 for _, one in self.shares if one.light is Light.RED)


def task_screens(
    values: Values, tasks: Sequence[AssessmentTask], *, now: datetime
) -> list[TaskScreen]:
    """Each task as it stands after yesterday."""
    numbers = book_at(now).numbers
    return [_screen(values, task, numbers, now) for task in tasks]


def task_screen(values: Values, task: AssessmentTask, *, now: datetime) -> TaskScreen:
    """The county and its townships against a task, from its first day to yesterday."""
    return _screen(values, task, book_at(now).numbers, now)


def _screen(values: Values, task: AssessmentTask, numbers: Numbers, now: datetime) -> TaskScreen:
    item, yesterday = Pollutant(task.item), localdate(now) - timedelta(days=1)
    whole, until = DaySpan(task.first, task.last), min(task.last, yesterday)
    mine = [one for one in values.sites if one.district.startswith(task.district_id)]
    stations = {one.district: one for one in reversed(of_class(mine, StationClass.TOWNSHIP))}
    shares = list(task.shares.select_related("district"))
    if until < task.first:
        nothing = [(one, _progress(Fraction(one.value), [], whole, numbers)) for one in shares]
        county = _progress(Fraction(task.value), [], whole, numbers)
        return TaskScreen(task, unit(item), county, tuple(nothing), None)
    span = DaySpan(task.first, until)
    days = values.days(span)[item]
    county = _progress(
        Fraction(task.value), _known(county_days(values, mine, span)[item][0]), whole, numbers
    )
    parts = [
        (
            one,
            _progress(
                Fraction(one.value), _of(days, stations.get(one.district_id)), whole, numbers
            ),
        )
        for one in shares
    ]
    return TaskScreen(task, unit(item), county, tuple(parts), until)


def _of(days: FloatArray, site: Site | None) -> list[float]:
    return _known(days[site.row]) if site else []


def _known(column: FloatArray) -> list[float]:
    return [one for one in column.tolist() if one == one]


def _progress(target: Fraction, known: list[float], whole: DaySpan, numbers: Numbers) -> Progress:
    """What the days to come may have, so that the mean of all days is the target."""
    total = sum((exact(one) for one in known), Fraction(0))
    left = whole.days - len(known)
    return Progress(
        target=target,
        measured=total / len(known) if known else None,
        remaining=(target * whole.days - total) / left if left > 0 else None,
        days=len(known),
        span=whole,
        numbers=numbers,
    )
