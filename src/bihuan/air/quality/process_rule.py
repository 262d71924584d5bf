"""Real pollution as the watch reports it (过程报警): one place, many places, dust."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np

from bihuan.air.quality.detect import DETECTORS
from bihuan.air.quality.finding import Cause, Finding
from bihuan.air.quality.parameter import SHIPPED
from bihuan.air.quality.window import Watched
from bihuan.regulations.air.pollutant import Pollutant, symbol, unit
from bihuan.regulations.rounding import FloatArray
from bihuan.rules.panel import BoolArray
from bihuan.rules.spell import spells
from bihuan.watch.parameters import Parameter, Parameters

LOCAL: Final = (
    Parameter("share", "高出比例", "比例", 0.3, 0.05, 5, "平均高出全网中位数至少这么多"),
)
SOURCES: Final = ("neighbour", "outlier", "spike", "step")
GROUP: Final = (
    Parameter("times", "升高倍数", "倍", 2, 1, 20, "全网中位数最高值至少为 30 天中位数的这么多倍"),
)
TOGETHER: Final = (Pollutant.PM25, Pollutant.PM10, Pollutant.NO2, Pollutant.SO2)
BRIDGE: Final = 2
"""Quieter hours that do not end a course."""


def local_spells(seen: Watched, given: Parameters) -> Iterator[Finding]:
    """Spells that only one place has and that are no fault (本地污染)."""
    found = [
        one
        for rule in SOURCES
        for one in DETECTORS[rule](seen.network, seen.judge, SHIPPED)
        if one.cause is Cause.POLLUTION
    ]
    least = seen.network.steps(given["hours"])
    for one in _united(found):
        excess = _excess(seen, one)
        if one.end - one.begin >= least and excess >= given["share"]:
            yield one


def _united(found: Sequence[Finding]) -> list[Finding]:
    """Overlapping spells of one series as one, with the longest one's sentence."""
    made: list[Finding] = []
    for one in sorted(found, key=lambda each: (each.row, str(each.item), each.begin, -each.end)):
        last = made[-1] if made else None
        if last and (last.row, last.item) == (one.row, one.item) and one.begin <= last.end + BRIDGE:
            longer = max(last, one, key=lambda each: each.end - each.begin)
            made[-1] = _spell(longer, last.begin, max(last.end, one.end))
        else:
            made.append(_spell(one, one.begin, one.end))
    return made


def _spell(one: Finding, begin: int, end: int) -> Finding:
    return Finding("local", one.item, one.row, begin, end, one.cause, one.because, one.evidence)


def _excess(seen: Watched, one: Finding) -> float:
    assert one.item is not None
    cut = slice(one.begin, one.end)
    ratio = seen.network.values[one.item][one.row, cut] / seen.network.median[one.item][cut]
    return float(np.nanmean(ratio)) - 1 if not np.isnan(ratio).all() else 0.0


def group_spells(seen: Watched, given: Parameters) -> Iterator[Finding]:
    """Hours in which most neighbours of an evaluation station are raised with it (群体同升)."""
    least = seen.network.steps(given["hours"])
    for item in TOGETHER:
        mask = seen.judge.together[item] & seen.network.raised[item]
        for row, begin, end in _evaluation(seen, mask, least):
            if _rise(seen.network.median[item], begin, end) < given["times"]:
                continue
            top = float(np.nanmax(seen.network.values[item][row, begin:end]))
            words = (
                f"{symbol(item)} 连续 {end - begin} 小时与周边多数站点同时升高，"
                f"最高 {top:.4g} {unit(item)}；判为区域过程，数据可能真实"
            )
            yield Finding("group", item, row, begin, end, Cause.REGIONAL, words)


def _rise(median: FloatArray, begin: int, end: int) -> float:
    """How many times its usual level the network's median reaches."""
    usual, top = float(np.nanmedian(median)), float(np.nanmax(median[begin:end]))
    return top / usual if usual > 0 else 0.0


def dust_spells(seen: Watched, given: Parameters) -> Iterator[Finding]:
    """Hours of dust over the network, told at the evaluation stations (疑似沙尘)."""
    mask = np.broadcast_to(seen.judge.dust, (len(seen.sites), len(seen.judge.dust)))
    for row, begin, end in _evaluation(seen, mask, seen.network.steps(given["hours"])):
        coarse = float(np.nanmax(seen.network.median[Pollutant.PM10][begin:end]))
        words = f"全网 PM₁₀ 中位数最高 {coarse:.0f} µg/m³，持续 {end - begin} 小时；疑似沙尘过程"
        yield Finding("dust", Pollutant.PM10, row, begin, end, Cause.DUST, words)


def _evaluation(seen: Watched, mask: BoolArray, least: int) -> Iterable[tuple[int, int, int]]:
    rows = [site.row for site in seen.sites if site.is_evaluation]
    found = spells(mask[rows], least=least, bridge=BRIDGE)
    places = zip(found.row.tolist(), found.begin.tolist(), found.end.tolist(), strict=True)
    return [(rows[row], begin, end) for row, begin, end in places]
