"""What the workers do for an import (导入的后台步骤): check, write, undo, release."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.registry.acts import Act
from bihuan.registry.exchange import progress
from bihuan.registry.exchange.error import RegistryMoved, WrongRunState
from bihuan.registry.exchange.history import (
    changes_of_plan,
    changes_of_undo,
    held_values,
    reason_of,
    told_fields,
)
from bihuan.registry.exchange.packed import pack, unpack
from bihuan.registry.exchange.plan import Plan, Source, make_plan
from bihuan.registry.exchange.services import table_of
from bihuan.registry.exchange.sheet import Sheet
from bihuan.registry.exchange.sheets import SHEETS
from bihuan.registry.exchange.undo import undo_write
from bihuan.registry.exchange.write import write_plan
from bihuan.registry.models import ChangeWay, ImportRun, ImportState
from bihuan.registry.models.import_run import BUSY
from bihuan.registry.services import bump_directory
from bihuan.registry.services.history import Because, record_changes

MOST_FINDINGS = 20_000
"""Findings that are kept; the counts are always whole."""

MOST_CHANGES = 500
"""Changes that the preview shows one by one."""

STUCK = "后台处理中断（进程重启或停止），未写入任何数据，可以重新提交"

QUIET = timedelta(minutes=10)
"""A job that has said nothing for so long is taken for dead."""


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
            _require_state(run, ImportState.WRITING)
            note = write_plan(sheet, plan, now=now, progress=_told(run))
            run.undo_note, run.state, run.done_at = pack(note), ImportState.DONE, now
            run.save(update_fields=["undo_note", "state", "done_at"])
            because = Because(run.by, now, reason_of(run), ChangeWay.IMPORT)
            record_changes(changes_of_plan(sheet, plan), because)
            _finish(run, sheet, Act.IMPORT_LIST, by=run.by, now=now)
    except IntegrityError as error:
        raise RegistryMoved from error


def _require_state(run: ImportRun, state: ImportState) -> None:
    """Hold the run for the length of the transaction: nobody else can move it any more."""
    held = ImportRun.objects.select_for_update().only("pk", "state").get(pk=run.pk)
    if held.state != state:
        raise WrongRunState(run, held.get_state_display())


def undo(run: ImportRun, *, by: User, now: datetime) -> None:
    """Take a whole import back, or nothing of it (撤销); the job calls it.

    Raises:
        ChangedSince: rows were changed or used since; nothing was undone.
        WrongRunState: it was undone or released meanwhile; nothing was done again.
    """
    sheet, note = SHEETS[run.sheet], unpack(run.undo_note)
    because = Because(by, now, reason_of(run, undone=True), ChangeWay.UNDO)
    with transaction.atomic():
        _require_state(run, ImportState.UNDOING)
        held = held_values(sheet, [row[0] for row in note["changed"]])
        undo_write(sheet, note, progress=_told(run))
        record_changes(changes_of_undo(sheet, note, held), because)
        run.state, run.undone_at, run.problem = ImportState.UNDONE, now, ""
        run.save(update_fields=["state", "undone_at", "problem"])
        _finish(run, sheet, Act.UNDO_IMPORT, by=by, now=now)


def release_stuck(*, now: datetime) -> int:
    """Give back imports whose worker died (释放中断的导入): what it had begun was rolled back.

    A check or a write becomes 未成功, an undoing 已导入 again; each says so and can be asked for
    anew. A job that comes back late finds the state changed and writes nothing.

    Returns:
        How many were released.
    """
    released = 0
    for run in ImportRun.objects.filter(state__in=BUSY).defer("findings", "undo_note"):
        if progress.quiet_for(run.pk, now) < QUIET:
            continue
        after = ImportState.DONE if run.state == ImportState.UNDOING else ImportState.FAILED
        stuck = ImportRun.objects.filter(pk=run.pk, state=run.state)
        released += stuck.update(state=after, problem=STUCK)
        progress.forget(run.pk)
    return released


def _changes(sheet: Sheet, plan: Plan) -> Iterator[tuple[int, str, str, str]]:
    """Line, title, former and new content of each change, as the list's columns write them."""
    for row in plan.changed:
        for told in told_fields(sheet, row.before, row.values):
            yield row.line, told.title, told.before, told.after


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
