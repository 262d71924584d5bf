"""How doubts and reports are written (审核文字)."""

from typing import Any

from django import template

from bihuan.air.queries import desk

register = template.Library()
VERDICT_TONES = {"fault": "doubt", "pollution": "over", "regional": "info", "dust": "wait"}
EXCLUSION_TONES = {
    "submitted": "wait",
    "accepted": "good",
    "refused": "over",
    "withdrawn": "none",
}
DUST_TONES = {"reported": "wait", "accepted": "good", "refused": "over", "withdrawn": "none"}
ROWS = (
    ("day_value", "当日浓度"),
    ("day_index", "当日 AQI"),
    ("month_value", "本站当月浓度"),
    ("month_index", "本站当月综合指数"),
    ("county_month_value", "全市当月浓度"),
    ("county_composite", "全市当月综合指数"),
    ("good_days", "全市当月优良天数"),
    ("place", "本站在同类站点排名"),
)

register.filter("factor_words", desk.factor_words)


@register.filter
def verdict_tone(verdict: str) -> str:
    """Tone of a verdict's mark."""
    return VERDICT_TONES.get(verdict, "none")


@register.filter
def exclusion_tone(state: str) -> str:
    """Tone of a report's state."""
    return EXCLUSION_TONES.get(state, "none")


@register.filter
def dust_tone(state: str) -> str:
    """Tone of a dust report's state."""
    return DUST_TONES.get(state, "none")


@register.filter
def effect_rows(effect: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    """Both sides of an effect, line by line."""
    kept, gone = effect["with_hours"], effect["without"]
    return [(name, kept[key], gone[key]) for key, name in ROWS]
