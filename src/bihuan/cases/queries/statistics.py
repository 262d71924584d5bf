"""Statistics of cases (统计): counts, on-time rates, median and 95th percentile of hours."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import polars as pl
from django.db.models import Q
from django.utils.timezone import localtime

from bihuan.accounts.models import District, Organisation, User
from bihuan.cases.forms.listing import kinds
from bihuan.cases.models import Case, CaseState, StageSpell
from bihuan.cases.models.case import within

GROUPS = {
    "kind": "事项类型",
    "city": "地市",
    "county": "区县",
    "lead": "牵头单位",
    "month": "月份",
    "stage": "办理层级与环节",
}
COLUMNS: dict[str, Any] = {
    "kind": pl.String,
    "city": pl.String,
    "county": pl.String,
    "lead": pl.Int64,
    "state": pl.String,
    "raised": pl.Datetime("us", "UTC"),
    "closed": pl.Datetime("us", "UTC"),
    "on_time": pl.Boolean,
    "deadline": pl.Datetime("us", "UTC"),
    "returns": pl.Int64,
}

SPELLS: dict[str, Any] = {
    "holder": pl.String,
    "stage": pl.String,
    "entered": pl.Datetime("us", "UTC"),
    "left": pl.Datetime("us", "UTC"),
    "on_time": pl.Boolean,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is counted: cases raised in [begin, end), grouped."""

    begin: datetime
    end: datetime
    group: str = "kind"
    kind: str = ""
    district: str = ""


@dataclass(frozen=True, slots=True)
class StatRow:
    """One line of the statistics; `query` opens the list behind its numbers."""

    label: str
    query: str
    raised: int
    open: int
    overdue: int
    closed: int
    void: int
    on_time: int
    judged: int
    returned: int
    median_h: float | None
    p95_h: float | None

    @property
    def rate(self) -> float | None:
        """Share that was closed in time; None where nothing was closed yet. [%]"""
        return 100 * self.on_time / self.judged if self.judged else None


@dataclass(frozen=True, slots=True)
class SpellRow:
    """How long one level keeps cases in one stage (时限统计)."""

    holder: str
    stage: str
    query: str
    count: int
    running: int
    on_time: int
    judged: int
    median_h: float | None
    p95_h: float | None

    @property
    def rate(self) -> float | None:
        """Share that left the stage in time. [%]"""
        return 100 * self.on_time / self.judged if self.judged else None


def statistics(asked: Asked, *, user: User, now: datetime) -> tuple[list[StatRow], StatRow]:
    """The lines of one grouping, and their sum."""
    frame = _frame(asked, user)
    column = {"month": "month", "city": "city", "county": "county", "lead": "lead"}
    by = column.get(asked.group, "kind")
    named = dict(_names(by, frame))
    rows = [
        _row(asked, by, key, named.get(key, "未指定"), part, now)
        for (key,), part in frame.group_by([by], maintain_order=False)
    ]
    rows.sort(key=lambda row: row.label if by == "month" else f"{10**9 - row.raised:010}")
    return rows, _row(asked, "", None, "合计", frame, now)


def spell_statistics(asked: Asked, *, user: User) -> list[SpellRow]:
    """How long each level keeps cases in each stage, of the cases that were raised then."""
    seen = Case.objects.visible_to(user).filter(_condition(asked))
    rows = StageSpell.objects.filter(case__in=seen).values_list(
        "holder_title", "stage_title", "entered_at", "left_at", "on_time"
    )
    frame = pl.DataFrame(list(rows), schema=SPELLS, orient="row")
    return [
        _spell(asked, str(holder), str(stage), part)
        for (holder, stage), part in frame.group_by(["holder", "stage"], maintain_order=True)
    ]


def _spell(asked: Asked, holder: str, stage: str, part: pl.DataFrame) -> SpellRow:
    judged = part.drop_nulls("on_time")
    return SpellRow(
        holder,
        stage,
        urlencode({**_query(asked), "holder": holder, "state": "open"}),
        part.height,
        int(part["left"].null_count()),
        int(judged["on_time"].sum()),
        judged.height,
        *_hours(part, "entered", "left"),
    )


def _frame(asked: Asked, user: User) -> pl.DataFrame:
    rows = (
        Case.objects.visible_to(user)
        .filter(_condition(asked))
        .values_list(
            "kind",
            "city_code",
            "county_code",
            "lead_id",
            "state",
            "raised_at",
            "closed_at",
            "on_time",
            "deadline",
            "returns",
        )
    )
    frame = pl.DataFrame(list(rows.iterator(20_000)), schema=COLUMNS, orient="row")
    local = pl.col("raised").dt.convert_time_zone("Asia/Shanghai")
    return frame.with_columns(month=local.dt.strftime("%Y-%m"))


def _condition(asked: Asked) -> Q:
    found = Q(raised_at__gte=asked.begin, raised_at__lt=asked.end)
    if asked.kind:
        found &= Q(kind=asked.kind)
    return found & within(asked.district) if asked.district else found


def _row(
    asked: Asked, by: str, key: object, label: str, part: pl.DataFrame, now: datetime
) -> StatRow:
    closed = part.filter(pl.col("state") == CaseState.CLOSED)
    still = part.filter(pl.col("state") == CaseState.OPEN)
    judged = closed.drop_nulls("on_time")
    return StatRow(
        label,
        urlencode({**_query(asked), **_narrowed(by, key)}),
        part.height,
        still.height,
        still.filter(pl.col("deadline") < now).height,
        closed.height,
        part.filter(pl.col("state") == CaseState.VOID).height,
        int(judged["on_time"].sum()),
        judged.height,
        part.filter(pl.col("returns") > 0).height,
        *_hours(closed, "raised", "closed"),
    )


def _hours(part: pl.DataFrame, start: str, end: str) -> tuple[float | None, float | None]:
    hours = ((part[end] - part[start]).dt.total_seconds() / 3600).drop_nulls()
    if hours.is_empty():
        return None, None
    middle, high = hours.median(), hours.quantile(0.95, interpolation="linear")
    return float(middle), float(high)  # type: ignore[arg-type]


def _query(asked: Asked) -> dict[str, str]:
    last = localtime(asked.end - timedelta(seconds=1))
    found = {"begin": f"{localtime(asked.begin):%Y-%m-%d}", "end": f"{last:%Y-%m-%d}"}
    if asked.kind:
        found["kind"] = asked.kind
    if asked.district:
        found["district"] = asked.district
    return found


def _narrowed(by: str, key: object) -> dict[str, str]:
    if key in (None, "") or not by:
        return {}
    if by == "month":
        year, month = (int(part) for part in str(key).split("-"))
        return {"begin": f"{key}-01", "end": f"{key}-{monthrange(year, month)[1]}"}
    name = {"kind": "kind", "city": "district", "county": "district", "lead": "organisation"}[by]
    return {name: str(key)}


def _names(by: str, frame: pl.DataFrame) -> Iterator[tuple[object, str]]:
    keys = frame[by].drop_nulls().unique().to_list()
    if by == "kind":
        yield from kinds()
    elif by in {"city", "county"}:
        yield from District.objects.filter(pk__in=keys).values_list("pk", "name")
    elif by == "lead":
        yield from Organisation.objects.filter(pk__in=keys).values_list("pk", "name")
    else:
        yield from ((key, str(key)) for key in keys)
