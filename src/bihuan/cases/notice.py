"""What people are told about cases (通知): rows of the outbox in the caller's transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.cases.models import Case

SHANGHAI = ZoneInfo("Asia/Shanghai")


def said(moment: datetime | None) -> str:
    """A moment as date and clock time (期限的写法); a dash where there is none."""
    if moment is None:
        return "—"
    local = moment.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def tell(
    kind: str,
    people: Iterable[User],
    case: Case,
    *,
    now: datetime,
    key: str = "",
    severity: str = "normal",
    **more: str,
) -> int:
    """Put a notice about a case into the outbox; gives how many rows were written."""
    recipients: Sequence[User] = list({person.pk: person for person in people}.values())
    if not recipients:
        return 0
    context = {
        "number": case.number,
        "title": case.title,
        "stage": case.stage_title,
        "deadline": said(case.deadline),
        "unit": case.enterprise.name if case.enterprise else "",
        "district": case.district.name,
        "reason": case.reason,
        **more,
    }
    link = reverse("cases:case", args=[case.pk])
    return _queue(
        kind, recipients=recipients, context=context, link=link, now=now, key=key, severity=severity
    )


def _queue(kind: str, *, severity: str, **row: Any) -> int:
    if find_spec("bihuan.notify.services") is None:
        return 0
    services = import_module("bihuan.notify.services")
    grades = import_module("bihuan.notify.severity")
    return int(services.queue(kind, severity=grades.Severity(severity), **row))
