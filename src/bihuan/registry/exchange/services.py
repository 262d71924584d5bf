"""Acts on an import: upload, map, check, confirm, undo (数据导入)."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice, takewhile
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from bihuan.accounts.district_code import LENGTHS
from bihuan.accounts.error import NotYours
from bihuan.accounts.models import District, User
from bihuan.accounts.services import record_act
from bihuan.registry.acts import Act
from bihuan.registry.exchange import progress
from bihuan.registry.exchange.cell import text_of
from bihuan.registry.exchange.error import RegistryMoved, WrongRunState
from bihuan.registry.exchange.mapping import checked, propose
from bihuan.registry.exchange.packed import pack, unpack
from bihuan.registry.exchange.plan import Plan, Source, make_plan
from bihuan.registry.exchange.sheet import Sheet
from bihuan.registry.exchange.sheets import SHEETS
from bihuan.registry.exchange.table import Table, read_table
from bihuan.registry.exchange.undo import undo_write
from bihuan.registry.exchange.write import write_plan
from bihuan.registry.models import ImportRun, ImportState
from bihuan.registry.permission import MAY_REGISTER
from bihuan.registry.services import bump_directory

MOST_FINDINGS = 20_000
"""Findings that are kept; the counts are always whole."""

MOST_CHANGES = 500
"""Changes that the preview shows one by one."""

REFERENCES = {
    "outlet_id": "排放口（平台编号）",
    "station_id": "站点（平台编号）",
    "owner_id": "产权单位（平台编号）",
    "parent_id": "上级区划",
}


def start_import(sheet: Sheet, *, name: str, data: bytes, by: User, now: datetime) -> ImportRun:
    """Take a file in and propose which column is which (上传); nothing else is read yet.

    Args:
        sheet: the list that it is for.
        name: the file's name, shown to people.
        data: its content.
        by: who imports.
        now: time of the act. [aware]

    Raises:
        UnreadableFile: no table can be read from it; nothing was kept.
        NotYours: no post of this person may register anything.
    """
    _require_registrar(by)
    table = read_table(data)
    proposal = propose(sheet, table)
    digest = hashlib.sha256(data).hexdigest()
    run = ImportRun(
        sheet=sheet.key,
        file_name=name[:200],
        file_hash=digest,
        file_form=table.form,
        header_line=proposal.header_line,
        mapping=dict(proposal.columns),
        district=_reach(by),
        by=by,
        at=now,
    )
    ending = "xlsx" if table.form == "Excel" else "csv"
    run.file.save(f"{digest[:16]}.{ending}", ContentFile(data), save=False)
    run.save()
    return run


def table_of(run: ImportRun) -> Table:
    """The table of the import's file."""
    with run.file.open("rb") as file:
        return read_table(file.read())


def choose_mapping(
    run: ImportRun, *, header_line: int, mapping: Mapping[str, int], by: User, datum: str = ""
) -> None:
    """Say which column is which, and let the file be checked (核对).

    Args:
        run: which import.
        header_line: row of the header, 1 = the first.
        mapping: field to column of the file.
        by: who says so.
        datum: of coordinates whose row states none; empty where nobody knows better.

    Raises:
        WrongMapping: the columns do not say enough.
        WrongRunState: the import is past this step.
        NotYours: it is out of this person's reach.
    """
    from bihuan.registry.exchange.jobs import check_import

    width = max((len(row) for row in table_of(run).rows), default=0)
    chosen = checked(SHEETS[run.sheet], mapping, width=width)
    before = {ImportState.MAPPING, ImportState.CHECKED, ImportState.FAILED}
    with transaction.atomic():
        _step(run, before, ImportState.CHECKING, by=by)
        run.header_line, run.mapping, run.problem = header_line, chosen, ""
        run.datum = datum
        run.save(update_fields=["header_line", "mapping", "problem", "datum"])
        progress.forget(run.pk)
        check_import.enqueue(run.pk)


def confirm_import(run: ImportRun, *, by: User) -> None:
    """Let what the preview shows be written (确认导入).

    Raises:
        WrongRunState: there is no preview, or it was confirmed before.
        NotYours: it is out of this person's reach.
    """
    from bihuan.registry.exchange.jobs import write_import

    with transaction.atomic():
        _step(run, {ImportState.CHECKED}, ImportState.WRITING, by=by)
        progress.forget(run.pk)
        write_import.enqueue(run.pk)


def discard_import(run: ImportRun, *, by: User) -> None:
    """Give an import up that was not written (放弃); a job that works on it writes nothing.

    Raises:
        WrongRunState: it was written already.
        NotYours: it is out of this person's reach.
    """
    before = {
        ImportState.MAPPING,
        ImportState.CHECKING,
        ImportState.CHECKED,
        ImportState.WRITING,
        ImportState.FAILED,
    }
    _step(run, before, ImportState.DISCARDED, by=by)


def ask_undo(run: ImportRun, *, by: User) -> None:
    """Let a whole import be taken back (撤销导入).

    Raises:
        WrongRunState: it was not written, or is undone already.
        NotYours: it is out of this person's reach.
    """
    from bihuan.registry.exchange.jobs import undo_import

    with transaction.atomic():
        _step(run, {ImportState.DONE}, ImportState.UNDOING, by=by)
        progress.forget(run.pk)
        undo_import.enqueue(run.pk, by.pk)


