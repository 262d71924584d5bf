"""Quality control as rules of the watch (质控规则登记): live hours and back-tests alike."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import numpy as np
import polars as pl
from django.urls import reverse

from bihuan.air.quality.cause import PARTICLES
from bihuan.air.quality.detect import DETECTORS
from bihuan.air.quality.finding import Cause, Finding
from bihuan.air.quality.parameter import cards
from bihuan.air.quality.process_rule import GROUP, LOCAL, dust_spells, group_spells, local_spells
from bihuan.air.quality.setting import PREFIX, InForce, narrower_of, settings_of
from bihuan.air.quality.window import Watched, watched
from bihuan.regulations.air.pollutant import Pollutant, factor_code
from bihuan.watch.rules import (
    Judge,
    Kind,
    Parameter,
    Parameters,
    Verdicts,
    WatchRule,
    Window,
    no_verdicts,
    verdicts,
)
from bihuan.watch.verdicts import SCHEMA

SYSTEM: Final = "空气质量"
JOIN: Final = timedelta(hours=2)
RANGES: Final = {
    "range_pm": PARTICLES,
    "range_gas": (Pollutant.SO2, Pollutant.NO2, Pollutant.O3),
    "range_co": (Pollutant.CO,),
}
FINDS: Final = {
    "range_pm": "颗粒物小时值超出合理范围，",
    "range_gas": "二氧化硫、二氧化氮、臭氧小时值超出合理范围，",
    "range_co": "一氧化碳小时值超出合理范围，",
    "stuck": "小时值长时间不变而全网在变，",
    "spike": "小时值突升突降后很快恢复，而全网没有同样变化，",
    "step": "与全网的比值突然改变并保持，",
    "inversion": "PM₂.₅ 连续高于 PM₁₀，",
    "neighbour": "按本站平常比值，连续偏离邻近站点，",
    "outlier": "按本站平常比值，偏离全网，",
    "drift": "与全网的比值缓慢偏移，",
    "missing": "全部污染物连续无数据，",
    "zero": "颗粒物为 0，上传源以 0 代替缺数，",
    "stale": "全部污染物与上一时次完全相同，上传源重复发布旧数据，",
}
FAULT_ONLY: Final = "只报判为仪器故障的过程；判为真实污染、区域过程或沙尘的不报。"
Finder = Callable[[Watched, Parameters], Iterable[Finding]]


def _judged(find: Finder, window: Window, parameters: Parameters) -> Verdicts:
    """What a finder finds in the window's network, at the window's points."""
    seen = watched(window)
    if seen is None:
        return no_verdicts()
    points = None if window.points is None else set(window.points)
    rows = [
        _row(seen, one)
        for one in find(seen, parameters)
        if points is None or seen.sites[one.row].point in points
    ]
    return verdicts(pl.DataFrame(rows, schema=SCHEMA, orient="row")) if rows else no_verdicts()


def _row(seen: Watched, one: Finding) -> tuple[object, ...]:
    return (
        seen.sites[one.row].point,
        factor_code(one.item) if one.item else "",
        seen.moment(one.begin),
        seen.moment(one.end),
        _worst(seen, one),
        one.evidence.get("severity", float(one.end - one.begin)),
        one.end - one.begin,
        one.because,
        one.end >= (seen.hours if one.rule == "missing" else seen.last[one.row]),
    )


def _worst(seen: Watched, one: Finding) -> float | None:
    if one.item is None:
        return None
    values = seen.network.values[one.item][one.row, one.begin : one.end]
    return None if np.isnan(values).all() else float(np.nanmax(values))


def _faults(rule: str, seen: Watched, parameters: Parameters) -> Iterable[Finding]:
    """Spells of one rule that are the instrument's, by the numbers given."""
    detector = DETECTORS[rule.split("_")[0]]
    found = detector(seen.network, seen.judge, InForce({rule: parameters}))
    items = RANGES.get(rule)
    return [one for one in found if one.cause is Cause.FAULT and (not items or one.item in items)]


def _desk(point: int, begin: datetime) -> tuple[str, str]:
    return "审核台", f"{reverse('air:desk')}?point={point}"


def _courses(point: int, begin: datetime) -> tuple[str, str]:
    return "异常过程研判", f"{reverse('air:processes')}?point={point}"


def _dust_desk(point: int, begin: datetime) -> tuple[str, str]:
    return "沙尘上报", reverse("air:dust")


def _quality_rule(rule: str) -> WatchRule:
    card = cards()[rule]
    return WatchRule(
        key=f"{PREFIX}{rule}",
        label=f"质控：{card.name_zh}" + _which(rule),
        system=SYSTEM,
        description=FINDS[rule] + FAULT_ONLY,
        source="平台建议值，按本地数据调整，待确认",
        parameters=settings_of(rule),
        judge=partial(_judged, partial(_faults, rule)),
        kinds=(Kind.HOUR,),
        join=JOIN,
        case_kind="work_order",
        narrower=narrower_of(rule),
        desk=_desk,
    )


def _which(rule: str) -> str:
    return {"range_pm": "（颗粒物）", "range_gas": "（气体）", "range_co": "（CO）"}.get(rule, "")


def _process_rule(
    key: str, label: str, find: Finder, description: str, parameters: tuple[Parameter, ...]
) -> WatchRule:
    judge: Judge = partial(_judged, find)
    return WatchRule(
        key=f"{PREFIX}{key}",
        label=label,
        system=SYSTEM,
        description=description,
        source="平台建议，待确认",
        parameters=parameters,
        judge=judge,
        kinds=(Kind.HOUR,),
        join=JOIN,
        case_kind="assignment_order",
        desk=_dust_desk if key == "dust" else _courses,
    )


HOURS: Final = Parameter("hours", "持续小时数", "小时", 3, 1, 72, "达到这么久才报警")
RULES: Final = (
    *(_quality_rule(rule) for rule in FINDS),
    _process_rule(
        "local",
        "疑似本地污染",
        local_spells,
        "单站偏离全网，且本站其他污染物同步升高，判为本地污染。数据可能真实，请派人排查，不作故障处理。",
        (HOURS, *LOCAL),
    ),
    _process_rule(
        "group",
        "群体同升（区域过程）",
        group_spells,
        "评价点位与周边六成以上站点同时升高，判为区域过程。数据可能真实，不作故障处理。",
        (HOURS, *GROUP),
    ),
    _process_rule(
        "dust",
        "疑似沙尘",
        dust_spells,
        "全网 PM₁₀ 骤升而 PM₂.₅ 占比下降，疑似沙尘。请当日收集证据上报，上级认定后才扣除。",
        (HOURS,),
    ),
)
