"""A list of the registry as a table (数据表): declared once, used by import and export."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import Model, QuerySet
from django.http import QueryDict

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.registry.exchange.parser import Parser

if TYPE_CHECKING:
    from bihuan.registry.exchange.lookup import Lookup

Values = Mapping[str, Any]
KEY = "pk"
"""The column of the platform's own number (平台编号); the surest way to recognise a row."""


class Grade(StrEnum):
    """How serious a finding is: a bad row is left out, a doubtful one is kept, a note only told."""

    BAD = "bad"
    DOUBT = "doubt"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong or doubtful with a cell (核对发现): row of the file, column, content, why."""

    line: int
    column: str
    given: str
    sentence: str
    grade: Grade


@dataclass(frozen=True, slots=True)
class Column:
    """One column (列).

    `field` names the value in a row being read, `path` where an export finds it ('' = nowhere).
    A column that is `read_only` is exported for people to see and never imported; what a `secret`
    one holds is never shown. A `sealed` one is a telephone number that lies sealed in the
    database: it cannot be sorted by, and what is noted of it has its middle covered. `required`
    holds for new rows, unless a column of `instead` is given.
    """

    field: str
    title: str
    parser: Parser
    path: str = ""
    required: bool = False
    example: str = ""
    help: str = ""
    synonyms: tuple[str, ...] = ()
    read_only: bool = False
    secret: bool = False
    sealed: bool = False
    instead: tuple[str, ...] = ()


class Listed(Protocol):
    """A list with columns, whose header can be found and whose template can be written."""

    @property
    def title(self) -> str:
        """Its Chinese name."""

    @property
    def note(self) -> str:
        """In one sentence what a row is."""

    @property
    def importable(self) -> Sequence[Column]:
        """The columns that an import understands."""


@dataclass(slots=True)
class Draft:
    """One row of a file while it is read (待导入行): what it says, and what was found."""

    line: int
    values: dict[str, Any]
    given: Mapping[str, str] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    is_bad: bool = False
    known: int | str | None = None
    repeats: int | None = None

    def bad(self, column: str, sentence: str) -> None:
        """Note why this row cannot be imported."""
        self.is_bad = True
        self._note(column, sentence, Grade.BAD)

    def doubt(self, column: str, sentence: str) -> None:
        """Note what somebody should look at; the row is imported all the same."""
        self._note(column, sentence, Grade.DOUBT)

    def note(self, column: str, sentence: str) -> None:
        """Tell what was done with a value; nobody needs to look at it."""
        self._note(column, sentence, Grade.NOTE)

    @property
    def is_doubtful(self) -> bool:
        """Whether somebody should look at the row."""
        return any(one.grade is Grade.DOUBT for one in self.findings)

    def take(self, name: str) -> Any:
        """Take a value out of the row; None when the row does not state it."""
        return self.values.pop(name, None)

    def merged(self, known: Mapping[Any, Values]) -> Values:
        """What the row will hold: what is known of it, and what the file states."""
        return {**known[self.known], **self.values} if self.known is not None else self.values

    def _note(self, column: str, sentence: str, grade: Grade) -> None:
        self.findings.append(
            Finding(self.line, column, self.given.get(column, ""), sentence, grade)
        )


Key = Callable[[Values], Hashable | None]


@dataclass(frozen=True, slots=True)
class Unique:
    """What the database holds only once (唯一约束), in words and as a key."""

    words: str
    column: str
    key: Key


Made = list[tuple[str, list[Any]]]
"""Rows that an import made beside its own: model's label and keys."""


def _settled(draft: Draft, look: "Lookup") -> None:
    """Nothing to look up."""


def _reviewed(drafts: Sequence[Draft], known: Mapping[Any, Values], look: "Lookup") -> None:
    """Nothing to compare."""


def _nothing_made(rows: Any, look: "Lookup", now: datetime) -> Made:
    return []


class Rows(Protocol):
    """Gives the rows of a list that a person sees, by posts of these roles only if given."""

    def __call__(self, user: User, *, roles: Collection[Role] | None = None) -> "QuerySet[Any]":
        """The rows in the order of the list."""


@dataclass(frozen=True)
class Sheet:
    """A list that can be imported and exported.

    Attributes:
        key: names the list in addresses.
        title: its Chinese name; `note` says in one sentence what a row is.
        model: whose rows; `rows` gives those that a person sees, in the order of the list.
        columns: in the order of the template.
        fields: paths of the model that an import compares and writes.
        keys: ways to recognise what is known, the strictest first.
        uniques: what the database refuses to hold twice.
        settle: turns what one row states into values of `fields`, noting doubts.
        review: doubts that only the whole table shows.
        narrow: the rows that the filters of the list's page choose.
        derived: fields that the model computes by itself, written with the others.
        before: makes what new rows need first; `after` what belongs to them.
        directory: whether the gateway's directory changes with it.
        personal: whether rows hold personal data, exported only by those who may import.
    """

    key: str
    title: str
    note: str
    model: type[Model]
    rows: Rows
    columns: tuple[Column, ...]
    fields: tuple[str, ...]
    keys: tuple[Key, ...]
    uniques: tuple[Unique, ...] = ()
    settle: Callable[[Draft, "Lookup"], None] = _settled
    review: Callable[[Sequence[Draft], Mapping[Any, Values], "Lookup"], None] = _reviewed
    narrow: Callable[[QueryDict, User], "QuerySet[Any]"] | None = None
    derived: tuple[str, ...] = ()
    before: Callable[[list[Any], "Lookup", datetime], Made] = _nothing_made
    after: Callable[[list[Any], "Lookup", datetime], Made] = _nothing_made
    directory: bool = False
    personal: bool = False

    @property
    def importable(self) -> tuple[Column, ...]:
        """The columns that an import understands."""
        return tuple(column for column in self.columns if not column.read_only)

    @property
    def exported(self) -> tuple[Column, ...]:
        """The columns of an export."""
        return tuple(column for column in self.columns if column.path)

    @property
    def titles(self) -> dict[str, str]:
        """Field to Chinese title."""
        return {column.field: column.title for column in self.columns}
