"""What is kept quiet now (屏蔽与维护)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from bihuan.registry.models import MonitoringPoint
from bihuan.watch.models import Suppression


@dataclass(frozen=True, slots=True)
class _Where:
    """Where a point belongs."""

    district: str
    enterprise: int | None


@dataclass(frozen=True, slots=True)
class Quiet:
    """The suppressions in force, and where the points that they can concern belong."""

    suppressions: Sequence[Suppression]
    where: dict[int, _Where]

    def suppression_of(self, rule: str, point: int, factor: str) -> int | None:
        """The suppression that covers a rule at a point; None for none."""
        return next(
            (one.pk for one in self.suppressions if self._covers(one, rule, point, factor)), None
        )

    def _covers(self, one: Suppression, rule: str, point: int, factor: str) -> bool:
        if (one.rule and one.rule != rule) or (one.factor and one.factor != factor):
            return False
        if one.point_id is not None:
            return one.point_id == point
        place = self.where.get(point)
        if place is None:
            return False
        if one.enterprise_id is not None:
            return one.enterprise_id == place.enterprise
        return place.district.startswith(one.district_id)


def in_force(now: datetime) -> Q:
    """Condition of the suppressions that hold at a moment."""
    return Q(start__lte=now, end__gt=now, lifted_at__isnull=True)


def quiet_at(now: datetime) -> Quiet:
    """What is kept quiet at a moment; two statements, one when nothing is."""
    suppressions = list(Suppression.objects.filter(in_force(now)).order_by("pk"))
    wide = [one for one in suppressions if one.point_id is None]
    if not wide:
        return Quiet(suppressions, {})
    rows = MonitoringPoint.objects.values_list("pk", "district_id", "outlet__enterprise_id")
    return Quiet(suppressions, {pk: _Where(code, unit) for pk, code, unit in rows.iterator(20_000)})
