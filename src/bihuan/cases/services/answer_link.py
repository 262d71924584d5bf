"""Answers by a one-time link (一次性答复链接): made, looked at, used once."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.cases.acts import CaseAct
from bihuan.cases.error import CaseError, IncompleteStep, NotNow, NotYourStep
from bihuan.cases.models import AnswerLink, Case
from bihuan.cases.permission import answers_for_itself, require_act, standing
from bihuan.cases.procedure.document import Act, Step
from bihuan.cases.services.history import note_act
from bihuan.cases.services.step import answer_step, locked
from bihuan.cases.version_document import procedure_of

LONGEST = timedelta(days=7)


class DeadLink(CaseError):
    """A link that is unknown, used, or too old; it does not say which to a stranger."""

    def __init__(self) -> None:
        super().__init__("链接无效、已使用或已过期，请联系发送链接的单位重新生成")


@transaction.atomic
def make_link(
    case: Case, *, step: str, answerer: str, lasts: timedelta, by: User, now: datetime
) -> str:
    """Make a link for somebody without an account (生成链接); gives the token, kept nowhere.

    Raises:
        NotYourStep: not for this person, or no step of the holder's.
        IncompleteStep: nobody is named.
    """
    fresh = locked(case)
    before = standing(by, fresh, procedure_of(fresh.version))
    require_act(before, Act.LINK)
    if not answerer.strip():
        raise IncompleteStep("还缺：答复单位或人")
    if step not in {one.code for one in answerable(fresh)}:
        raise NotYourStep("此步骤不能用链接答复")
    token = secrets.token_urlsafe(24)
    AnswerLink.objects.create(
        case=fresh,
        step=step,
        token_hash=_hash(token),
        answerer=answerer.strip(),
        made_at=now,
        made_by=by,
        expires_at=now + min(lasts, LONGEST),
    )
    fields = {"答复单位或人": answerer.strip()}
    note_act(fresh, Act.LINK, "生成答复链接", fields=fields, by=by, now=now)
    return token


def answerable(case: Case) -> list[Step]:
    """Steps that the present holder could answer by a link."""
    procedure = procedure_of(case.version)
    if not answers_for_itself(procedure, case.stage):
        return []
    holder = procedure.stage(case.stage).holder
    return [step for step in procedure.steps_from(case.stage) if holder in step.actors]


def live_link(token: str, *, now: datetime) -> AnswerLink:
    """The link of a token, if it can still be used.

    Raises:
        DeadLink: unknown, used, too old, or the case has gone on.
    """
    found = (
        AnswerLink.objects.select_related("case__version", "case__district", "case__enterprise")
        .filter(token_hash=_hash(token), used_at=None, expires_at__gt=now)
        .first()
    )
    if found is None or found.step not in {one.code for one in answerable(found.case)}:
        raise DeadLink
    return found


@transaction.atomic
def use_link(token: str, *, fields: Mapping[str, str], now: datetime) -> Case:
    """Answer by a link (链接答复); it works once.

    Raises:
        DeadLink: it cannot be used.
        IncompleteStep: something is missing; the link stays usable.
        NotNow: the clock of the case stands still.
    """
    found = live_link(token, now=now)
    mine = AnswerLink.objects.filter(pk=found.pk, used_at=None).update(used_at=now)
    if not mine:
        raise DeadLink
    if found.case.paused_at is not None:
        raise NotNow("该事项已中止计时，暂不能答复")
    moved = answer_step(found.case, found.step, answerer=found.answerer, now=now, fields=fields)
    detail = {"答复": found.answerer}
    record_act(user=None, action=CaseAct.ANSWER_LINK, object=moved, now=now, detail=detail)
    return moved


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
