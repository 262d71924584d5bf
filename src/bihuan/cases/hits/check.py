"""A list of findings is checked (核对异常清单): nothing is written, every fault has its row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from bihuan.accounts.models import User
from bihuan.cases.hits.columns import HitList
from bihuan.cases.hits.reader import Hit, RowReader
from bihuan.cases.models import Case
from bihuan.cases.procedure.document import Procedure
from bihuan.registry.exchange.cell import Cell, text_of
from bihuan.registry.exchange.error import UnreadableFile
from bihuan.registry.exchange.mapping import propose
from bihuan.registry.exchange.table import Table

MOST = 2_000
"""Rows of one file: all of them are raised in one transaction while somebody waits."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A list after its check (核对结果)."""

    hits: Sequence[Hit]
    unknown: Sequence[str]
    """Words of the header that mean nothing here."""

    @property
    def ready(self) -> list[Hit]:
        """Rows that would raise a case."""
        return [hit for hit in self.hits if hit.is_ready]

    @property
    def faulty(self) -> list[Hit]:
        """Rows that cannot."""
        return [hit for hit in self.hits if hit.faults]

    @property
    def digest(self) -> str:
        """Fingerprint of what would be raised, so that a preview and its import agree."""
        told = blake2b(digest_size=16)
        for hit in self.ready:
            told.update(repr((hit.line, hit.new)).encode())
        return told.hexdigest()


def check_list(table: Table, procedure: Procedure, *, by: User, mark: str) -> Checked:
    """Read the rows of a file as cases of one kind (核对).

    Args:
        by: whose reach bounds the places and enterprises that may be named.
        mark: names the file in the cases' source, so that no row raises twice.

    Raises:
        UnreadableFile: no header was recognised, or there are too many rows.
    """
    found = propose(HitList(procedure), table)
    missing = [one.title for one in HitList(procedure).importable if one.required]
    if "title" not in found.columns or "reason" not in found.columns:
        raise UnreadableFile(f"没有找到表头；至少要有这些列：{'、'.join(missing)}")
    rows = [
        (line, row)
        for line, row in enumerate(table.rows[found.header_line :], start=found.header_line + 1)
        if any(text_of(cell) for cell in row)
    ]
    if len(rows) > MOST:
        raise UnreadableFile(f"文件有 {len(rows)} 行，一次最多 {MOST} 行，请拆分")
    reader = RowReader(procedure, by, mark)
    hits = [reader.read(line, _given(row, found.columns)) for line, row in rows]
    _refuse_doubles(hits)
    _note_raised(hits, procedure.code)
    used = set(found.columns.values())
    header = table.header(found.header_line)
    return Checked(hits, [word for n, word in enumerate(header) if word and n not in used])


def _given(row: Sequence[Cell], columns: Mapping[str, int]) -> dict[str, str]:
    return {n: text_of(row[place]) if place < len(row) else "" for n, place in columns.items()}


def _refuse_doubles(hits: Sequence[Hit]) -> None:
    first: dict[object, int] = {}
    for hit in hits:
        if hit.new is None:
            continue
        said = (hit.new.title, hit.new.reason, str(hit.new.district.code), *hit.given.values())
        if said in first:
            hit.faults.append(f"与第 {first[said]} 行内容相同")
        first.setdefault(said, hit.line)


def _note_raised(hits: Sequence[Hit], kind: str) -> None:
    sources = {hit.new.source: hit for hit in hits if hit.new is not None}
    keys = sorted(sources)
    for start in range(0, len(keys), 900):
        known = Case.objects.filter(kind=kind, source__in=keys[start : start + 900])
        for source, number in known.values_list("source", "number"):
            sources[source].raised = number
