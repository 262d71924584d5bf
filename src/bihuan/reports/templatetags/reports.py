"""How documents are written on pages (文稿文字); load it with ``{% load reports %}``."""

from collections.abc import Mapping

from django import template

from bihuan.reports.figure import Figure
from bihuan.reports.period import PERIOD_WORDS, PeriodKind
from bihuan.reports.queries.listing import kind_titles
from bihuan.reports.queries.plan import STANDING_WORDS, Standing
from bihuan.reports.wording import filled as filled_text

register = template.Library()

TONES = {"draft": "info", "review": "wait", "signing": "wait", "signed": "wait", "issued": "good"}
STANDING_TONES = {
    Standing.ON_TIME: "good",
    Standing.LATE: "doubt",
    Standing.OVERDUE: "over",
    Standing.WAITING: "wait",
    Standing.AHEAD: "none",
    Standing.BEFORE: "none",
}


@register.filter
def version_tone(state: str) -> str:
    """The tone of a version's state."""
    return TONES.get(state, "none")


@register.filter
def kind_title(code: str) -> str:
    """The Chinese name of a kind; its code when its room is gone."""
    return kind_titles().get(code, code)


@register.filter
def period_word(kind: PeriodKind) -> str:
    """The Chinese name of a period kind."""
    return PERIOD_WORDS[kind]


@register.filter
def standing_tone(standing: Standing) -> str:
    """The tone of a planned document's standing."""
    return STANDING_TONES[standing]


@register.filter
def standing_word(standing: Standing) -> str:
    """The Chinese word of a planned document's standing."""
    return STANDING_WORDS[standing]


@register.filter
def filled(text: str, figures: Mapping[str, Figure]) -> str:
    """A text with its figures printed."""
    return filled_text(text, figures)


@register.filter
def shortfall(forecast: int, least: int) -> int:
    """How many documents are missing to get beyond the least."""
    return max(0, least + 1 - forecast)
