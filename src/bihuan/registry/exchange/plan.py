"""What an import would do (导入方案): computed for the preview and again before writing."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max

from bihuan.accounts.masking import masked_phone
from bihuan.accounts.models import User
from bihuan.registry.exchange.cell import CLEAR, Cell, text_of
from bihuan.registry.exchange.lookup import Lookup
from bihuan.registry.exchange.parser import Doubted, WrongCell
from bihuan.registry.exchange.place import turn_places
from bihuan.registry.exchange.recognition import Recognition, is_same, refuse_doubles
from bihuan.registry.exchange.sheet import KEY, Column, Draft, Finding, Sheet, Values
from bihuan.registry.exchange.table import Table
from bihuan.registry.permission import MAY_REGISTER

Progress = Callable[[str, int, int], None]
"""Told the stage, the rows done and the rows in all."""

EVERY = 1000
SHOWN = 60


@dataclass(slots=True)
class PlannedRow:
    """One row to write: a new one, or the changes of a known one with what was before.

    `written` is the row's key in the database once it is written.
    """

    line: int
    known: Any
    values: dict[str, Any]
    before: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    written: Any = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that an import would do, and what was found in the file."""

    new: Sequence[PlannedRow]
    changed: Sequence[PlannedRow]
    findings: Sequence[Finding]
    counts: Mapping[str, int]
    stamp: tuple[int, Any]
    look: Lookup

    @property
    def digest(self) -> str:
        """Fingerprint of what would be written, so that a preview and its import agree."""
        told = hashlib.blake2b(digest_size=16)
        for row in (*self.new, *self.changed):
            told.update(repr((row.line, row.known, sorted(row.values.items()))).encode())
            told.update(repr((sorted(row.before.items()), sorted(row.extra.items()))).encode())
        return told.hexdigest()


@dataclass(frozen=True, slots=True)
class Source:
    """What is to be imported: the table, where its header stands, which column is which.

    `datum` is that of coordinates whose row states none.
    """

    table: Table
    header_line: int
    columns: Mapping[str, int]
    datum: str = ""


def make_plan(sheet: Sheet, source: Source, *, by: User, progress: Progress) -> Plan:
    """Compare a file with what is known (核对); nothing is written.

    Args:
        sheet: the list.
        source: the file's table with its mapping.
        by: whose reach bounds what may be changed and referred to.
        progress: told how far it is.
    """
    look = Lookup(by)
    stamp = stamp_of(sheet)
    drafts = _drafts(sheet, source, progress)
    total = len(drafts)
    for done, draft in enumerate(drafts):
        sheet.settle(draft, look)
        if done % EVERY == 0:
            progress("核对引用", done, total)
    turn_places(sheet, drafts, otherwise=source.datum)
    progress("比对台账", 0, total)
    known = known_rows(sheet)
    within = sheet.rows(by, roles=MAY_REGISTER).order_by().values_list("pk", flat=True)
    Recognition(sheet, known, frozenset(within)).run(drafts)
    sheet.review(drafts, known, look)
    _require(sheet, drafts)
    refuse_doubles(sheet, drafts, known)
    progress("比对台账", total, total)
    return _plan(drafts, known, stamp=stamp, look=look)


def known_rows(sheet: Sheet) -> dict[Any, Values]:
    """What the database holds of this list: key to values of the sheet's fields."""
    rows = sheet.model._default_manager.order_by().values_list("pk", *sheet.fields)
    return {pk: dict(zip(sheet.fields, row, strict=True)) for pk, *row in rows.iterator(5000)}


def stamp_of(sheet: Sheet) -> tuple[int, Any]:
    """Count and highest key of the list: whether somebody added rows meanwhile."""
    manager = sheet.model._default_manager
    return manager.count(), manager.aggregate(last=Max("pk"))["last"]


def _drafts(sheet: Sheet, source: Source, progress: Progress) -> list[Draft]:
    columns = [
        (column, source.columns[column.field])
        for column in sheet.importable
        if column.field in source.columns
    ]
    rows = source.table.rows
    drafts = []
    for place in range(source.header_line, len(rows)):
        if any(text_of(cell) for cell in rows[place]):
            drafts.append(_draft(columns, place + 1, rows[place]))
        if place % EVERY == 0:
            progress("读取", place, len(rows))
    return drafts


def _draft(columns: Iterable[tuple[Column, int]], line: int, row: Sequence[Cell]) -> Draft:
    given: dict[str, str] = {}
    draft = Draft(line, {}, given)
    for column, place in columns:
        cell = row[place] if place < len(row) else None
        text = text_of(cell)
        given[column.field] = _noted(column, text)
        if text:
            _read(draft, column, CLEAR if text == CLEAR else cell)
    return draft


def _noted(column: Column, text: str) -> str:
    """What a finding shows of a cell."""
    if column.sealed:
        text = masked_phone(text)
    return "（不显示）" if column.secret and text else text[:SHOWN]


def _read(draft: Draft, column: Column, cell: Cell) -> None:
    if cell is CLEAR and column.required:
        draft.bad(column.field, f"{column.title}为必填项，不能清空")
        return
    try:
        value = column.parser.empty if cell is CLEAR else column.parser.read(cell)
    except WrongCell as error:
        draft.bad(column.field, str(error))
        return
    if isinstance(value, Doubted):
        draft.doubt(column.field, value.sentence)
        value = value.value
    draft.values[column.field] = value


def _require(sheet: Sheet, drafts: Sequence[Draft]) -> None:
    """A new row needs every required cell."""
    needed = [column for column in sheet.importable if column.required]
    for draft in drafts:
        if draft.known is not None or draft.repeats is not None or draft.extra.get(KEY):
            continue
        for column in needed:
            if not any(draft.given.get(one) for one in (column.field, *column.instead)):
                draft.bad(column.field, f"新增记录时{column.title}为必填项")


def _plan(
    drafts: Sequence[Draft], known: Mapping[Any, Values], *, stamp: tuple[int, Any], look: Lookup
) -> Plan:
    new, changed = [], []
    good = [draft for draft in drafts if not draft.is_bad and draft.repeats is None]
    for draft in good:
        row = _planned(draft, known)
        if draft.known is None:
            new.append(row)
        elif row.values:
            changed.append(row)
    counts = {
        "total": len(drafts),
        "new": len(new),
        "changed": len(changed),
        "unchanged": len(good) - len(new) - len(changed),
        "repeated": sum(draft.repeats is not None and not draft.is_bad for draft in drafts),
        "bad": sum(draft.is_bad for draft in drafts),
        "doubtful": sum(draft.is_doubtful and not draft.is_bad for draft in drafts),
    }
    findings = [finding for draft in drafts for finding in draft.findings]
    return Plan(new, changed, findings, counts, stamp, look)


def _planned(draft: Draft, known: Mapping[Any, Values]) -> PlannedRow:
    if draft.known is None:
        return PlannedRow(draft.line, None, draft.values, extra=draft.extra)
    before = known[draft.known]
    values = {
        name: value for name, value in draft.values.items() if not is_same(before[name], value)
    }
    return PlannedRow(
        draft.line, draft.known, values, {name: before[name] for name in values}, draft.extra
    )
