"""Small words of the ledger's templates (台账页面)."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from bihuan.registry.ledger.ledger import Ledger, Told
from bihuan.ui.templatetags.ui import state

register = template.Library()


@register.simple_tag
def ledger_url(ledger: Ledger, page: str = "", pk: Any = None) -> str:
    """Address of a list, or of its page ``new``, ``one`` or ``edit``."""
    name = f"registry:ledger_{ledger.key}" + (f"_{page}" if page else "")
    return reverse(name, args=[pk] if pk is not None else [])


@register.simple_tag
def told(value: Told, missing: str = "—") -> SafeString:
    """A value in words, with its mark where it has a tone; a dash where there is none."""
    if not value.text:
        return format_html('<span class="cell-quiet">{}</span>', missing)
    if value.tone:
        return state(value.tone, value.text)
    return format_html("{}", value.text)
