"""Who asks for exclusions how often, with which effect (剔除申请统计), for the auditor."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from bihuan.accounts.models import User
from bihuan.air.models import Exclusion, ExclusionState, WhatIfLook
from bihuan.air.permission import may_audit, may_see_air


@dataclass(slots=True)
class Tally:
    """Reports and what-ifs of one person, station, reason or month (申请统计).

    Attributes:
        key: what the tally is of; a person's is the key of the account.
        hours: that the upper level took out.
        looks: what-ifs; of a person, those that the person made.
        good_days: that accepted reports added to the county's months, by their last what-ifs.
        composite: what accepted reports took off the county's index, summed.
        tried: reports whose effect was worked out.
    """

    key: str
    name: str
    submitted: int = 0
    accepted: int = 0
    refused: int = 0
    withdrawn: int = 0
    hours: int = 0
    looks: int = 0
    good_days: int = 0
    composite: Decimal = field(default_factory=Decimal)
    tried: int = 0

    @property
    def share(self) -> float | None:
        """Accepted of those that were answered; None before the first answer."""
        answered = self.accepted + self.refused
        return self.accepted / answered if answered else None


@dataclass(frozen=True, slots=True)
class Gain:
    """What the last what-if of a report says it changes (剔除影响)."""

    good_days: int
    composite: Decimal | None
    place: str


@dataclass(frozen=True, slots=True)
class AskerScreen:
    """The statistics from four sides."""

    people: list[Tally]
    stations: list[Tally]
    reasons: list[Tally]
    months: list[Tally]


def reports_for(user: User) -> QuerySet[Exclusion]:
    """Reports that the person may audit: all for the auditor, else those in scope."""
    if may_audit(user):
        return Exclusion.objects.all()
    return Exclusion.objects.visible_to(user) if may_see_air(user) else Exclusion.objects.none()


def asker_screen(user: User) -> AskerScreen:
    """Reports by person, station, reason and month, the most first."""
    rows = list(reports_for(user).select_related("by", "point").order_by("at"))
    gains, looks = gains_of(rows), _looks(rows)
    return AskerScreen(
        people=_people(rows, gains, looks),
        stations=_tallied(rows, gains, lambda one: (str(one.point_id), one.point.name)),
        reasons=_tallied(rows, gains, lambda one: (one.reason, one.get_reason_display())),
        months=_tallied(rows, gains, lambda one: 2 * (f"{localdate(one.at):%Y-%m}",)),
    )


def _looks(rows: Iterable[Exclusion]) -> list[WhatIfLook]:
    found = WhatIfLook.objects.filter(exclusion__in=[one.pk for one in rows])
    return list(found.select_related("by"))


def gains_of(rows: Iterable[Exclusion]) -> dict[int, Gain]:
    """The last what-if of each report, by the report's key."""
    found = WhatIfLook.objects.filter(exclusion__in=[one.pk for one in rows])
    pairs = found.order_by("at", "pk").values_list("exclusion_id", "effect")
    return {report: _gain(effect) for report, effect in pairs}


def _gain(effect: dict[str, Any]) -> Gain:
    kept, gone = effect["with_hours"], effect["without"]
    place = f"{kept['place']} → {gone['place']}" if kept["place"] != gone["place"] else "不变"
    return Gain(
        good_days=gone["good_days"] - kept["good_days"],
        composite=_less(kept["county_composite"], gone["county_composite"]),
        place=place,
    )


def _less(kept: str, gone: str) -> Decimal | None:
    try:
        return Decimal(kept) - Decimal(gone)
    except InvalidOperation:
        return None


def _people(
    rows: Iterable[Exclusion], gains: dict[int, Gain], looks: Iterable[WhatIfLook]
) -> list[Tally]:
    """Those who only tried stand there as well."""
    found = {one.key: one for one in _tallied(rows, gains, _asker)}
    for tally in found.values():
        tally.looks = 0
    for look in looks:
        key = str(look.by_id)
        found.setdefault(key, Tally(key, str(look.by))).looks += 1
    return sorted(found.values(), key=lambda one: (-one.submitted, -one.looks, one.name))


def _asker(one: Exclusion) -> tuple[str, str]:
    return str(one.by_id), str(one.by)


def _tallied(
    rows: Iterable[Exclusion], gains: dict[int, Gain], of: Callable[[Exclusion], tuple[str, ...]]
) -> list[Tally]:
    found: dict[str, Tally] = {}
    for one in rows:
        key, name = of(one)
        _count(found.setdefault(key, Tally(key, name)), one, gains.get(one.pk))
    return sorted(found.values(), key=lambda each: (-each.submitted, each.name))


def _count(tally: Tally, one: Exclusion, gain: Gain | None) -> None:
    tally.submitted += 1
    tally.accepted += one.state == ExclusionState.ACCEPTED
    tally.refused += one.state == ExclusionState.REFUSED
    tally.withdrawn += one.state == ExclusionState.WITHDRAWN
    tally.hours += one.removed_hours
    if gain is None:
        return
    tally.tried += 1
    tally.looks += 1
    if one.state == ExclusionState.ACCEPTED:
        tally.good_days += gain.good_days
        tally.composite += gain.composite or Decimal()


@dataclass(frozen=True, slots=True)
class Asked:
    """One report of a person with its effect and how often it was tried."""

    report: Exclusion
    gain: Gain | None
    looks: int


def asked_by(user: User, person: str) -> list[Asked]:
    """What one person asked for, the newest first."""
    if not person.isdecimal():
        return []
    rows = reports_for(user).filter(by=int(person)).select_related("by", "point")
    listed = list(rows.order_by("-at", "-pk"))
    gains = gains_of(listed)
    counted: dict[int, int] = defaultdict(int)
    for look in _looks(listed):
        counted[look.exclusion_id] += 1
    return [Asked(one, gains.get(one.pk), counted[one.pk]) for one in listed]
