"""Components of the design system as template tags (组件); load them with ``{% load ui %}``."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page
from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    ChoiceField,
    Field,
    ModelChoiceField,
    RadioSelect,
    Select,
)
from django.forms.widgets import FileInput, Widget
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from bihuan.ui import words
from bihuan.ui.menu import Entry

register = template.Library()

TONE_ICONS = {
    "good": "circle-check",
    "over": "alert-triangle",
    "wait": "clock",
    "doubt": "help-circle",
    "silent": "plug-connected-x",
    "info": "info-circle",
    "none": "minus",
}
DASHES = "---------"
"""How Django shows the empty choice."""
ALARMING = frozenset(["over", "wait", "doubt", "silent"])
ALERTS = {"success": "success", "warning": "warning", "error": "danger", "info": "info"}
ALERT_ICONS = {"success": "circle-check", "warning": "alert-triangle", "error": "alert-circle"}

register.filter("duration", words.duration)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative icon of Tabler; nothing for an empty name."""
    if not name:
        return SafeString("")
    return format_html('<i class="ti ti-{}" aria-hidden="true"></i>', name)


@register.simple_tag
def tone_icon(tone: str) -> SafeString:
    """The mark of a tone alone, where words stand beside it (状态标记)."""
    return icon(TONE_ICONS.get(tone, "minus"))


@register.simple_tag
def state(tone: str, text: str, title: str = "") -> SafeString:
    """A state with mark and words (状态标签), readable without colour."""
    return format_html(
        '<span class="state" data-tone="{}" title="{}">{}{}</span>',
        tone,
        title,
        icon(TONE_ICONS.get(tone, "minus")),
        text,
    )


@register.simple_tag
def aqi(index: int | None, text: str, aqi_class: int) -> SafeString:
    """An air quality index on its class colour (AQI 标签); NA where there is none."""
    shown = "NA" if index is None else str(index)
    return format_html('<span class="aqi" data-class="{}">{} {}</span>', aqi_class, shown, text)


@register.filter
def number(value: float | str | None, decimals: int | None = None) -> str:
    """A measured value with its decimals; a dash when it is missing."""
    return words.number(value if isinstance(value, int | float) else None, decimals)


@register.simple_tag
def age(moment: datetime | str | None, now: datetime) -> SafeString:
    """How long ago something was (数据时效), with the moment itself on hover.

    Django gives '' where a template names what is not there, such as a device's missing state.
    """
    if not isinstance(moment, datetime):
        return format_html('<span class="cell-quiet">{}</span>', "从未")
    past = max(now - moment, timedelta(0))
    return format_html(
        '<time datetime="{}" title="{}">{}前</time>',
        moment.isoformat(),
        template.defaultfilters.date(localtime(moment), "Y-m-d H:i:s"),
        words.duration(past),
    )


@register.filter
def initial(person: Any) -> str:
    """The first character of a name, for the round picture of a person."""
    return str(person)[:1] or "?"


@register.filter
def alert_class(message: Message) -> str:
    """Tabler's alert class of a flash message."""
    return ALERTS.get(message.level_tag, "info")


@register.filter
def alert_icon(message: Message) -> str:
    """The icon of a flash message."""
    return ALERT_ICONS.get(message.level_tag, "info-circle")


@register.filter
def go_keys(entries: Iterable[Entry]) -> list[tuple[str, Entry]]:
    """The pages that "g" and a digit or letter open, in the order of the menu (快捷键)."""
    pages = [entry.children[0] if entry.children else entry for entry in entries]
    return list(zip("123456789abcdefhi", pages, strict=False))


@register.inclusion_tag("ui/part/stat.html")
def stat(label: str, value: Any, **more: Any) -> dict[str, Any]:
    """A figure on a card (指标卡): unit, note, tone, url, current are optional.

    Nothing over, silent or in doubt is good news: such a zero is not painted as an alarm.
    """
    if value == 0 and more.get("tone") in ALARMING:
        more["tone"] = "none"
    return {"label": label, "value": value, **more}


UNFILTERING = frozenset({"page", "sort", "columns"})


@register.inclusion_tag("ui/part/empty.html", takes_context=True)
def empty_list(
    context: template.Context, what: str, url: str, *, hint: str = "", example: str = ""
) -> dict[str, Any]:
    """What an empty list says (空列表): that the filters leave nothing, or that there is nothing.

    Args:
        what: the list is of.
        url: of the list without filters.
        hint: how the first one comes into the list.
        example: of a filter that finds something.
    """
    asked = context["request"].GET
    if any(asked[name] for name in asked if name not in UNFILTERING):
        text = "请放宽或清除筛选条件。"
        return {"title": f"没有符合条件的{what}", "text": text, "example": example, "url": url}
    return {"title": f"管理范围内还没有{what}", "text": hint}


