"""Small words of the room's templates."""

from typing import Any

from django import template

from bihuan.watch.forms.rule import SCOPES
from bihuan.watch.models import EventState, Suppression
from bihuan.watch.rules import label_of

register = template.Library()

TONES = {EventState.OPEN: "over", EventState.ENDED: "none", EventState.WITHDRAWN: "none"}


@register.filter
def rule_label(key: str) -> str:
    """Chinese name of a rule."""
    return label_of(key)


@register.filter
def event_tone(state: str) -> str:
    """How to colour the state of an event."""
    return TONES[EventState(state)]


@register.filter
def scope_words(one: Suppression) -> str:
    """What a suppression covers, in words."""
    where = one.point or one.enterprise or one.district
    rule = label_of(one.rule) if one.rule else "全部规则"
    return f"{where}，{rule}" + (f"，因子 {one.factor}" if one.factor else "")


@register.filter
def scope_label(scope: str) -> str:
    """The words of a scope of parameters (参数适用范围)."""
    return dict(SCOPES).get(scope, scope)


@register.filter
def item(mapping: dict[str, Any], key: str) -> Any:
    """The value of a key that a variable holds."""
    return mapping.get(key)
