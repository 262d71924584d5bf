"""Recognising what is known already, and what a file says twice (识别)."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from bihuan.registry.exchange.cell import text_of
from bihuan.registry.exchange.sheet import KEY, Draft, Key, Sheet, Values


def is_same(known: Any, stated: Any) -> bool:
    """Whether a file states what is known; blanks at the edges of a text do not count."""
    return bool(known == stated) or (isinstance(known, str) and text_of(known) == stated)


class Recognition:
    """One file's rows against the known ones; nothing is guessed.

    The platform's own number decides where it is given; then each key of the sheet from the
    strictest on. A known row is claimed by one row of the file only: another that says the same
    is a repetition, one that says something else is a row of its own, with a doubt.
    """

    def __init__(self, sheet: Sheet, known: Mapping[Any, Values], within: frozenset[Any]) -> None:
        self._sheet = sheet
        self._known = known
        self._within = within
        self._claims: dict[Any, Draft] = {}
        self._told: set[int] = set()
        self._name = sheet.titles

    def run(self, drafts: Sequence[Draft]) -> None:
        """Give each draft its known row, its first saying, or nothing."""
        for draft in drafts:
            self._by_number(draft)
        for key in self._sheet.keys:
            index = self._index(key)
            found = [(draft, index.get(key(draft.values), ())) for draft in drafts if _open(draft)]
            for draft, hits in found:
                self._by_content(draft, hits)
            for draft, hits in found:
                if hits and _open(draft):
                    self._by_word(draft, hits)
        for key in self._sheet.keys:
            self._twice(key, drafts)

    def _index(self, key: Key) -> Mapping[Hashable, Sequence[Any]]:
        index: dict[Hashable, list[Any]] = defaultdict(list)
        for pk, values in self._known.items():
            word = key(values)
            if word is not None:
                index[word].append(pk)
        return index

    def _by_number(self, draft: Draft) -> None:
        number = draft.take(KEY)
        if number is None:
            return
        draft.extra[KEY] = number
        if number not in self._known or number not in self._within:
            draft.bad(KEY, f"{self._name[KEY]} {number} 不存在，或不在您的管理范围内")
        elif number in self._claims:
            draft.bad(KEY, f"{self._name[KEY]} {number} 已在第 {self._claims[number].line} 行出现")
        else:
            self._claim(draft, number)

    def _by_content(self, draft: Draft, hits: Iterable[Any]) -> None:
        """A known row that says exactly the same."""
        for pk in hits:
            if pk not in self._claims and self._says(pk, draft):
                self._claim(draft, pk)
                return

    def _says(self, pk: Any, draft: Draft) -> bool:
        row = self._known[pk]
        return all(is_same(row.get(name), value) for name, value in draft.values.items())

    def _by_word(self, draft: Draft, hits: Sequence[Any]) -> None:
        same = [pk for pk in hits if pk in self._claims and self._repeats(draft, self._claims[pk])]
        free = [pk for pk in hits if pk not in self._claims]
        if same:
            return
        if len(hits) == 1 and free:
            self._claim(draft, hits[0])
        elif free:
            shown = "、".join(str(pk) for pk in hits[:5])
            first = self._sheet.columns[0].field
            draft.bad(first, f"台账中有 {len(hits)} 条同名记录（编号 {shown}），请填写编号以便识别")
        else:
            self._tell(draft, self._claims[hits[0]].line)

    def _repeats(self, draft: Draft, other: Draft) -> bool:
        if other.values != draft.values or other.extra.get("point") != draft.extra.get("point"):
            return False
        draft.repeats = other.line
        draft.doubt(self._sheet.columns[0].field, f"与第 {other.line} 行完全相同，只导入一次")
        return True

    def _claim(self, draft: Draft, pk: Any) -> None:
        if pk not in self._within:
            draft.bad(self._sheet.columns[0].field, "台账中已有此记录，但不在您的管理范围内")
            return
        draft.known = pk
        self._claims[pk] = draft

    def _twice(self, key: Key, drafts: Sequence[Draft]) -> None:
        """New rows of the file that say the same as an earlier one of it."""
        first: dict[Hashable, Draft] = {}
        for draft in drafts:
            word = key(draft.values) if _open(draft) else None
            if word is None:
                continue
            other = first.setdefault(word, draft)
            if other is not draft and not self._repeats(draft, other):
                self._tell(draft, other.line)

    def _tell(self, draft: Draft, line: int) -> None:
        if draft.line not in self._told:
            self._told.add(draft.line)
            first = self._sheet.columns[0].field
            draft.doubt(first, f"与第 {line} 行同名而内容不同，按另一条记录登记，请核对是否重复")


def refuse_doubles(sheet: Sheet, drafts: Sequence[Draft], known: Mapping[Any, Values]) -> None:
    """Refuse rows that the database cannot hold beside another (唯一性)."""
    chosen = [draft for draft in drafts if not draft.is_bad and draft.repeats is None]
    moving = {draft.known for draft in chosen if draft.known is not None}
    for unique in sheet.uniques:
        owners: dict[Hashable, str] = {}
        for pk, row in known.items():
            word = unique.key(row) if pk not in moving else None
            if word is not None:
                owners[word] = "台账中已有的记录"
        for draft in chosen:
            word = unique.key(draft.merged(known))
            if word is not None and word in owners:
                draft.bad(unique.column, f"{unique.words}不能重复：与{owners[word]}相同")
            elif word is not None:
                owners[word] = f"第 {draft.line} 行"


def _open(draft: Draft) -> bool:
    return draft.known is None and draft.repeats is None and not draft.is_bad
