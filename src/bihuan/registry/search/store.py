"""The gram index in the database: FTS5 in SQLite, a GIN index in PostgreSQL.

Both hold the tokens of `gram` and nothing else; the entries themselves are rows of `SearchEntry`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

from django.db import connection

from bihuan.registry.models import SearchEntry
from bihuan.registry.search import gram


@dataclass(frozen=True, slots=True)
class Lookup:
    """What is looked for.

    Args:
        parts: normalised parts that must all occur.
        kind: of object; empty for every kind.
        scope: tokens of which one must be there; None for no bound.
        most: entries at most.
    """

    parts: tuple[str, ...]
    kind: str
    scope: tuple[str, ...] | None
    most: int


class GramStore(Protocol):
    """What each database offers."""

    def add(self, entries: Sequence[SearchEntry]) -> None:
        """Index entries that were just inserted."""
        ...

    def remove(self, entries: Sequence[SearchEntry]) -> None:
        """Forget entries as they are indexed now, before they change or go."""
        ...

    def find(self, lookup: Lookup) -> list[int]:
        """Keys of entries that fit, in no promised order."""
        ...


def gram_store() -> GramStore:
    """The index of the present database."""
    return PostgresGrams() if connection.vendor == "postgresql" else SqliteGrams()


def _extra_tokens(entry: SearchEntry) -> Iterable[str]:
    scope = gram.scope_tokens(entry.district_code, entry.enterprise_key)
    return chain([gram.kind_token(entry.kind)], scope)


class SqliteGrams:
    """A contentless FTS5 table; runs of grams are phrases of it."""

    def add(self, entries: Sequence[SearchEntry]) -> None:
        """Insert each entry's tokens under its key."""
        rows = [(entry.pk, self._document(entry), self._extras(entry)) for entry in entries]
        statement = "INSERT INTO registry_search_gram(rowid, grams, extras) VALUES (%s, %s, %s)"
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)

    def remove(self, entries: Sequence[SearchEntry]) -> None:
        """Delete each entry's tokens; FTS5 must be told what they were."""
        rows = [(entry.pk, self._document(entry), self._extras(entry)) for entry in entries]
        statement = (
            "INSERT INTO registry_search_gram(registry_search_gram, rowid, grams, extras)"
            " VALUES ('delete', %s, %s, %s)"
        )
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)

    def find(self, lookup: Lookup) -> list[int]:
        """A full-text query of phrases, kind and scope."""
        terms = [self._phrase(part) for part in lookup.parts]
        if lookup.kind:
            terms.append(f"extras : {gram.kind_token(lookup.kind)}")
        if lookup.scope is not None:
            terms.append(f"extras : ({' OR '.join(lookup.scope)})")
        statement = (
            "SELECT rowid FROM registry_search_gram WHERE registry_search_gram MATCH %s LIMIT %s"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [" AND ".join(f"({term})" for term in terms), lookup.most])
            return [row[0] for row in cursor.fetchall()]

    def _phrase(self, part: str) -> str:
        if len(part) == 1:
            return f"grams : {gram.beginning(part)} *"
        return f'grams : "{" ".join(gram.run_of(part))}"'

    def _document(self, entry: SearchEntry) -> str:
        return " ".join(gram.grams(entry.needle))

    def _extras(self, entry: SearchEntry) -> str:
        return " ".join(_extra_tokens(entry))


class PostgresGrams:
    """A column of tokens with a GIN index; the needle itself decides among candidates."""

    def add(self, entries: Sequence[SearchEntry]) -> None:
        """Write each entry's tokens, single characters included, beside it."""
        keys = [entry.pk for entry in entries]
        tokens = [" ".join(self._tokens(entry)) for entry in entries]
        statement = (
            "UPDATE registry_searchentry SET grams = string_to_array(told.tokens, ' ')"
            " FROM unnest(%s::bigint[], %s::text[]) AS told(id, tokens)"
            " WHERE registry_searchentry.id = told.id"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [keys, tokens])

    def remove(self, entries: Sequence[SearchEntry]) -> None:
        """Nothing to do: the tokens go with the row or are written anew."""

    def find(self, lookup: Lookup) -> list[int]:
        """Rows that have every token and hold every part."""
        conditions, values = ["grams @> %s"], [self._wanted(lookup)]
        if lookup.scope is not None:
            conditions.append("grams && %s")
            values.append(list(lookup.scope))
        for part in lookup.parts:
            conditions.append("strpos(needle, %s) > 0")
            values.append(part)  # type: ignore[arg-type]
        statement = f"SELECT id FROM registry_searchentry WHERE {' AND '.join(conditions)} LIMIT %s"
        with connection.cursor() as cursor:
            cursor.execute(statement, [*values, lookup.most])
            return [row[0] for row in cursor.fetchall()]

    def _wanted(self, lookup: Lookup) -> list[str]:
        wanted = [gram.kind_token(lookup.kind)] if lookup.kind else []
        for part in lookup.parts:
            wanted += gram.run_of(part) if len(part) > 1 else [gram.beginning(part)]
        return wanted

    def _tokens(self, entry: SearchEntry) -> list[str]:
        singles = {gram.beginning(character) for character in entry.needle}
        return sorted({*gram.grams(entry.needle), *singles, *_extra_tokens(entry)})
