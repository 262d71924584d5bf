"""Measures matched with a course (管控建议匹配): cause x place x permit x weather."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q

from bihuan.air.analysis.candidate import Candidate, cause_words
from bihuan.air.models import Measure, PermitNeed
from bihuan.air.queries.upwind import CourseWeather, Upwind
from bihuan.registry.models import DischargePermit, PermitManagement

EVERYWHERE: Final = frozenset({"", "全域", "站点"})
MANAGEMENT: Final[Mapping[str, frozenset[str]]] = {
    PermitNeed.PERMITTED: frozenset({PermitManagement.KEY, PermitManagement.SIMPLE}),
    PermitNeed.KEY: frozenset({PermitManagement.KEY}),
    PermitNeed.REGISTERED: frozenset({PermitManagement.REGISTRATION}),
}
LIKELY: Final = 2
"""So many of the likeliest causes ask for measures."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a measure's conditions are held against (研判情景).

    Attributes:
        causes: codes of the likeliest causes, the likeliest first.
        places: kinds of the sources upwind; None where the wind's direction is not known.
        permits: kinds of management of the permits that these sources' firms hold.
        weather: kinds of weather; None where none was measured.
    """

    causes: tuple[str, ...]
    places: frozenset[str] | None
    permits: frozenset[str] | None
    weather: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a measure against the course (适用条件).

    Attributes:
        holds: None where the course does not tell.
    """

    name: str
    wanted: str
    holds: bool | None

    @property
    def words(self) -> str:
        """场所 工地：相符"""
        said = {True: "相符", False: "不符", None: "无法核对"}[self.holds]
        return f"{self.name} {self.wanted}：{said}"


@dataclass(frozen=True, slots=True)
class Advice:
    """A measure with how its conditions stand (管控建议)."""

    measure: Measure
    conditions: tuple[Condition, ...]

    @property
    def fits(self) -> bool:
        """Whether no condition speaks against it."""
        return all(one.holds is not False for one in self.conditions)

    @property
    def is_certain(self) -> bool:
        """Whether every condition is known to hold."""
        return all(one.holds for one in self.conditions)


def context_of(
    found: Sequence[Candidate], upwind: Sequence[Upwind], weather: CourseWeather, day: date
) -> Context:
    """What a course tells of cause, place, permit and weather."""
    known = weather.direction is not None
    return Context(
        causes=tuple(one.kind.value for one in found[:LIKELY] if one.score > 0),
        places=frozenset(one.source.kind.name for one in upwind) if known else None,
        permits=_permits(upwind, day) if known else None,
        weather=weather.kinds,
    )


def _permits(upwind: Iterable[Upwind], day: date) -> frozenset[str]:
    """How the permits that are valid on the day are managed (许可管理类别)."""
    firms = {one.source.enterprise_id for one in upwind if one.source.enterprise_id is not None}
    if not firms:
        return frozenset()
    rows = DischargePermit.objects.filter(
        Q(start__isnull=True) | Q(start__lte=day),
        Q(end__isnull=True) | Q(end__gt=day),
        enterprise__in=firms,
        cancelled__isnull=True,
    )
    return frozenset(rows.order_by().values_list("management", flat=True).distinct())


def advice_for(context: Context) -> list[Advice]:
    """Every active measure about these causes, the fitting and certain ones first."""
    rows = Measure.objects.filter(is_active=True, cause__in=[*context.causes, ""])
    found = [_matched(row, context) for row in rows.order_by("code")]
    return sorted(found, key=lambda one: _order(one, context))


def _order(one: Advice, context: Context) -> tuple[bool, bool, int, str]:
    cause = one.measure.cause
    place = context.causes.index(cause) if cause in context.causes else LIKELY
    return (not one.fits, not one.is_certain, place, one.measure.code)


def _matched(measure: Measure, context: Context) -> Advice:
    named = (
        Condition("成因", cause_words(measure.cause), True),  # the library was asked for it
        Condition("场所", measure.place, _place(measure, context)),
        Condition("许可", measure.get_permit_need_display(), _permit(measure, context)),
        Condition("气象", measure.weather, _weather(measure, context)),
    )
    asked = (measure.cause, measure.place, measure.permit_need, measure.weather)
    return Advice(measure, tuple(one for one, wanted in zip(named, asked, strict=True) if wanted))


def _place(measure: Measure, context: Context) -> bool | None:
    """Whether a source of the measure's kind of place lies upwind."""
    if measure.place in EVERYWHERE:
        return True
    if context.places is None:
        return None
    return any(name in measure.place for name in context.places)


def _permit(measure: Measure, context: Context) -> bool | None:
    wanted = MANAGEMENT.get(measure.permit_need)
    if wanted is None or context.permits is None:
        return None
    return bool(wanted & context.permits)


def _weather(measure: Measure, context: Context) -> bool | None:
    return None if context.weather is None else measure.weather in context.weather
