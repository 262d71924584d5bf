"""From the form of an act to its service (办件动作)."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.cases import services
from bihuan.cases.error import NotNow
from bihuan.cases.models import Case, LinkKind
from bihuan.cases.procedure.document import ACT_TITLES, Act

Given = Mapping[str, Any]
Doing = Callable[[Case, Given, User, datetime], str | None]


def do_act(case: Case, act: Act, given: Given, *, by: User, now: datetime) -> str:
    """Do an act with what its form says; gives a sentence, or the address of an answer link.

    Raises:
        CaseError: as the act's service does.
    """
    return _DOING[act](case, given, by, now) or f"已{ACT_TITLES[act]}。"


def _relate(case: Case, given: Given, by: User, now: datetime) -> str:
    number = given["number"].strip()
    other = Case.objects.visible_to(by).filter(number=number).first()
    if other is None:
        raise NotNow(f"您的数据范围内没有编号为 {number} 的事项，请核对编号")
    if given["kind"] == "merge":
        services.merge(case, [other], note=given["note"], by=by, now=now)
        return f"{other.number} 已并入本事项。"
    services.link(case, other, LinkKind(given["kind"]), by=by, now=now)
    return f"已与 {other.number} 关联。"


def _pause(case: Case, given: Given, by: User, now: datetime) -> str:
    if case.paused_at is not None:
        services.resume(case, by=by, now=now)
        return "计时已恢复。"
    services.pause(case, reason=given["reason"], by=by, now=now)
    return "计时已中止。"


def _link(case: Case, given: Given, by: User, now: datetime) -> str:
    token = services.make_link(
        case,
        step=given["step"],
        answerer=given["answerer"],
        lasts=timedelta(hours=given["hours"]),
        by=by,
        now=now,
    )
    return reverse("cases:answer", args=[token])


def _extend(case: Case, given: Given, by: User, now: datetime) -> str:
    amount, reason = given["amount"], given["reason"]
    after = services.ask_extension(case, amount=amount, reason=reason, by=by, now=now)
    waits = after.extensions.filter(decided_at=None).exists()
    return "延期申请已提交，等待审批。" if waits else "期限已延长。"


def _done(result: object) -> None:
    """What a service gives back is not needed here."""


_DOING: Mapping[Act, Doing] = MappingProxyType(
    {
        Act.SIGN_FOR: lambda case, _, by, now: _done(services.sign_for(case, by=by, now=now)),
        Act.TRANSFER: lambda case, given, by, now: _done(
            services.transfer(case, to=given["to"], note=given["note"], by=by, now=now)
        ),
        Act.URGE: lambda case, given, by, now: _done(
            services.urge(case, note=given["note"], by=by, now=now)
        ),
        Act.EXTEND: _extend,
        Act.RECALL: lambda case, given, by, now: _done(
            services.recall(case, note=given["note"], by=by, now=now)
        ),
        Act.INSTRUCT: lambda case, given, by, now: _done(
            services.instruct(case, text=given["text"], by=by, now=now)
        ),
        Act.TELEPHONE: lambda case, given, by, now: _done(
            services.record_call(case, **given, by=by, now=now)
        ),
        Act.LINK: _link,
        Act.COPY: lambda case, given, by, now: _done(
            services.copy_to(case, people=given["people"], note=given["note"], by=by, now=now)
        ),
        Act.PAUSE: _pause,
        Act.ASSIGN: lambda case, given, by, now: _done(
            services.assign(case, **given, by=by, now=now)
        ),
        Act.RELATE: _relate,
        Act.SUB_TASK: lambda case, given, by, now: _done(
            services.add_sub_task(case, **given, by=by, now=now)
        ),
    }
)
