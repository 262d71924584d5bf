"""The same value hour after hour (恒值), by the ground floor's rule."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np
import polars as pl

from bihuan.registry.flag import NORMAL
from bihuan.rules.condition import Standstill
from bihuan.rules.panel import Clock, Panel, panel_from
from bihuan.rules.verdict import Card, worst_positions
from bihuan.watch.rules import (
    Kind,
    Parameter,
    Parameters,
    Verdicts,
    WatchRule,
    Window,
    no_verdicts,
    verdicts,
)
from bihuan.watch.verdicts import SCHEMA, together

HOUR = timedelta(hours=1)
HOURS = Parameter("hours", "持续小时数", "小时", 6, 2, 72, "同一数值持续这么久才报警")
ABOVE = Parameter(
    "above", "不判定的低值", "量纲同测值", 0, 0, 1000, "不高于此值的恒值不判定，如检出限"
)
WEATHER = "a01"


def constant(window: Window, parameters: Parameters) -> Verdicts:
    """Hours of one unchanged value; weather, which may well stand still, is left out."""
    longest = int(max(values["hours"] for values in _all(parameters)))
    before = timedelta(hours=longest + 1)
    values = window.values(Kind.HOUR, before=before).filter(
        pl.col("flag").is_in(list(NORMAL)), ~pl.col("factor").str.starts_with(WEATHER)
    )
    candidates = _may_stand(values)
    if candidates.is_empty():
        return no_verdicts()
    own = parameters.by_point(window.places())
    names = window.factors()
    start = _floor(window.start - before)
    clock = Clock(start, HOUR, int((window.end - start) / HOUR) + 1)
    parts = [_judged(*part, clock, names) for part in _groups(candidates.join(own, on="point"))]
    return together([part for part in parts if part.frame.height])


def _all(parameters: Parameters) -> list[dict[str, float]]:
    everywhere = dict(parameters.scopes[""])
    return [{**everywhere, **values} for values in parameters.scopes.values()]


def _floor(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _may_stand(values: pl.DataFrame) -> pl.DataFrame:
    """Only series in which some value repeats its neighbour: few of very many."""
    ordered = values.sort("point", "factor", "start")
    same = (pl.col("value") == pl.col("value").shift(1)) & (
        pl.struct("point", "factor") == pl.struct("point", "factor").shift(1)
    )
    hit = ordered.filter(same).select("point", "factor").unique()
    return ordered.join(hit, on=["point", "factor"], how="semi")


def _groups(
    values: pl.DataFrame,
) -> Iterator[tuple[str, float, float, pl.DataFrame]]:
    """Series of one factor and one set of parameters: a panel each."""
    parted = values.partition_by("factor", "hours", "above", as_dict=True)
    for (factor, hours, above), frame in parted.items():
        yield str(factor), float(hours), float(above), frame


def _judged(
    factor: str, hours: float, above: float, frame: pl.DataFrame, clock: Clock, names: pl.DataFrame
) -> Verdicts:
    rule = Standstill(
        Card("data.constant", "恒值", "平台建议值"), timedelta(hours=hours), 0.0, above or -np.inf
    )
    series = [str(point) for point in frame["point"].unique().sort()]
    rows = frame.select(pl.col("point").cast(pl.String).alias("series"), "start", "value")
    known = names.filter(pl.col("factor") == factor)
    called = dict(zip(known["point"], zip(known["name"], known["unit"], strict=True), strict=True))
    panel = panel_from(rows, series, clock)
    hits = rule.hits(panel)
    found = hits.spells()
    worst = worst_positions(found, hits.severity)
    last = _last_known(panel)
    told = [
        _row(rule, _named(panel, called, int(row), factor), factor, (int(row), *place, top), last)
        for row, *place, top in zip(
            found.row.tolist(), found.begin.tolist(), found.end.tolist(), worst, strict=True
        )
    ]
    return verdicts(pl.DataFrame(told, schema=SCHEMA, orient="row")) if told else no_verdicts()


def _named(panel: Panel, called: dict[int, tuple[str, str]], row: int, factor: str) -> Panel:
    name, unit = called.get(int(panel.series[row]), (factor, ""))
    return Panel(panel.series, panel.start, panel.step, panel.values, name, unit)


def _last_known(panel: Panel) -> list[int]:
    """Position of the newest value of each series."""
    known = ~np.isnan(panel.values)
    return [int(np.flatnonzero(row)[-1]) if row.any() else -1 for row in known]


def _row(
    rule: Standstill,
    panel: Panel,
    factor: str,
    place: tuple[int, int, int, int],
    last: list[int],
) -> tuple[object, ...]:
    row, begin, end, worst = place
    return (
        int(panel.series[row]),
        factor,
        panel.moment(begin),
        panel.moment(end),
        float(panel.values[row, worst]),
        float(end - begin),
        end - begin,
        rule.sentence(panel, row, begin, end, worst),
        end - 1 >= last[row],
    )


CONSTANT = WatchRule(
    key="data.constant",
    label="恒值",
    system="通用",
    description="小时值在设定时间内完全不变而数据标记为正常，多为仪器卡滞、数据人为固定或通信重复。",
    source="平台建议值，待确认",
    parameters=(HOURS, ABOVE),
    judge=constant,
    kinds=(Kind.HOUR, Kind.ROLLED_HOUR),
    case_kind="work_order",
)