@register.inclusion_tag("ui/part/empty.html")
def empty_state(title: str, text: str = "", **more: Any) -> dict[str, Any]:
    """What a page shows instead of an empty table (空状态): why, and an example of what to do."""
    return {"title": title, "text": text, **more}


@register.inclusion_tag("ui/part/tabs.html", takes_context=True)
def tabs(
    context: template.Context, pages: Sequence[tuple[str, str]], shown: str, target: str = ""
) -> dict[str, Any]:
    """The tabs of an object's page (标签页): pairs of key and words; the address says ``?tab=``.

    A third member of a pair is the number beside the words.
    """
    rows = [(*one, None)[:3] for one in pages]
    return {"pages": rows, "shown": shown, "target": target, "request": context["request"]}


@register.inclusion_tag("ui/part/history.html")
def history(events: Iterable[Any], empty: str = "还没有记录") -> dict[str, Any]:
    """What happened to an object, the newest first (历史记录).

    Each event has `at` and `title`; `by`, `text`, `tone`, `url` where there are any.
    """
    return {"events": list(events), "empty": empty}


@register.inclusion_tag("ui/part/pager.html", takes_context=True)
def pager(context: template.Context, page: Page[Any], target: str = "") -> dict[str, Any]:
    """Page numbers (翻页) that keep the filters of the address; HTMX swaps ``target`` if given."""
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {"page": page, "numbers": list(shown), "target": target, "request": context["request"]}


@register.inclusion_tag("ui/part/bulk_bar.html", takes_context=True)
def bulk_bar(
    context: template.Context, options: Iterable[tuple[str, Any]], action: str, **more: Any
) -> dict[str, Any]:
    """What may be done with the chosen rows of a list (批量操作栏); the form's id is ``bulk``.

    The rows' boxes stand in the table with ``form="bulk"`` and the name that `chosen` says.
    Optional: name and label of the choice, note and note_label of the words, verb, confirm, back,
    and set and words, what was chosen and typed when it comes back.

    Args:
        options: pairs of value and words, or of a heading and such pairs.
        action: address that takes the form.
    """
    listed = list(options)
    grouped = [one for one in listed if not isinstance(one[1], str)]
    usual = {"chosen": "chosen", "name": "set", "note": "reason", "label": "批量改为"}
    usual |= {"note_label": "变更原因", "verb": "修改所选", "mark": "edit"}
    groups = grouped or [("", listed)]
    token = context.get("csrf_token")
    return {**usual, "groups": groups, "action": action, "csrf_token": token, **more}


@register.inclusion_tag("ui/part/field.html")
def field(bound: BoundField, label: str = "") -> dict[str, Any]:
    """A form field with label, help and errors (表单项)."""
    attrs = {"class": _widget_class(bound.field.widget)}
    if bound.errors:
        attrs["class"] += " is-invalid"
        attrs["aria-invalid"] = "true"
    _name_nothing(bound.field)
    return {
        "bound": bound,
        "widget": bound.as_widget(attrs=_merged(bound, attrs)),
        "label": label or bound.label,
        "is_check": isinstance(bound.field.widget, CheckboxInput),
    }


def _name_nothing(asked: Field) -> None:
    """Let the choice of nothing say so in words instead of Django's row of dashes."""
    words = "请选择" if asked.required else "（未填）"
    if isinstance(asked, ModelChoiceField):
        if asked.empty_label == DASHES:
            asked.empty_label = words
        return
    if isinstance(asked, ChoiceField) and isinstance(asked.widget, Select):
        listed = list(asked.widget.choices)
        if listed and listed[0] == ("", DASHES):
            asked.widget.choices = [("", words), *listed[1:]]


def _merged(bound: BoundField, attrs: dict[str, str]) -> dict[str, str | bool]:
    own = str(bound.field.widget.attrs.get("class", ""))
    return {**attrs, "class": f"{attrs['class']} {own}".strip()}


def _widget_class(widget: Widget) -> str:
    if isinstance(widget, CheckboxInput | CheckboxSelectMultiple | RadioSelect):
        return "form-check-input"
    if isinstance(widget, Select):
        return "form-select"
    return "form-control" if not isinstance(widget, FileInput) else "form-control form-control-file"
