"""Reads of imports (导入批次)."""

from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.accounts.models import User
from bihuan.registry.exchange.packed import unpack
from bihuan.registry.exchange.sheet import Grade, Sheet
from bihuan.registry.exchange.sheets import SHEETS
from bihuan.registry.models import ImportRun
from bihuan.registry.models.import_run import ImportRunQuerySet
from bihuan.registry.permission import MAY_REGISTER


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as the preview shows it."""

    line: int
    column: str
    given: str
    sentence: str
    grade: Grade


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change as the preview shows it."""

    line: int
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a check found (预览)."""

    findings: Sequence[FindingRow]
    changes: Sequence[ChangeRow]

    def graded(self, grade: str) -> Sequence[FindingRow]:
        """The findings of one grade; all of them for anything else."""
        if grade not in set(Grade):
            return self.findings
        return [one for one in self.findings if one.grade == grade]


@dataclass(frozen=True, slots=True)
class ListRow:
    """One list of the registry with how many rows this person sees."""

    sheet: Sheet
    count: int


def preview_of(run: ImportRun) -> Preview:
    """What the check of this import found; nothing before it."""
    found = unpack(run.findings) or {"findings": [], "changes": []}
    titles = SHEETS[run.sheet].titles
    rows = [
        FindingRow(line, titles.get(column, column), given, sentence, Grade(grade))
        for line, column, given, sentence, grade in found["findings"]
    ]
    return Preview(rows, [ChangeRow(*one) for one in found["changes"]])


def import_runs(user: User) -> ImportRunQuerySet:
    """The imports that this person may follow (导入记录), newest first, without their contents."""
    runs: ImportRunQuerySet = ImportRun.objects.visible_to(user, roles=MAY_REGISTER)
    return runs.defer("findings", "undo_note").select_related("by")


def list_rows(user: User) -> list[ListRow]:
    """Every list that can be imported and exported, with its rows."""
    return [ListRow(sheet, sheet.rows(user).order_by().count()) for sheet in SHEETS.values()]


def former_run(run: ImportRun) -> ImportRun | None:
    """An earlier import of the very same file into the same list that still holds."""
    same = ImportRun.objects.filter(
        sheet=run.sheet, file_hash=run.file_hash, state="done", at__lt=run.at
    )
    return same.only("pk", "at").first()
