"""What rooms above keep about objects of the ledger, handed in by them (台账附带内容)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

from django.db.models import QuerySet

from bihuan.accounts.models import User


class Contents(Protocol):
    """Where the bytes of kept files lie, under their SHA-256."""

    def digests(self, user: User | None) -> Iterator[str]:
        """The contents that belong to objects within a person's reach (None: to all)."""

    def holds(self, sha256: str) -> bool:
        """Whether a content lies there."""

    def open(self, sha256: str) -> BinaryIO:
        """A content for reading; raises FileNotFoundError where it is gone."""

    def keep(self, pieces: Iterable[bytes]) -> object:
        """Write a content."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A model that an archive holds beside the registry's own (附带内容).

    Attributes:
        label: of the model, ``app.model``.
        rows: its rows within a person's reach (None: all that belong to the ledger).
    """

    label: str
    rows: "Callable[[User | None], QuerySet[Any]]"


_models: dict[str, Beside] = {}
_contents: list[Contents] = []


def register(contents: Contents, *models: Beside) -> None:
    """Hand in models and the store of their bytes; called in a room's ``apps.py``."""
    _contents[:] = [contents]
    for one in models:
        _models[one.label] = one


def models_beside() -> dict[str, Beside]:
    """Every model that was handed in, by label."""
    return _models


def contents() -> Contents | None:
    """The store of bytes, if a room has handed one in."""
    return _contents[0] if _contents else None
