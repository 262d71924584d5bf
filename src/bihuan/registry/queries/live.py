"""The live board as a page needs it (实时监测)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator

from bihuan.accounts.models import User
from bihuan.registry.queries.board import board
from bihuan.registry.queries.board_row import Row, rows
from bihuan.registry.queries.grouping import Group, grouping_for, groups
from bihuan.registry.queries.roster import (
    BoardQuery,
    counts,
    points_of,
    roster,
    sorted_roster,
)

PAGE_SIZE = 50
MOST_GROUPS = 60


@dataclass(frozen=True, slots=True)
class LiveScreen:
    """What the live board shows at one moment.

    Attributes:
        total: points that the filters let through, of any state.
        counts: how many of them stand how.
        grouping: by what the groups are made.
        groups: at most MOST_GROUPS of them.
        more_groups: how many groups are not shown.
        page: of the list; its rows are `rows`.
    """

    total: int
    counts: dict[str, int]
    grouping: str
    groups: list[Group]
    more_groups: int
    page: Page[Any]
    rows: list[Row]


def live_screen(user: User, query: BoardQuery, *, page: str | None, now: datetime) -> LiveScreen:
    """The board for one person and one set of filters: five statements however many points."""
    shared = board(now)
    frame = roster(points_of(user, query), shared)
    grouping = grouping_for(query, frame)
    found = groups(frame, grouping)
    listed = sorted_roster(frame, query.standing)
    places = Paginator(range(listed.height), PAGE_SIZE).get_page(page)
    shown = listed.slice(PAGE_SIZE * (places.number - 1), PAGE_SIZE)
    return LiveScreen(
        total=frame.height,
        counts=counts(frame),
        grouping=grouping,
        groups=found[:MOST_GROUPS],
        more_groups=max(0, len(found) - MOST_GROUPS),
        page=places,
        rows=rows(shown, shared),
    )
