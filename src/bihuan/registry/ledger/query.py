"""Reads of a list of the ledger: rows as cells, and the facts of one object."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.accounts.scope import within
from bihuan.registry.exchange.cell import text_of
from bihuan.registry.exchange.parser import Exact, Real, Whole
from bihuan.registry.exchange.sheet import KEY, Column
from bihuan.registry.ledger.ledger import Computed, Ledger, Told
from bihuan.registry.queries.listing import Listing
from bihuan.registry.queries.words import containing

NAMES = {"district_id": "district__name"}
NUMBERS = (Exact, Real, Whole)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a list is narrowed to and how it shows (筛选与显示)."""

    text: str = ""
    district: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head: `next_sort` is empty where it cannot be sorted by."""

    field: str
    title: str
    is_number: bool
    next_sort: str
    sorted: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its column's title, for the cards of a phone."""

    title: str
    told: Told
    is_number: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One object of a list."""

    pk: Any
    address: str
    first: Cell
    cells: tuple[Cell, ...]


def shown_columns(ledger: Ledger, chosen: Chosen) -> list[Column | Computed]:
    """The columns that show, in the order asked for; what nobody knows is left out."""
    wanted = [one for one in chosen.columns if one in ledger.columns] or ledger.shown
    return [ledger.columns[one] for one in dict.fromkeys(wanted)]


def narrowed(ledger: Ledger, rows: "QuerySet[Any]", chosen: Chosen, today: date) -> "QuerySet[Any]":
    """The rows that word, district and filters choose."""
    condition = containing(chosen.text, *ledger.words)
    if chosen.district and ledger.district:
        condition &= within(ledger.district, chosen.district)
    known = {one.name: one for one in ledger.filters}
    for name, value in chosen.filters:
        if name in known and value:
            condition &= known[name].condition(value, today)
    return rows.filter(condition)


def list_rows(ledger: Ledger, chosen: Chosen, *, user: User, today: date) -> Listing[Row]:
    """The list as this person sees it (台账列表): one statement a page beside the count."""
    rows = narrowed(ledger, ledger.sheet.rows(user), chosen, today)
    return listed(ledger, _sorted(ledger, rows, chosen.sort), chosen, today)


def listed(ledger: Ledger, rows: "QuerySet[Any]", chosen: Chosen, today: date) -> Listing[Row]:
    """Rows of the ledger as cells."""
    columns = shown_columns(ledger, chosen)
    paths = [path for column in columns for path in _paths(column)]

    def make(found: Sequence[Sequence[Any]]) -> list[Row]:
        return [_row(ledger, columns, values, today) for values in found]

    return Listing(rows.values_list("pk", *paths), make)


def heads(ledger: Ledger, chosen: Chosen) -> list[Head]:
    """The heads of the columns that show, with how each would sort next."""
    sort = chosen.sort
    found = []
    for column in shown_columns(ledger, chosen):
        can = isinstance(column, Column) and not column.sealed
        upward = column.field if sort != column.field else f"-{column.field}"
        now = {column.field: "ascending", f"-{column.field}": "descending"}.get(sort, "")
        found.append(
            Head(column.field, column.title, _is_number(column), upward if can else "", now)
        )
    return found


def facts(ledger: Ledger, row: Model, *, user: User, today: date) -> list[Cell]:
    """Everything that the table says of one object (基本信息)."""
    columns = list(ledger.columns.values())
    paths = [path for column in columns for path in _paths(column)]
    found = ledger.sheet.rows(user).filter(pk=row.pk).values_list("pk", *paths)
    values = found[0]
    return list(_cells(ledger, columns, values[1:], today))


def visible_row(ledger: Ledger, user: User, pk: Any) -> tuple[Model | None, bool]:
    """The object if this person may see it, and whether it exists at all."""
    found = ledger.sheet.rows(user).filter(pk=pk).first()
    return found, found is not None or ledger.sheet.model._default_manager.filter(pk=pk).exists()


def may_change(ledger: Ledger, user: User, row: Model) -> bool:
    """Whether this person's posts as a writer reach the object."""
    return ledger.sheet.rows(user, roles=ledger.writers).filter(pk=row.pk).exists()


def _sorted(ledger: Ledger, rows: "QuerySet[Any]", sort: str) -> "QuerySet[Any]":
    column = ledger.columns.get(sort.removeprefix("-"))
    if not isinstance(column, Column) or column.sealed:
        return rows
    path = NAMES.get(column.path, column.path)
    return rows.order_by(("-" if sort.startswith("-") else "") + path, "pk")


def _paths(column: Column | Computed) -> tuple[str, ...]:
    if isinstance(column, Computed):
        return column.needs
    return (NAMES.get(column.path, column.path),)


def _row(
    ledger: Ledger, columns: Sequence[Column | Computed], values: Sequence[Any], today: date
) -> Row:
    first, *rest = _cells(ledger, columns, values[1:], today)
    return Row(values[0], reverse(ledger.route, args=[values[0]]), first, tuple(rest))


def _cells(
    ledger: Ledger, columns: Iterable[Column | Computed], values: Sequence[Any], today: date
) -> Iterable[Cell]:
    place = 0
    for column in columns:
        needed = len(_paths(column))
        own = values[place : place + needed]
        place += needed
        yield Cell(column.title, _told(ledger, column, own, today), _is_number(column))


def _told(ledger: Ledger, column: Column | Computed, own: Sequence[Any], today: date) -> Told:
    if isinstance(column, Computed):
        return column.make(own, today)
    tone = ledger.tones.get(column.field, {}).get(str(own[0]), "")
    if column.path in NAMES:
        return Told(str(own[0] or ""), tone)
    return Told(text_of(column.parser.write(own[0])), tone)


def _is_number(column: Column | Computed) -> bool:
    return isinstance(column, Column) and column.field != KEY and isinstance(column.parser, NUMBERS)


def condition_of(path: str) -> Any:
    """Condition that a path holds exactly what was chosen."""
    return lambda value, today: Q(**{path: value})
