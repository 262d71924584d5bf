"""Which column of the file is which column of the list (列对应)."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bihuan.registry.exchange.error import WrongMapping
from bihuan.registry.exchange.sheet import KEY, Listed, Sheet
from bihuan.registry.exchange.table import HEAD_ROWS, Table

_NOISE = re.compile(r"[\s*＊:：/／_\-—.、]+|[(（\[【].*?[)）\]】]")


def plain(text: str) -> str:
    """Words without blanks, brackets' content, marks and width, for comparing headers.

    >>> plain("* 单位名称（必填）"), plain("ＭＮ 号")
    ('单位名称', 'mn号')
    """
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).casefold()


@dataclass(frozen=True, slots=True)
class Proposal:
    """The row that looks like the header, and the column of the file for each field."""

    header_line: int
    columns: Mapping[str, int]


def propose(sheet: Listed, table: Table) -> Proposal:
    """Find the header among the first rows and match its words with titles and synonyms.

    A title above the table, as official lists carry it, is passed over.
    """
    lines = range(1, min(HEAD_ROWS, len(table.rows)) + 1)
    found = [proposed_at(sheet, table, line) for line in lines]
    return max(found, key=lambda one: (len(one.columns), -one.header_line))


def proposed_at(sheet: Listed, table: Table, line: int) -> Proposal:
    """What matches if this row is the header; the nearest row where there is no such."""
    line = max(1, min(line, HEAD_ROWS, len(table.rows)))
    return Proposal(line, _matches(sheet, table.header(line)))


def _matches(sheet: Listed, header: Sequence[str]) -> dict[str, int]:
    """Titles first, then synonyms, so that a synonym never takes another's title."""
    places: dict[str, int] = {}
    for place, word in enumerate(header):
        places.setdefault(plain(word), place)
    found: dict[str, int] = {}
    for column in sheet.importable:
        titled = places.get(plain(column.title), places.get(plain(column.field)))
        if titled is not None:
            found[column.field] = titled
    for column in sheet.importable:
        if column.field not in found:
            said = (places.get(plain(word)) for word in column.synonyms)
            free = [one for one in said if one is not None and one not in found.values()]
            if free:
                found[column.field] = free[0]
    return found


def checked(sheet: Sheet, columns: Mapping[str, int], *, width: int) -> dict[str, int]:
    """The mapping as it is used.

    Raises:
        WrongMapping: one column for two fields, a column that is not there, or nothing by which
            a row could be recognised or registered.
    """
    known = {column.field: column.title for column in sheet.importable}
    chosen = {field: place for field, place in columns.items() if field in known}
    taken: dict[int, str] = {}
    for field, place in chosen.items():
        if not 0 <= place < width:
            raise WrongMapping(f"“{known[field]}”对应的列不存在")
        if place in taken:
            raise WrongMapping(f"“{known[field]}”与“{known[taken[place]]}”对应了同一列")
        taken[place] = field
    missing = [
        column.title
        for column in sheet.importable
        if column.required and not chosen.keys() & {column.field, *column.instead}
    ]
    if missing and KEY not in chosen:
        raise WrongMapping(f"以下必填项没有对应的列：{'、'.join(missing)}")
    return chosen
