"""Which values people took out (剔除与扣除): reviews, accepted reports, accepted dust days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from django.db.models import Count, Max, Q

from bihuan.air.judge.span import DaySpan
from bihuan.air.models import (
    AuditedImport,
    AuditedState,
    DustCase,
    DustState,
    Exclusion,
    ExclusionState,
    Review,
    ReviewState,
)
from bihuan.air.series.block import FACTORS, midnight
from bihuan.air.site import Site
from bihuan.regulations.air.pollutant import Pollutant, factor_code

BoolCube = npt.NDArray[np.bool_]


class Treatment(StrEnum):
    """Which series a figure is made of (数据口径)."""

    RAW = "raw"
    REVIEWED = "reviewed"
    DEDUCTED = "deducted"


TREATMENT_NAMES = {
    Treatment.RAW: "原始",
    Treatment.REVIEWED: "审核后",
    Treatment.DEDUCTED: "扣沙后",
}


@dataclass(frozen=True, slots=True)
class Spell:
    """Hours [start, end) of a factor at a point that do not count, or count again."""

    point: int
    factor: str
    start: datetime
    end: datetime
    is_out: bool


def marks_version() -> str:
    """Changes whenever a decision about values changes (审核版本): three small statements."""
    reviews = Review.objects.aggregate(n=Count("pk"), s=Count("second_at"), m=Max("pk"))
    reports = Exclusion.objects.aggregate(n=Count("pk"), m=Max("answered_at"))
    dust = DustCase.objects.aggregate(n=Count("pk"), m=Max("answered_at"))
    return "/".join(str(value) for part in (reviews, reports, dust) for value in part.values())


def spells_in(span: DaySpan) -> list[Spell]:
    """Decisions in force that touch the days, earlier ones first."""
    start, end = midnight(span.first), midnight(span.last + timedelta(days=1))
    touching = {"start__lt": end, "end__gt": start}
    counting = Q(wants_second=False) | Q(second_at__isnull=False)
    fields = ("point_id", "factor", "start", "end")
    reviews = Review.objects.filter(counting, **touching).order_by("at", "pk")
    found = [
        Spell(point, factor, begin, until, state == ReviewState.INVALID)
        for point, factor, begin, until, state in reviews.values_list(*fields, "state")
    ]
    accepted = Exclusion.objects.filter(state=ExclusionState.ACCEPTED, **touching)
    removed = accepted.order_by("pk").values_list(*fields)
    return found + [
        Spell(point, factor, begin, until, True) for point, factor, begin, until in removed
    ]


def was_audited(span: DaySpan) -> bool:
    """Whether the upper level's audited values were taken in for some of the days."""
    rows = AuditedImport.objects.filter(state=AuditedState.DONE)
    start, end = midnight(span.first), midnight(span.last + timedelta(days=1))
    return rows.filter(start__lt=end, end__gt=start).exists()


def cut_out(
    cube: npt.NDArray[np.float64], span: DaySpan, spells: list[Spell], rows: dict[int, int]
) -> npt.NDArray[np.float64]:
    """The hours without what does not count; the cube given stays as it is.

    Args:
        cube: shape (factors, points, hours)
        rows: row of each point.
    """
    out = np.zeros(cube.shape, dtype=np.bool_)
    start = midnight(span.first)
    for spell in spells:
        if spell.point in rows and spell.factor in FACTORS:
            begin = max(0, _hours(spell.start - start))
            end = max(begin, _hours(spell.end - start, up=True))
            out[FACTORS[spell.factor], rows[spell.point], begin:end] = spell.is_out
    return np.where(out, np.nan, cube) if out.any() else cube


def _hours(length: timedelta, *, up: bool = False) -> int:
    whole, rest = divmod(length, timedelta(hours=1))
    return whole + (1 if up and rest else 0)


def dust_days(span: DaySpan, sites: tuple[Site, ...]) -> BoolCube:
    """Days on which a station's particles are deducted (扣沙日). shape (sites, days)"""
    found = np.zeros((len(sites), span.days), dtype=np.bool_)
    cases = DustCase.objects.filter(
        state=DustState.ACCEPTED, first__lte=span.last, last__gte=span.first
    )
    for district, first, last in cases.values_list("district_id", "first", "last"):
        rows = [row for row, site in enumerate(sites) if site.district.startswith(district)]
        begin, end = _place(span, first), _place(span, last) + 1
        found[rows, max(0, begin) : max(0, end)] = True
    return found


def _place(span: DaySpan, day: date) -> int:
    return (day - span.first).days


PARTICLES = (Pollutant.PM10, Pollutant.PM25)
"""What dust spoils: PM10 and PM2.5 of the day are blanked. Source: published series 2021-2022."""

PARTICLE_CODES = tuple(factor_code(item) for item in PARTICLES)
