"""Who is near and free (就近人员): by the last place or the duty area, and the work in hand."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils.timezone import localtime

from bihuan.accounts.models import Post, User
from bihuan.accounts.roles import Role
from bihuan.accounts.scope import any_of, within
from bihuan.cases.models import Case, CaseEvent, CaseState, CaseUnit, Evidence, UnitState
from bihuan.cases.photo_check import distance_m
from bihuan.cases.procedure.document import Procedure, Relation
from bihuan.cases.queries.spot import Spot, coordinates, spot_of
from bihuan.cases.version_document import procedure_of

FIELD: Final = frozenset({Role.TOWNSHIP, Role.GRID, Role.PATROL, Role.ENGINEER})
FRESH: Final = timedelta(hours=12)
"""A place told longer ago says nothing about where somebody is now."""
NEAR_KM: Final = 10.0
"""Somebody seen so near goes before those whose duty area it is. (待确认)"""
SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Nearby:
    """Somebody who could go, and why he is offered (就近人员).

    Attributes:
        area: duty area whose post reaches the case.
        is_own_area: whether that is the case's own township.
        distance_km: from the last known place; None where there is none of the last hours.
        seen_at: when that was.
        load: open cases in hand.
    """

    person: User
    area: str
    is_own_area: bool
    distance_km: float | None
    seen_at: datetime | None
    load: int

    @property
    def words(self) -> str:
        """In one line, for a list to choose from."""
        where = f"责任区 {self.area}"
        if self.distance_km is not None and self.seen_at is not None:
            where = f"距 {self.distance_km:.1f} 公里（{localtime(self.seen_at):%H:%M} 的位置）"
        load = f"在办 {self.load} 件" if self.load else "空闲"
        return f"{self.person}（{self.person.organisation}）· {load} · {where}"

    @property
    def order(self) -> tuple[bool, int, float, int, str]:
        """The free first, among them the near, then those whose area it is."""
        is_near = self.distance_km is not None and self.distance_km <= NEAR_KM
        rank = 0 if is_near else 1 if self.is_own_area else 2 if self.distance_km is not None else 3
        return (self.load > 0, rank, self.distance_km or 0.0, self.load, self.person.username)


def nearby_people(case: Case, *, now: datetime) -> list[Nearby]:
    """People of the field who may be sent, the nearest free one first (就近派单)."""
    procedure = procedure_of(case.version)
    points = case.points.select_related("station", "outlet__enterprise")
    spot = spot_of(case, procedure, points=points, answers=[case.facts])
    areas = _areas(case, procedure)
    people = list(areas)
    seen, loads = _last_places(people, now), _loads(people)
    found = [
        Nearby(
            person,
            name,
            case.district_id.startswith(code) and len(code) == len(case.district_id),
            *_distance(spot, seen.get(person.pk)),
            loads[person.pk],
        )
        for person, (code, name) in areas.items()
    ]
    return sorted(found, key=lambda one: one.order)[:SHOWN]


def _areas(case: Case, procedure: Procedure) -> dict[User, tuple[str, str]]:
    """Each person with the smallest duty area that has to do with the case's county."""
    actors = [one for one in procedure.actors if one.relation is Relation.ASSIGNEE]
    roles = {role for one in actors for role in one.posts} & FIELD
    county = case.district_id[:6]
    posts = Post.objects.in_force().filter(
        any_of([within("district_id", county), _above(county)]),
        role__in=roles,
        user__is_active=True,
        user__organisation__isnull=False,
    )
    rows = posts.select_related("user__organisation", "district").order_by("pk")
    found: dict[User, tuple[str, str]] = {}
    for post in rows:
        area = (str(post.district_id), str(post.district))
        before = found.get(post.user)
        if before is None or _fit(area[0], case) > _fit(before[0], case):
            found[post.user] = area
    return found


def _above(code: str) -> Q:
    return Q(district_id__in=[code[:length] for length in (2, 4)])


def _fit(area: str, case: Case) -> int:
    return len(area) if case.district_id.startswith(area) else -1


def _last_places(
    people: Collection[User], now: datetime
) -> Mapping[int, tuple[datetime, float, float]]:
    found: dict[int, tuple[datetime, float, float]] = {}
    keys = [person.pk for person in people]
    for user, at, longitude, latitude in (*_told(keys, now), *_photographed(keys, now)):
        if user not in found or at > found[user][0]:
            found[user] = (at, longitude, latitude)
    return found


def _told(people: Collection[int], now: datetime) -> Iterator[tuple[int, datetime, float, float]]:
    """Places that people wrote into a form on the spot."""
    rows = CaseEvent.objects.filter(by__in=people, at__gte=now - FRESH, at__lte=now)
    for user, at, fields in rows.values_list("by_id", "at", "fields"):
        place = coordinates(str(fields.get("place", "")))
        if place is not None:
            yield user or 0, at, *place


def _photographed(
    people: Collection[int], now: datetime
) -> Iterator[tuple[int, datetime, float, float]]:
    """Places at which people took a photograph."""
    rows = Evidence.objects.filter(
        added_by__in=people,
        file__taken_at__gte=now - FRESH,
        file__taken_at__lte=now,
        file__longitude__isnull=False,
        file__latitude__isnull=False,
    )
    told = rows.values_list("added_by_id", "file__taken_at", "file__longitude", "file__latitude")
    for user, at, longitude, latitude in told:
        if user and at and longitude is not None and latitude is not None:
            yield user, at, longitude, latitude


def _loads(people: Collection[User]) -> Counter[int]:
    """Open cases in each one's hands: signed for, or given to the person by name."""
    keys = [person.pk for person in people]
    mine: set[tuple[int, int]] = set()
    open_cases = Case.objects.filter(state=CaseState.OPEN, handler__in=keys)
    mine.update(open_cases.order_by().values_list("handler_id", "pk"))
    parts = CaseUnit.objects.filter(person__in=keys, case__state=CaseState.OPEN)
    parts = parts.exclude(state=UnitState.DONE).order_by()
    mine.update(parts.values_list("person_id", "case_id"))
    return Counter(person for person, _ in mine)


def _distance(
    spot: Spot | None, seen: tuple[datetime, float, float] | None
) -> tuple[float | None, datetime | None]:
    if spot is None or spot.longitude is None or spot.latitude is None or seen is None:
        return None, None
    at, longitude, latitude = seen
    return distance_m((spot.longitude, spot.latitude), (longitude, latitude)) / 1000, at
