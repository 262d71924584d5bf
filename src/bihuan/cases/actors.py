"""Who is meant by an actor of a procedure (办理人): posts, levels and relation to a case."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from bihuan.accounts.district_code import level_of
from bihuan.accounts.models import User
from bihuan.accounts.reach import HeldPost
from bihuan.accounts.scope import any_of
from bihuan.cases.models import Case, CaseState, CaseUnit, ProcedureVersion, VersionState
from bihuan.cases.models.case import within
from bihuan.cases.procedure.document import Actor, Relation
from bihuan.cases.version_document import procedure_of
from bihuan.registry.models import EnterpriseOperator, EnterprisePerson


def holder_key(actor: Actor) -> str:
    """What a case's column says of who holds it: relation, posts and levels."""
    return f"{actor.relation}:{'+'.join(actor.posts)}:{'+'.join(actor.levels)}"


@dataclass(frozen=True, slots=True)
class Bearing:
    """How a person stands to a case (与事项的关系): read once, asked for every step."""

    user: User
    posts: tuple[HeldPost, ...]
    district: str
    acts_for_unit: bool
    serves_unit: bool
    is_assigned: bool
    is_raiser: bool

    def plays(self, actor: Actor) -> bool:
        """Whether the person is this actor."""
        if self.user.is_demo_master:
            return True
        fitting = [post for post in self.posts if _fits(post, actor)]
        if not fitting:
            return False
        if actor.relation is Relation.DISTRICT:
            return any(self.district.startswith(post.district or "x") for post in fitting)
        return {
            Relation.UNIT: self.acts_for_unit,
            Relation.MAINTAINER: self.serves_unit,
            Relation.ASSIGNEE: self.is_assigned,
            Relation.RAISER: self.is_raiser,
        }[actor.relation]


def bearing(user: User, case: Case) -> Bearing:
    """How this person stands to this case."""
    posts = user.data_scope.posts if user.is_active else ()
    unit = case.enterprise_id or 0
    people = EnterprisePerson.objects.filter(user=user, enterprise_id=unit)
    serving = EnterpriseOperator.objects.filter(
        enterprise_id=unit, organisation_id__in=user.data_scope.served_by, end__isnull=True
    )
    return Bearing(
        user=user,
        posts=posts,
        district=case.district_id,
        acts_for_unit=bool(unit) and people.exists(),
        serves_unit=bool(unit) and bool(user.data_scope.served_by) and serving.exists(),
        is_assigned=CaseUnit.objects.filter(_own_part(user), case=case).exists(),
        is_raiser=case.raised_by_id == user.pk,
    )


def held_by(user: User) -> Q:
    """Condition of the open cases whose stage this person's posts are to act on (待办).

    Each branch says again that the case is open, so that each finds its index of open cases.
    """
    conditions = []
    actors = list(_holders())
    for post in user.data_scope.posts:
        keys = {actor.relation: set[str]() for actor in actors}
        for actor in actors:
            if _fits(post, actor):
                keys[actor.relation].add(holder_key(actor))
        conditions += [
            Q(state=CaseState.OPEN, holder__in=sorted(found)) & _related(user, post, relation)
            for relation, found in keys.items()
            if found
        ]
    return any_of(conditions)


def _related(user: User, post: HeldPost, relation: Relation) -> Q:
    if relation is Relation.DISTRICT:
        return within(post.district) if post.district else Q(pk__in=[])
    if relation is Relation.UNIT:
        own = EnterprisePerson.objects.filter(user=user).values("enterprise_id")
        return Q(enterprise_id__in=own)
    if relation is Relation.MAINTAINER:
        serving = EnterpriseOperator.objects.filter(
            organisation_id=post.organisation or 0, end__isnull=True
        )
        return Q(enterprise_id__in=serving.values("enterprise_id"))
    if relation is Relation.ASSIGNEE:
        return Q(pk__in=CaseUnit.objects.filter(_own_part(user)).values("case_id"))
    return Q(raised_by=user)


def _own_part(user: User) -> Q:
    own = Q(person=user)
    if user.organisation_id is not None:
        own |= Q(organisation_id=user.organisation_id)
    return own


def _fits(post: HeldPost, actor: Actor) -> bool:
    if post.role not in actor.posts:
        return False
    if not actor.levels or post.district is None:
        return True
    return level_of(post.district) in actor.levels


def _holders() -> Iterable[Actor]:
    found: dict[str, Actor] = {}
    for version in ProcedureVersion.objects.exclude(state=VersionState.DRAFT):
        procedure = procedure_of(version)
        for stage in procedure.stages:
            if stage.holder:
                actor = procedure.actor(stage.holder)
                found.setdefault(holder_key(actor), actor)
    return found.values()
