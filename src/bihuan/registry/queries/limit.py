"""Limits of one point's factors (限值)."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from bihuan.registry.bounds import Bounds
from bihuan.registry.models import FactorLimit


def bounds_of(point: int, *, averaging: str, day: date) -> dict[str, Bounds]:
    """Bounds in force on a day by factor, for values of one averaging time (现行限值)."""
    rows = FactorLimit.objects.filter(
        Q(end__isnull=True) | Q(end__gt=day),
        point_factor__point=point,
        averaging=averaging,
        start__lte=day,
    ).select_related("point_factor")
    found: dict[str, list[FactorLimit]] = {}
    for row in rows.order_by("start"):
        found.setdefault(row.point_factor.factor, []).append(row)
    return {factor: _strictest(limits) for factor, limits in found.items()}


def _strictest(limits: Sequence[FactorLimit]) -> Bounds:
    uppers = [float(one.upper) for one in limits if one.upper is not None]
    lowers = [float(one.lower) for one in limits if one.lower is not None]
    return Bounds(
        upper=min(uppers, default=None),
        lower=max(lowers, default=None),
        source="；".join(sorted({one.source for one in limits if one.source})),
    )