def check(run: ImportRun) -> Plan:
    """Compare the file with the registry and keep what was found (核对); the job calls it."""
    plan = _plan_of(run)
    findings = sorted(plan.findings, key=lambda one: (one.grade, one.line))
    found = {
        "findings": [
            [one.line, one.column, one.given, one.sentence, one.grade]
            for one in findings[:MOST_FINDINGS]
        ],
        "changes": list(islice(_changes(SHEETS[run.sheet], plan), MOST_CHANGES)),
    }
    kept: dict[str, Any] = {
        "counts": {**plan.counts, "findings": len(plan.findings)},
        "findings": pack(found),
        "plan_digest": plan.digest,
        "state": ImportState.CHECKED,
    }
    if ImportRun.objects.filter(pk=run.pk).exclude(state=ImportState.DISCARDED).update(**kept):
        for name, value in kept.items():
            setattr(run, name, value)
    return plan


def write(run: ImportRun, *, now: datetime) -> None:
    """Write what the preview showed, all of it or nothing (导入); the job calls it.

    Raises:
        RegistryMoved: the registry changed since the preview; nothing was written.
        WrongRunState: it was given up meanwhile; nothing was written.
    """
    sheet = SHEETS[run.sheet]
    plan = _plan_of(run)
    if plan.digest != run.plan_digest:
        raise RegistryMoved
    try:
        with transaction.atomic():
            _require_writing(run)
            note = write_plan(sheet, plan, now=now, progress=_told(run))
            run.undo_note, run.state, run.done_at = pack(note), ImportState.DONE, now
            run.save(update_fields=["undo_note", "state", "done_at"])
            _finish(run, sheet, Act.IMPORT_LIST, by=run.by, now=now)
    except IntegrityError as error:
        raise RegistryMoved from error


def _require_writing(run: ImportRun) -> None:
    """Hold the run for the length of the transaction: it cannot be given up any more."""
    held = ImportRun.objects.select_for_update().only("pk", "state").get(pk=run.pk)
    if held.state != ImportState.WRITING:
        raise WrongRunState(run, held.get_state_display())


def undo(run: ImportRun, *, by: User, now: datetime) -> None:
    """Take a whole import back, or nothing of it (撤销); the job calls it.

    Raises:
        ChangedSince: rows were changed or used since; nothing was undone.
    """
    sheet = SHEETS[run.sheet]
    with transaction.atomic():
        undo_write(sheet, unpack(run.undo_note), progress=_told(run))
        run.state, run.undone_at, run.problem = ImportState.UNDONE, now, ""
        run.save(update_fields=["state", "undone_at", "problem"])
        _finish(run, sheet, Act.UNDO_IMPORT, by=by, now=now)


def _changes(sheet: Sheet, plan: Plan) -> Iterator[tuple[int, str, str, str]]:
    """Line, title, former and new content of each change, as the list's columns write them."""
    columns = {column.path: column for column in sheet.importable if column.path}
    for row in plan.changed:
        for name, value in row.values.items():
            if column := columns.get(name):
                told = (column.parser.write(row.before[name]), column.parser.write(value))
                yield row.line, column.title, text_of(told[0]), text_of(told[1])
            elif name in REFERENCES:
                yield row.line, REFERENCES[name], str(row.before[name]), str(value)


def _finish(run: ImportRun, sheet: Sheet, act: Act, *, by: User, now: datetime) -> None:
    if sheet.directory:
        bump_directory()
    detail: dict[str, Any] = {
        "sheet": sheet.title,
        "file": run.file_name,
        "sha256": run.file_hash,
        "counts": run.counts,
    }
    record_act(user=by, action=act, object=run, now=now, detail=detail)


def _plan_of(run: ImportRun) -> Plan:
    source = Source(table_of(run), run.header_line, run.mapping, run.datum)
    return make_plan(SHEETS[run.sheet], source, by=run.by, progress=_told(run))


def _told(run: ImportRun) -> Any:
    def tell(stage: str, done: int, total: int) -> None:
        progress.report(run.pk, stage, done, total)

    return tell


def _step(run: ImportRun, before: set[ImportState], after: ImportState, *, by: User) -> None:
    _require_registrar(by)
    if not ImportRun.objects.visible_to(by, roles=MAY_REGISTER).filter(pk=run.pk).exists():
        raise NotYours("该导入批次不在您的管理范围内")
    if not ImportRun.objects.filter(pk=run.pk, state__in=before).update(state=after):
        run.refresh_from_db(fields=["state"])
        raise WrongRunState(run, run.get_state_display())
    run.state = after


def _require_registrar(by: User) -> None:
    if not by.may_act_as(MAY_REGISTER):
        raise NotYours("您的岗位不能导入台账")


def _reach(by: User) -> District | None:
    """The narrowest district that holds everything this person may register in."""
    reached = by.data_scope.limited_to(MAY_REGISTER).districts
    pairs = takewhile(
        lambda pair: pair[0] == pair[1],
        zip(min(reached, default=""), max(reached, default=""), strict=False),
    )
    shared = "".join(first for first, _ in pairs)
    codes = [shared[:length] for length in LENGTHS if length <= len(shared)]
    return District.objects.filter(code__in=codes).order_by("-code").first()
