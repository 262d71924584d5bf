"""Ranking (排名) with shared places and unranked members that say why."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Contender:
    """Who is ranked by what.

    Attributes:
        name: unique key of a station, township or county.
        value: rounded as it is published; None keeps it out of the ranking.
        reason: why there is no value; empty otherwise.
    """

    name: str
    value: Decimal | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the ranking; `place` is None for the unranked."""

    contender: Contender
    place: int | None
    of: int


def ranking(contenders: Sequence[Contender], *, descending: bool = False) -> list[Place]:
    """Places from the best, equal published values share one (并列), the next is skipped.

    Args:
        contenders: in any order.
        descending: the largest value is the best, as for good-day ratios.

    Returns:
        The ranked by place, then the unranked, each group in the given order where equal.

    Source: city ranking rules of 2014 (secondary source).

    >>> order = ranking([Contender("a", Decimal(4)), Contender("b", Decimal(3)),
    ...                  Contender("c", Decimal(4)), Contender("d", None, "缺数")])
    >>> [(place.contender.name, place.place) for place in order]
    [('b', 1), ('a', 2), ('c', 2), ('d', None)]
    """
    valued = [(item.value, item) for item in contenders if item.value is not None]
    ranked = sorted(valued, key=lambda pair: -pair[0] if descending else pair[0])
    first_place: dict[Decimal, int] = {}
    for position, (value, _) in enumerate(ranked, 1):
        first_place.setdefault(value, position)
    places = [Place(item, first_place[value], len(ranked)) for value, item in ranked]
    return places + [Place(item, None, len(ranked)) for item in contenders if item.value is None]
