"""What a list of the ledger is (台账的声明)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Q

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.registry.exchange.sheet import Column, Sheet
from bihuan.registry.permission import MAY_REGISTER

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Told:
    """A value in words, with the tone of its mark; an empty tone is plain text."""

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter of a list (筛选项): what may be chosen, and the condition that it makes."""

    name: str
    label: str
    choices: Callable[[User], Choices]
    condition: Callable[[str, date], Q]


@dataclass(frozen=True, slots=True)
class Computed:
    """A column that no cell of the table holds (计算列): made from others on the day of asking."""

    field: str
    title: str
    needs: tuple[str, ...]
    make: Callable[[Sequence[Any], date], Told]


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of another list that belong to an object (下属记录), on a tab of its page."""

    key: str
    path: str

    @property
    def parameter(self) -> str:
        """Name under which a new row's form takes the object."""
        return self.path.removesuffix("_id")


@dataclass(frozen=True)
class Ledger:
    """One list with its pages (台账).

    Attributes:
        sheet: the table behind it; its columns can all be shown and exported.
        icon: of the menu and of search hits.
        shown: fields of the columns that show at first.
        fields: fields of the model that a form edits.
        words: paths that the search word is looked for in.
        filters: beside word and district.
        district: path of the district's code, '' where there is none.
        computed: columns made on the day.
        tones: by field, the tone of each value.
        parts: what belongs to an object.
        page: route of the object's page where it has one of its own.
        bulk: fields with choices that may be set for many rows at once.
        writers: roles that may register and change.
        example: what an empty list offers as an example.
        links: other pages about the list: label and route.
        private: fields of personal data, shown only to writers.
    """

    sheet: Sheet
    icon: str
    shown: tuple[str, ...]
    fields: tuple[str, ...]
    words: tuple[str, ...] = ("name",)
    filters: tuple[Filter, ...] = ()
    district: str = "district_id"
    computed: tuple[Computed, ...] = ()
    tones: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    page: str = ""
    bulk: tuple[str, ...] = ()
    writers: frozenset[Role] = MAY_REGISTER
    example: str = ""
    links: tuple[tuple[str, str], ...] = ()
    private: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Names the list in addresses."""
        return self.sheet.key

    @property
    def title(self) -> str:
        """Its Chinese name."""
        return self.sheet.title

    @property
    def route(self) -> str:
        """Route of an object's page."""
        return self.page or f"registry:ledger_{self.key}_one"

    @property
    def columns(self) -> dict[str, Column | Computed]:
        """Every column that can be shown, by field, in order."""
        columns: list[Column | Computed] = [*self.sheet.exported, *self.computed]
        return {column.field: column for column in columns}

    def seen_by(self, user: User) -> "Ledger":
        """The list as this person may see it: without personal data unless a writer."""
        if not self.private or self.may_write(user):
            return self
        columns = tuple(one for one in self.sheet.columns if one.field not in self.private)
        shown = tuple(one for one in self.shown if one not in self.private)
        return replace(self, sheet=replace(self.sheet, columns=columns), shown=shown)

    def may_write(self, user: User) -> bool:
        """Whether a post lets this person register and change rows of it."""
        return user.is_authenticated and user.may_act_as(self.writers)


_ledgers: dict[str, Ledger] = {}


def register(*ledgers: Ledger) -> None:
    """Add lists; called in a room's ``apps.py`` before the addresses are read."""
    for one in ledgers:
        _ledgers[one.key] = one


def ledgers() -> tuple[Ledger, ...]:
    """Every list, in the order of registration."""
    return tuple(_ledgers.values())


def ledger_of(key: str) -> Ledger:
    """The list of this name.

    Raises:
        KeyError: no room registered it.
    """
    return _ledgers[key]
