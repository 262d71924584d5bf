"""A list that a paginator can count and slice, without reading rows that no page shows."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

R = TypeVar("R")


class Listing(Generic[R]):
    """Rows of a query as frozen values (列表), made for the slice that is asked for.

    Django's `Paginator` takes it as it is: one statement to count, and for a page one for its
    rows and those that `make` needs beside them.
    """

    def __init__(
        self, queryset: QuerySet[Any, Any], make: Callable[[Sequence[Any]], list[R]]
    ) -> None:
        """Nothing is read yet.

        Args:
            queryset: ordered; of models or of value tuples.
            make: frozen rows of the query's rows of one slice.
        """
        self._queryset = queryset
        self._make = make
        self._count: int | None = None

    def keys(self) -> QuerySet[Any, Any]:
        """The keys of the rows as a sub-select, for whoever needs the same rows otherwise."""
        return self._queryset.order_by().values("pk")

    def count(self) -> int:
        """How many rows there are."""
        if self._count is None:
            self._count = self._queryset.count()
        return self._count

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[R]:
        return self._make(list(self._queryset[part]))

    def __iter__(self) -> Iterator[R]:
        return iter(self._make(list(self._queryset)))
