"""Who is meant by an actor, for many cases at once (一批事项的办理人): asked once a relation."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

from django.db.models import QuerySet

from bihuan.accounts.district_code import level_of
from bihuan.accounts.models import Post, User
from bihuan.accounts.models.person import PostQuerySet
from bihuan.cases.models import Case, CaseUnit
from bihuan.cases.procedure.document import Actor, Procedure, Relation
from bihuan.registry.models import EnterpriseOperator, EnterprisePerson

AT_ONCE = 900
"""Keys of one question: SQLite takes a thousand."""
LENGTHS = (2, 4, 6, 9)

People = Mapping[object, Collection[int]]
K = TypeVar("K", str, int)


@dataclass(slots=True)
class Audience:
    """The people behind the actors of a batch of cases; each of them is loaded once."""

    cases: Sequence[Case]
    _known: dict[Actor, People] = field(default_factory=dict)
    _loaded: dict[int, User] = field(default_factory=dict)

    def of(self, case: Case, procedure: Procedure, codes: Iterable[str]) -> list[User]:
        """Everybody who is one of these actors for this case of the batch."""
        return [
            person
            for code in codes
            for person in self._people(case, procedure.actor(code))
            if person.is_active
        ]

    def _people(self, case: Case, actor: Actor) -> list[User]:
        if actor not in self._known:
            self._known[actor] = found = _asked(self.cases, actor)
            self._load({person for people in found.values() for person in people})
        keys = self._known[actor].get(_KEYS[actor.relation](case), ())
        return [self._loaded[key] for key in sorted(keys)]

    def _load(self, keys: Collection[int]) -> None:
        for portion in _portions(set(keys) - self._loaded.keys()):
            self._loaded |= User.objects.select_related("organisation").in_bulk(portion)


def people_of(case: Case, actor: Actor) -> QuerySet[User]:
    """Everybody who is this actor for a case; those who get its notices."""
    found = _asked([case], actor).get(_KEYS[actor.relation](case), ())
    return User.objects.filter(is_active=True, pk__in=sorted(found))


def _asked(cases: Sequence[Case], actor: Actor) -> People:
    key_of = _KEYS[actor.relation]
    keys = {key for case in cases if (key := key_of(case)) is not None}
    posts = Post.objects.in_force().filter(role__in=actor.posts)
    return _ASKED[actor.relation](keys, posts, actor)


def _in_district(keys: Collection[str], posts: PostQuerySet, actor: Actor) -> People:
    above = {key: _fitting(key, actor) for key in keys}
    codes = {code for fitting in above.values() for code in fitting}
    by_code: dict[str, set[int]] = defaultdict(set)
    for portion in _portions(codes):
        rows = posts.filter(district_id__in=portion).values_list("district_id", "user_id")
        for code, user in rows:
            by_code[str(code)].add(user)
    return {key: set[int]().union(*(by_code[code] for code in above[key])) for key in keys}


def _fitting(district: str, actor: Actor) -> list[str]:
    codes = [district[:length] for length in LENGTHS if len(district) >= length]
    return [code for code in codes if not actor.levels or level_of(code) in actor.levels]


def _acting_for(keys: Collection[int], posts: PostQuerySet, actor: Actor) -> People:
    links: list[tuple[int, int]] = []
    for portion in _portions(keys):
        rows = EnterprisePerson.objects.filter(enterprise_id__in=portion)
        links += rows.values_list("enterprise_id", "user_id")
    fit = _holding(posts, {user for _, user in links})
    found: dict[object, set[int]] = defaultdict(set)
    for unit, user in links:
        if user in fit:
            found[unit].add(user)
    return found


def _serving(keys: Collection[int], posts: PostQuerySet, actor: Actor) -> People:
    links: list[tuple[int, int]] = []
    for portion in _portions(keys):
        rows = EnterpriseOperator.objects.filter(enterprise_id__in=portion, end__isnull=True)
        links += rows.values_list("enterprise_id", "organisation_id")
    people: dict[int, set[int]] = defaultdict(set)
    for portion in _portions({body for _, body in links}):
        held = posts.filter(organisation_id__in=portion)
        for body, user in held.values_list("organisation_id", "user_id"):
            people[body or 0].add(user)
    found: dict[object, set[int]] = defaultdict(set)
    for unit, body in links:
        found[unit] |= people[body]
    return found


def _assigned(keys: Collection[int], posts: PostQuerySet, actor: Actor) -> People:
    parts: list[tuple[int, int, int | None]] = []
    for portion in _portions(keys):
        rows = CaseUnit.objects.filter(case_id__in=portion)
        parts += rows.values_list("case_id", "organisation_id", "person_id")
    people: dict[int, set[int]] = defaultdict(set)
    for portion in _portions({body for _, body, _ in parts}):
        staff = User.objects.filter(organisation_id__in=portion)
        for body, user in staff.values_list("organisation_id", "pk"):
            people[body or 0].add(user)
    found: dict[object, set[int]] = defaultdict(set)
    for case, body, person in parts:
        found[case] |= people[body] | ({person} if person else set())
    fit = _holding(posts, set[int]().union(*found.values()))
    return {case: users & fit for case, users in found.items()}


def _raised(keys: Collection[int], posts: PostQuerySet, actor: Actor) -> People:
    return {user: {user} for user in _holding(posts, keys)}


def _holding(posts: PostQuerySet, users: Collection[int]) -> set[int]:
    """Which of these people hold one of the posts."""
    found: set[int] = set()
    for portion in _portions(users):
        found.update(posts.filter(user_id__in=portion).values_list("user_id", flat=True))
    return found


def _portions(keys: Collection[K]) -> Iterator[list[K]]:
    ordered = sorted(keys, key=str)
    for start in range(0, len(ordered), AT_ONCE):
        yield ordered[start : start + AT_ONCE]


_KEYS: Mapping[Relation, Callable[[Case], object]] = MappingProxyType(
    {
        Relation.DISTRICT: lambda case: case.district_id,
        Relation.UNIT: lambda case: case.enterprise_id,
        Relation.MAINTAINER: lambda case: case.enterprise_id,
        Relation.ASSIGNEE: lambda case: case.pk,
        Relation.RAISER: lambda case: case.raised_by_id,
    }
)
_ASKED: Mapping[Relation, Callable[..., People]] = MappingProxyType(
    {
        Relation.DISTRICT: _in_district,
        Relation.UNIT: _acting_for,
        Relation.MAINTAINER: _serving,
        Relation.ASSIGNEE: _assigned,
        Relation.RAISER: _raised,
    }
)
