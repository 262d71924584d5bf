"""Small words of the room's templates."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from bihuan.cases.models import Case, CaseState, UnitState
from bihuan.cases.procedure.document import Procedure
from bihuan.cases.queries.listing import SOON, CaseRow
from bihuan.cases.stage_clock import term_words
from bihuan.ui.templatetags.ui import state
from bihuan.ui.words import duration

register = template.Library()

UNIT_TONES = {
    UnitState.WAITING: "wait",
    UnitState.ACCEPTED: "info",
    UnitState.DONE: "good",
    UnitState.RETURNED: "doubt",
}


@register.filter
def item(mapping: Mapping[str, Any], key: str) -> Any:
    """The value of a key that a variable holds; the key itself when there is none."""
    return mapping.get(key, key)


@register.filter
def procedure_words(procedure: Procedure) -> str:
    """Who acts first on a kind of case, and within what time all is done (流程概要)."""
    holder = procedure.stage(procedure.start).holder
    first = f"先由{procedure.actor(holder).title}办理" if holder else ""
    whole = term_words(procedure.whole_term)
    ends = f"{whole}内{procedure.ended}" if whole else ""
    return "，".join(part for part in (first, ends) if part)


@register.simple_tag
def deadline(case: Case | CaseRow, now: datetime) -> SafeString:
    """A case's deadline (期限) as date and clock time, with what is left of it."""
    if case.state != CaseState.OPEN:
        return _ended(case)
    if case.paused_at is not None:
        return state("none", "计时中止", f"自 {_said(case.paused_at)} 起")
    if case.deadline is None:
        return format_html('<span class="cell-quiet">{}</span>', "不限期")
    left = case.deadline - now
    if left < timedelta(0):
        words = f"逾期 {duration(-left)}"
        return format_html("{} {}", _moment(case.deadline), state("over", words))
    tone = "wait" if left < SOON else "none"
    return format_html("{} {}", _moment(case.deadline), state(tone, f"剩 {duration(left)}"))


def _ended(case: Case | CaseRow) -> SafeString:
    if case.state == CaseState.VOID:
        return state("none", "已作废")
    if case.state == CaseState.MERGED:
        return state("none", "已并入")
    words = {True: "按期办结", False: "逾期办结", None: "已办结"}[case.on_time]
    return state("over" if case.on_time is False else "good", words)


def _moment(moment: datetime) -> SafeString:
    return format_html(
        '<time class="number text-nowrap" datetime="{}">{}</time>',
        moment.isoformat(),
        _said(moment),
    )


def _said(moment: datetime) -> str:
    return f"{localtime(moment):%m-%d %H:%M}"


@register.simple_tag
def stage(case: Case | CaseRow, now: datetime) -> SafeString:
    """The stage of a case with its tone (环节标签)."""
    title = case.stage if isinstance(case, CaseRow) else case.stage_title
    if case.state == CaseState.CLOSED:
        return state("good", title)
    if case.state != CaseState.OPEN:
        return state("none", str(CaseState(case.state).label))
    late = case.deadline is not None and case.deadline < now
    return state("over" if late else "info", title)


@register.filter
def unit_tone(unit_state: str) -> str:
    """The tone of a body's state."""
    return UNIT_TONES[UnitState(unit_state)]


@register.filter
def step_button(kind: str) -> str:
    """The look of a step's button: forward first, returns and voids quieter."""
    return {"return": "btn-warning", "void": "btn-outline-danger"}.get(kind, "btn-primary")


@register.filter
def step_icon(kind: str) -> str:
    """The icon of a step."""
    names = {
        "return": "arrow-back-up",
        "void": "ban",
        "close": "circle-check",
        "raise": "arrow-up",
        "reopen": "refresh",
    }
    return names.get(kind, "arrow-right")


@register.filter
def hours(value: float | None) -> str:
    """Hours with one decimal; a dash when there are none."""
    return "—" if value is None else f"{value:.1f}"


@register.filter
def percent(value: float | None) -> str:
    """A share with one decimal; a dash when nothing could be judged."""
    return "—" if value is None else f"{value:.1f}%"
