"""What stands on each tab of an object's page (对象页的内容)."""

from typing import Any, cast

from django.db.models import Model
from django.utils.timezone import localdate

from bihuan.accounts.models import User
from bihuan.registry.ledger.ledger import Ledger, Part, ledger_of
from bihuan.registry.ledger.query import Chosen, facts, heads, listed
from bihuan.registry.ledger.tabs import tabs_of
from bihuan.registry.queries.history import history_of
from bihuan.ui.pages import page_of
from bihuan.ui.request import PageRequest

FACTS, HISTORY = "facts", "history"
BUILT_IN = {
    FACTS: "registry/ledger/part/facts.html",
    HISTORY: "registry/ledger/part/history.html",
}


def tab_list(ledger: Ledger) -> list[tuple[str, str]]:
    """The tabs of an object: facts, what belongs to it, what other rooms add, history."""
    parts = [(one.key, ledger_of(one.key).title) for one in ledger.parts]
    others = [(one.key, one.label) for one in tabs_of(ledger.key)]
    return [(FACTS, "基本信息"), *parts, *others, (HISTORY, "变更记录")]


def object_tab(request: PageRequest, ledger: Ledger, row: Model, tab: str) -> dict[str, Any]:
    """Template and context of one tab."""
    if tab == FACTS:
        user = cast(User, request.user)
        told = facts(ledger, row, user=user, today=localdate(request.now))
        return {"template": BUILT_IN[FACTS], "facts": told}
    if tab == HISTORY:
        return {"template": BUILT_IN[HISTORY], "page": page_of(history_of(row), request)}
    for part in ledger.parts:
        if part.key == tab:
            return _part(request, part, row)
    other = next(one for one in tabs_of(ledger.key) if one.key == tab)
    return {"template": other.template, **other.context(request, row)}


def _part(request: PageRequest, part: Part, row: Model) -> dict[str, Any]:
    user = cast(User, request.user)
    other = ledger_of(part.key).seen_by(user)
    rows = other.sheet.rows(user).filter(**{part.path: row.pk})
    found = listed(other, rows, Chosen(), localdate(request.now))
    return {
        "template": "registry/ledger/part/belonging.html",
        "other": other,
        "heads": heads(other, Chosen()),
        "page": page_of(found, request),
        "may_write": other.may_write(user) and bool(other.fields),
        "parent": f"{part.parameter}={row.pk}",
    }
