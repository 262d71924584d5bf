"""Statistics of events (报警统计): how many, how long, what they turned out to be, how soon."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import polars as pl
from django.db.models import Q

from bihuan.accounts.models import District, User
from bihuan.accounts.scope import within
from bihuan.registry.models import PointFactor
from bihuan.watch.models import Event, EventState
from bihuan.watch.models import Finding as Found
from bihuan.watch.rules import Kind, WatchRule, all_rules, label_of

GROUPS = {
    "rule": "规则",
    "unit": "企业或站点",
    "industry": "行业",
    "factor": "监测因子",
    "city": "地市",
    "county": "区县",
    "month": "月份",
}
MINUTES = {Kind.REALTIME: 1.0, Kind.MINUTE: 1.0, Kind.HOUR: 60.0, Kind.DAY: 1440.0}
AT_ONCE_MIN = 24 * 60.0
"""What is found later comes of data that arrived or were judged later (补传、补判). [min]"""
MOMENT = pl.Datetime("us", "UTC")
COLUMNS: dict[str, Any] = {
    "rule": pl.String,
    "point": pl.Int64,
    "factor": pl.String,
    "begin": MOMENT,
    "end": MOMENT,
    "found": MOMENT,
    "finding": pl.String,
    "suppression": pl.Int64,
    "case": pl.Int64,
    "name": pl.String,
    "unit": pl.String,
    "industry": pl.String,
    "district": pl.String,
}
FIELDS = (
    "rule",
    "point_id",
    "factor",
    "begin",
    "end",
    "found_at",
    "finding",
    "suppression_id",
    "case_id",
    "point__name",
    "point__outlet__enterprise__name",
    "point__outlet__enterprise__industry",
    "point__district_id",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is counted: events that began in [begin, end), grouped."""

    begin: datetime
    end: datetime
    group: str = "rule"
    rule: str = ""
    district: str = ""


@dataclass(frozen=True, slots=True)
class EventRow:
    """One line of the statistics.

    Attributes:
        query: opens the list behind the line; empty where the list knows no such filter.
        lasted_h: the spells together. [h]
        prompt_min, prompt_p95_min: from the end of the first period that hit to the notice,
            of those found within a day; None where there are none. [min]
    """

    label: str
    query: str
    count: int
    points: int
    lasted_h: float
    true: int
    device: int
    false: int
    open_question: int
    quiet: int
    cases: int
    prompt_min: float | None
    prompt_p95_min: float | None


def event_statistics(asked: Asked, *, user: User) -> tuple[list[EventRow], EventRow]:
    """The lines of one grouping, the most events first, and their sum (报警统计)."""
    frame = _frame(asked, user)
    names = dict(_names(asked.group, frame))
    rows = [
        _row(asked, key, names.get(key, str(key or "未填写")), part)
        for (key,), part in frame.group_by([asked.group])
    ]
    by_month = asked.group == "month"
    rows.sort(key=lambda row: (row.label if by_month else f"{10**9 - row.count}", row.label))
    return rows, _row(asked, None, "合计", frame)


def _frame(asked: Asked, user: User) -> pl.DataFrame:
    condition = Q(begin__gte=asked.begin, begin__lt=asked.end)
    if asked.rule:
        condition &= Q(rule=asked.rule)
    if asked.district:
        condition &= within("point__district_id", asked.district)
    seen = Event.objects.visible_to(user).filter(condition).exclude(state=EventState.WITHDRAWN)
    rows = seen.order_by().values_list(*FIELDS)
    frame = pl.DataFrame(list(rows.iterator(20_000)), schema=COLUMNS, orient="row")
    periods = {rule.key: minutes for rule in all_rules() if (minutes := _period(rule))}
    data_end = pl.col("begin") + pl.duration(
        seconds=pl.col("rule").replace_strict(periods, default=None, return_dtype=pl.Float64) * 60
    )
    prompt = (pl.col("found") - data_end).dt.total_seconds() / 60
    return frame.with_columns(
        pl.coalesce("unit", "name").alias("unit"),
        pl.col("district").str.slice(0, 4).alias("city"),
        pl.col("district").str.slice(0, 6).alias("county"),
        pl.col("begin").dt.convert_time_zone("Asia/Shanghai").dt.strftime("%Y-%m").alias("month"),
        pl.when(prompt <= AT_ONCE_MIN).then(prompt).alias("prompt"),
    )


def _period(rule: WatchRule) -> float | None:
    """Length of the periods that a rule judges; None for one that judges a standing. [min]"""
    return None if rule.is_standing else MINUTES[rule.kinds[0]]


def _row(asked: Asked, key: object, label: str, part: pl.DataFrame) -> EventRow:
    prompt = part["prompt"].drop_nulls()
    middle, high = prompt.median(), prompt.quantile(0.95, interpolation="linear")
    lasted = (part["end"] - part["begin"]).dt.total_seconds().sum() / 3600
    findings = part["finding"]
    return EventRow(
        label,
        _query(asked, key),
        part.height,
        part["point"].n_unique(),
        float(lasted),
        int((findings == Found.TRUE).sum()),
        int((findings == Found.DEVICE).sum()),
        int((findings == Found.FALSE).sum()),
        int((findings == "").sum()),
        part.height - int(part["suppression"].null_count()),
        part.height - int(part["case"].null_count()),
        None if middle is None else float(middle),  # type: ignore[arg-type]
        None if high is None else float(high),
    )


def _query(asked: Asked, key: object) -> str:
    name = {"rule": "rule", "unit": "text", "city": "district", "county": "district"}
    if key is None or asked.group not in name:
        return ""
    told = {"rule": asked.rule, "district": asked.district, name[asked.group]: str(key)}
    return urlencode({name: value for name, value in told.items() if value})


def _names(group: str, frame: pl.DataFrame) -> Iterator[tuple[object, str]]:
    keys = frame[group].drop_nulls().unique().to_list()
    if group == "rule":
        yield from ((key, label_of(key)) for key in keys)
    elif group in {"city", "county"}:
        yield from District.objects.filter(pk__in=keys).values_list("pk", "name")
    elif group == "factor":
        yield from PointFactor.objects.filter(factor__in=keys).values_list("factor", "name_zh")
        yield "", "全部因子"
