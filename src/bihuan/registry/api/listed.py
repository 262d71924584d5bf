"""The lists of the ledger for programs (台账各表): one pair of operations for each.

What a list answers follows from its table: the columns of its export under the names of the
model, choices as codes, what a row refers to by number.
"""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, cast

from django.db.models import (
    BooleanField,
    DateField,
    FloatField,
    ForeignKey,
    IntegerField,
    Model,
    QuerySet,
)
from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema
from pydantic import create_model

from bihuan.accounts.api.bearer import bearer
from bihuan.accounts.api.page import Page, page_of
from bihuan.accounts.api.problem import PROBLEMS
from bihuan.accounts.models import User
from bihuan.accounts.token.scope import Scope
from bihuan.registry.api.asked import ALL, ONE, Key, ListQuery, inside, only, who
from bihuan.registry.exchange.parser import Choice
from bihuan.registry.exchange.sheet import KEY, Column
from bihuan.registry.ledger.ledger import Ledger, ledgers
from bihuan.registry.queries.words import containing

BESIDE = frozenset({"enterprises", "outlets", "stations", "points", "devices", "limits"})
"""Lists that have operations of their own, with more than their table says."""

TYPES: tuple[tuple[type[Any], Any], ...] = (
    (BooleanField, bool),
    (IntegerField, int),
    (FloatField, float),
    (DateField, date),
)


def list_router() -> Router:
    """Two operations for each list that has none of its own, whichever room registered it."""
    router = Router(tags=["台账"], auth=bearer(Scope.READ_REGISTRY))
    for ledger in ledgers():
        if ledger.key not in BESIDE:
            _offer(router, ledger)
    return router


def _offer(router: Router, ledger: Ledger) -> None:
    row, place = row_schema(ledger), ledger.key.replace("_", "-")
    page = create_model(
        f"{row.__name__}Page",
        __base__=Page,
        items=(list[row], Field(description=f"本页的{ledger.title}")),  # type: ignore[valid-type]
    )
    router.get(
        f"/{place}",
        response={200: page, **PROBLEMS},
        summary=f"{ledger.title}列表",
        description=f"{ledger.sheet.note}{ALL}",
        operation_id=f"list_{ledger.key}",
    )(_all_of(ledger))
    router.get(
        f"/{place}/{{key}}",
        response={200: row, **PROBLEMS},
        summary=f"{ledger.title}：一条",
        description=ONE,
        operation_id=f"one_of_{ledger.key}",
    )(_one_of(ledger))


def _all_of(ledger: Ledger) -> Callable[..., dict[str, Any]]:
    def rows(request: HttpRequest, asked: Query[ListQuery]) -> dict[str, Any]:
        seen = ledger.seen_by(who(request))
        found = _values(seen, who(request)).filter(containing(asked.text, *seen.words))
        if seen.district:
            found = found.filter(inside(seen.district, asked.district))
        return page_of(found, asked, partial(_as_told, seen))

    return rows


def _one_of(ledger: Ledger) -> Callable[..., dict[str, Any]]:
    def row(request: HttpRequest, key: Path[Key]) -> dict[str, Any]:
        seen = ledger.seen_by(who(request))
        return _as_told(seen, [only(_values(seen, who(request)), pk=key)])[0]

    return row


def row_schema(ledger: Ledger) -> type[Schema]:
    """What one row says; a value that is not there, or not this person's to see, is null."""
    told: dict[str, Any] = {
        name: (_type(ledger, path) | None, Field(default=None, description=description))
        for name, path, description in _columns(ledger)
    }
    told["id"] = (int, Field(description=f"{ledger.title}平台编号", examples=[12]))
    name = "".join(part.title() for part in ledger.key.split("_"))
    return create_model(f"{name}Row", __base__=Schema, **told)


def _values(ledger: Ledger, user: User) -> "QuerySet[Any, Any]":
    return ledger.sheet.rows(user).values(*(path for _, path, _ in _columns(ledger)))


def _columns(ledger: Ledger) -> list[tuple[str, str, str]]:
    """Name, path and description of everything that a row says."""
    shown = [one for one in ledger.sheet.exported if not one.secret]
    found = [("id", "id", "")] + [_named(one) for one in shown if one.field != KEY]
    held = {path.replace("__", "_") for _, path, _ in found}
    for path in ledger.sheet.fields:
        if path.endswith("_id") and not {path, path.replace("_id", "_pk")} & held:
            field = _field(ledger.sheet.model, path)
            found.append((path, path, f"{field.verbose_name}（平台编号）"))
    return found


def _named(column: Column) -> tuple[str, str, str]:
    parser = column.parser
    words = parser.words.items() if isinstance(parser, Choice) else ()
    codes = "、".join(f"{code} {label}" for code, label in words if code and code != label)
    told = f"{column.title}：{codes}" if codes else column.title
    return column.field, column.path, told


def _type(ledger: Ledger, path: str) -> Any:
    field = _field(ledger.sheet.model, path)
    if isinstance(field, ForeignKey):
        field = field.target_field
    return next((told for kind, told in TYPES if isinstance(field, kind)), str)


def _field(model: type[Model], path: str) -> Any:
    *way, last = path.split("__")
    for step in way:
        model = cast(Any, model._meta.get_field(step)).related_model
    return model._meta.pk if last == "pk" else model._meta.get_field(last)


def _as_told(ledger: Ledger, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows under the names of the columns; numbers of law as text with all their digits."""
    columns = _columns(ledger)
    return [
        {
            name: str(row[path]) if isinstance(row[path], Decimal) else row[path]
            for name, path, _ in columns
        }
        for row in rows
    ]
