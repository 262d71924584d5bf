"""The duty desk (值班台): data, silent points, what arose, what is due, who waits for whom."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import polars as pl
from django.db.models import Count, Min, QuerySet
from django.utils.timezone import localtime

from bihuan.accounts.models import District, User
from bihuan.cases.models import Case, CaseState
from bihuan.notify.models import Shift
from bihuan.notify.queries.roster import on_call
from bihuan.registry.queries.board import board
from bihuan.registry.queries.roster import BoardQuery, counts, points_of, roster
from bihuan.registry.standing import Standing
from bihuan.watch.models import Event, EventState, HandOver, Maintenance
from bihuan.watch.rules import label_of

USUAL_SHIFT: Final = timedelta(hours=12)
SOON: Final = timedelta(hours=24)
SHOWN: Final = 8
MOST: Final = 300
MOST_SILENT: Final = 50


@dataclass(frozen=True, slots=True)
class SilentPoint:
    """A point from which nothing comes (断线点位)."""

    point: int
    name: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many cases wait for somebody (待办方), and when the first is due."""

    holder: str
    count: int
    overdue: int
    first: datetime | None


@dataclass(frozen=True, slots=True)
class Desk:
    """What stands on the duty desk at one moment.

    Attributes:
        since: begin of this shift: the last hand-over, else twelve hours ago.
        counts: points by standing.
        silent: by name, the longest silent first, as many as one screen bears.
        arisen: events of this shift that are not kept quiet, the newest first.
        due: open cases whose deadline has passed or comes within a day, the earliest first.
    """

    district: District | None
    since: datetime
    last: HandOver | None
    newest: datetime | None
    counts: dict[str, int]
    silent: list[SilentPoint]
    arisen: list[Event]
    arisen_count: int
    open_count: int
    quiet_count: int
    due: list[Case]
    due_count: int
    overdue_count: int
    waiting: list[Waiting]
    raised_count: int
    closed_count: int
    maintenance: list[Maintenance]
    on_call: list[Shift]


def desk(user: User, now: datetime) -> Desk:
    """The duty desk of one person (值班台)."""
    last = last_hand_over(district := district_of(user))
    since = last.at if last else now - USUAL_SHIFT
    frame = roster(points_of(user, BoardQuery()), board(now))
    events = Event.objects.visible_to(user).exclude(state=EventState.WITHDRAWN)
    arisen = events.filter(found_at__gte=since, found_at__lte=now, suppression__isnull=True)
    cases = Case.objects.visible_to(user)
    waiting = cases.filter(state=CaseState.OPEN)
    due = waiting.filter(deadline__lte=now + SOON)
    newest: Any = frame["arrival"].max()
    still = events.filter(state=EventState.OPEN)
    return Desk(
        district=district,
        since=since,
        last=last,
        newest=newest,
        counts=counts(frame),
        silent=_silent(frame),
        arisen=list(arisen.select_related("point").order_by("-found_at", "-pk")[:MOST]),
        arisen_count=arisen.count(),
        open_count=still.filter(suppression__isnull=True).count(),
        quiet_count=still.filter(suppression__isnull=False).count(),
        due=list(due.order_by("deadline", "pk")[:MOST]),
        due_count=due.count(),
        overdue_count=waiting.filter(deadline__lt=now).count(),
        waiting=_waiting(waiting, now),
        raised_count=cases.filter(raised_at__gte=since, raised_at__lte=now).count(),
        closed_count=cases.filter(closed_at__gte=since, closed_at__lte=now).count(),
        maintenance=_maintenance(user),
        on_call=on_call(user, now),
    )


def district_of(user: User) -> District | None:
    """The district whose shifts a person hands over: the first that the posts reach."""
    codes = user.data_scope.districts
    return District.objects.filter(pk=codes[0]).first() if codes else None


def last_hand_over(district: District | None) -> HandOver | None:
    """The newest hand-over of a district."""
    rows = HandOver.objects.filter(district=district).select_related("by", "taken_by")
    return rows.order_by("-at", "-pk").first() if district else None


def _silent(frame: Any) -> list[SilentPoint]:
    since = pl.min_horizontal("arrival", "data_time").alias("since")
    rows = frame.filter(standing=Standing.SILENT.value).select("point", "name", since)
    return [SilentPoint(*row) for row in rows.sort("since", "name").head(MOST_SILENT).iter_rows()]


def _waiting(rows: QuerySet[Case], now: datetime) -> list[Waiting]:
    by_holder = rows.order_by().values("holder_title")
    found = by_holder.annotate(count=Count("pk"), first=Min("deadline"))
    late = dict(
        rows.filter(deadline__lt=now).order_by().values_list("holder_title").annotate(Count("pk"))
    )
    listed = [
        Waiting(
            holder=row["holder_title"] or "未指定",
            count=row["count"],
            overdue=late.get(row["holder_title"], 0),
            first=row["first"],
        )
        for row in found
    ]
    return sorted(listed, key=lambda one: (-one.overdue, -one.count, one.holder))


def _maintenance(user: User) -> list[Maintenance]:
    rows = Maintenance.objects.visible_to(user).filter(end__isnull=True)
    return list(rows.select_related("point", "by").order_by("planned_end")[:MOST])


def brief_of(found: Desk, now: datetime) -> dict[str, Any]:
    """The hand-over brief (交接班简报) as it is kept and signed: figures, then lines by name."""
    return {
        "since": found.since.isoformat(),
        "until": now.isoformat(),
        "counts": found.counts,
        "arisen": found.arisen_count,
        "open": found.open_count,
        "quiet": found.quiet_count,
        "raised": found.raised_count,
        "closed": found.closed_count,
        "due": found.due_count,
        "overdue": found.overdue_count,
        "silent_points": [f"{one.name}（{_when(one.since)} 起）" for one in found.silent[:SHOWN]],
        "events": [f"{label_of(one.rule)} {one}" for one in found.arisen[:SHOWN]],
        "due_cases": [
            f"{one.number} {one.title}，{_when(one.deadline)} 前，待{one.holder_title or '办理'}"
            for one in found.due[:SHOWN]
        ],
        "waiting": [
            f"{one.holder} {one.count} 件" + (f"（逾期 {one.overdue}）" if one.overdue else "")
            for one in found.waiting
        ],
        "maintenance": [
            f"{one.point} {one.work}（至 {_when(one.planned_end)}）"
            for one in found.maintenance[:SHOWN]
        ],
    }


def brief_text(brief: dict[str, Any], district: str) -> str:
    """The brief in words, ready to be pasted (交接班简报文字)."""
    since, until = (datetime.fromisoformat(brief[key]) for key in ("since", "until"))
    lines = [
        f"【{district}值班交接】{_when(since)}～{_when(until)}",
        f"本班新增报警 {brief['arisen']} 条，仍在进行 {brief['open']} 条，"
        f"已屏蔽 {brief['quiet']} 条；新建事项 {brief['raised']} 件，办结 {brief['closed']} 件。",
        f"24 小时内到期 {brief['due']} 件，其中已逾期 {brief['overdue']} 件。",
    ]
    for title, key in (
        ("断线点位", "silent_points"),
        ("本班报警", "events"),
        ("到期事项", "due_cases"),
        ("等待办理", "waiting"),
        ("维护中", "maintenance"),
    ):
        if brief[key]:
            lines += [f"{title}：", *(f"· {one}" for one in brief[key])]
    return "\n".join(lines)


def _when(moment: datetime | None) -> str:
    return "从未" if moment is None else f"{localtime(moment):%m月%d日 %H:%M}"
