"""The gram index in the database: FTS5 in SQLite, a GIN index in PostgreSQL.

Both hold the tokens of `gram` and nothing else; the entries themselves are rows of `SearchEntry`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from bihuan.registry.models import SearchEntry
from bihuan.registry.search import gram

LOOK, FARTHEST = 1_000, 6_000
"""Rows of a kind that are read on from its first: always, and where that gave its share."""

INDEX_ONLY = "SET LOCAL enable_seqscan = off"
"""Of a frequent character PostgreSQL would read the table from its start, past every other kind."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """What is looked for.

    Args:
        parts: normalised parts that must all occur.
        kind: of object.
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

    def find(self, lookups: Sequence[Lookup]) -> list[list[int]]:
        """For each lookup the keys of entries that fit, in no promised order."""
        ...


def gram_store() -> GramStore:
    """The index of the present database."""
    return PostgresGrams() if connection.vendor == "postgresql" else SqliteGrams()


class SqliteGrams:
    """A contentless FTS5 table; runs of grams and of fours are phrases of it."""

    def add(self, entries: Sequence[SearchEntry]) -> None:
        """Insert each entry's tokens under its key, in the order of keys, as FTS5 likes them."""
        statement = (
            "INSERT INTO registry_search_gram(rowid, grams, singles, codes, extras)"
            " VALUES (%s, %s, %s, %s, %s)"
        )
        self._write(statement, entries)

    def remove(self, entries: Sequence[SearchEntry]) -> None:
        """Delete each entry's tokens; FTS5 must be told what they were."""
        statement = (
            "INSERT INTO registry_search_gram"
            "(registry_search_gram, rowid, grams, singles, codes, extras)"
            " VALUES ('delete', %s, %s, %s, %s, %s)"
        )
        self._write(statement, entries)

    def find(self, lookups: Sequence[Lookup]) -> list[list[int]]:
        """A full-text query of phrases and scope among the keys of each kind."""
        with connection.cursor() as cursor:
            return [self._found(lookup, cursor) for lookup in lookups]

    def _found(self, lookup: Lookup, cursor: CursorWrapper) -> list[int]:
        terms = [term for part in lookup.parts for term in self._terms(part)]
        if lookup.scope is not None:
            terms.append(f"extras : ({' OR '.join(lookup.scope)})")
        statement = (
            "SELECT rowid FROM registry_search_gram WHERE registry_search_gram MATCH %s"
            " AND rowid BETWEEN %s AND %s LIMIT %s"
        )
        query = " AND ".join(f"({term})" for term in terms)
        cursor.execute(statement, [query, *gram.keys_of_kind(lookup.kind), lookup.most])
        return [row[0] for row in cursor.fetchall()]

    def _write(self, statement: str, entries: Sequence[SearchEntry]) -> None:
        rows = sorted((entry.pk, *self._columns(entry)) for entry in entries)
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)

    def _terms(self, part: str) -> Iterator[str]:
        for run in gram.fours(part):
            yield f'codes : "{" ".join(run)}"'
        if len(part) == 1:
            yield f"singles : {gram.single(part)}"
        elif not gram.is_code(part):
            yield f'grams : "{" ".join(gram.run_of(part))}"'

    def _columns(self, entry: SearchEntry) -> tuple[str, str, str, str]:
        codes = f" {gram.PART} ".join(" ".join(run) for run in gram.fours(entry.needle))
        return (
            " ".join(gram.grams(entry.needle)),
            " ".join(sorted(gram.singles(entry.needle))),
            codes,
            " ".join(gram.scope_tokens(entry.district_code, entry.enterprise_key)),
        )


class PostgresGrams:
    """A column of tokens with a GIN index; the needle itself decides among candidates."""

    def add(self, entries: Sequence[SearchEntry]) -> None:
        """Write each entry's tokens beside it."""
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

    def find(self, lookups: Sequence[Lookup]) -> list[list[int]]:
        """Rows of each kind that have every token and hold every part."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(INDEX_ONLY)
            return [self._found(lookup, cursor) for lookup in lookups]

    def _found(self, lookup: Lookup, cursor: CursorWrapper) -> list[int]:
        """What is frequent is met by reading on from the kind's first row, the rest by the index.

        Of a frequent word the index reads its whole list before it gives the first row.
        """
        found = self._read_on(lookup, cursor, LOOK)
        if lookup.most > len(found) >= lookup.most * LOOK / FARTHEST:
            found = self._read_on(lookup, cursor, FARTHEST)
        return found if len(found) >= lookup.most else self._indexed(lookup, cursor)

    def _read_on(self, lookup: Lookup, cursor: CursorWrapper, rows: int) -> list[int]:
        condition, values = self._condition(lookup)
        statement = (
            "SELECT id FROM (SELECT id, needle, grams FROM registry_searchentry"
            " WHERE id BETWEEN %s AND %s ORDER BY id LIMIT %s) AS read"
            f" WHERE {condition} LIMIT %s"
        )
        cursor.execute(statement, [*gram.keys_of_kind(lookup.kind), rows, *values, lookup.most])
        return [row[0] for row in cursor.fetchall()]

    def _indexed(self, lookup: Lookup, cursor: CursorWrapper) -> list[int]:
        condition, values = self._condition(lookup)
        statement = (
            f"SELECT id FROM registry_searchentry WHERE grams @> %s AND {condition} LIMIT %s"
        )
        cursor.execute(statement, [self._wanted(lookup), *values, lookup.most])
        return [row[0] for row in cursor.fetchall()]

    def _condition(self, lookup: Lookup) -> tuple[str, list[Any]]:
        terms = ["strpos(needle, %s) > 0"] * len(lookup.parts)
        values = list[Any](lookup.parts)
        if lookup.scope is not None:
            terms.append("grams && %s")
            values.append(list(lookup.scope))
        return " AND ".join(terms), values

    def _wanted(self, lookup: Lookup) -> list[str]:
        wanted = {gram.kind_token(lookup.kind)}
        for part in lookup.parts:
            wanted |= {_four(one) for run in gram.fours(part) for one in run}
            if len(part) == 1:
                wanted.add(gram.single(part))
            elif not gram.is_code(part):
                wanted |= set(gram.run_of(part))
        return sorted(wanted)

    def _tokens(self, entry: SearchEntry) -> list[str]:
        needle = entry.needle
        fours = (_four(one) for run in gram.fours(needle) for one in run)
        scope = gram.scope_tokens(entry.district_code, entry.enterprise_key)
        own = {gram.kind_token(entry.kind), *scope}
        return sorted({*gram.grams(needle), *gram.singles(needle), *fours, *own})


def _four(token: str) -> str:
    """Beside hexadecimal tokens, a four needs a mark."""
    return f"c{token}"
