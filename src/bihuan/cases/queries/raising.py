"""Kinds of cases that a person may raise by hand."""

from datetime import datetime

from bihuan.accounts.models import User
from bihuan.accounts.roles import READ_ONLY
from bihuan.cases.models import ProcedureVersion, VersionState
from bihuan.cases.procedure.document import Procedure
from bihuan.cases.services.procedure import publish_shipped
from bihuan.cases.version_document import procedure_of


def published(*, now: datetime) -> list[ProcedureVersion]:
    """Every procedure in use (使用中的流程); the shipped ones on first sight."""
    rows = ProcedureVersion.objects.filter(state=VersionState.PUBLISHED).order_by("code")
    found = list(rows)
    if not found:
        publish_shipped(now)
        found = list(rows.all())
    return found


def raisable(user: User, *, now: datetime) -> list[Procedure]:
    """The kinds that this person may raise (可新建的事项)."""
    procedures = map(procedure_of, published(now=now))
    return [procedure for procedure in procedures if may_raise(user, procedure)]


def may_raise(user: User, procedure: Procedure) -> bool:
    """Whether one of the person's posts may raise this kind by hand."""
    roles = user.data_scope.roles - READ_ONLY
    actors = [procedure.actor(code) for code in procedure.raisers]
    return user.is_demo_master or any(roles & set(actor.posts) for actor in actors)
