"""Acts on an import: upload, map, check, confirm, undo (数据导入)."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from itertools import takewhile

from django.core.files.base import ContentFile
from django.db import transaction

from bihuan.accounts.district_code import LENGTHS
from bihuan.accounts.error import NotYours
from bihuan.accounts.models import District, User
from bihuan.registry.exchange import progress
from bihuan.registry.exchange.error import WrongRunState
from bihuan.registry.exchange.mapping import checked, propose
from bihuan.registry.exchange.sheet import Sheet
from bihuan.registry.exchange.sheets import SHEETS
from bihuan.registry.exchange.table import Table, read_table, table_handed_in
from bihuan.registry.models import ImportRun, ImportState
from bihuan.registry.permission import MAY_REGISTER


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
    table = table_handed_in(data, name=name, by=by, now=now)
    proposal = propose(sheet, table)
    digest = hashlib.sha256(data).hexdigest()
    run = ImportRun(
        sheet=sheet.key,
        file_name=name[:200],
        file_hash=digest,
        file_form=table.told_form,
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
        progress.begin(run.pk)
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
        progress.begin(run.pk)
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
        progress.begin(run.pk)
        undo_import.enqueue(run.pk, by.pk)


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
