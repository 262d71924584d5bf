"""The rules over a network (质控规则执行): each finds spells, each spell is told its cause."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import numpy as np

from bihuan.air import rule_book
from bihuan.air.quality.cause import PARTICLES, Judge
from bihuan.air.quality.finding import CAUSE_WORDS, Cause, Finding
from bihuan.air.quality.network import FLOORS, NetworkHours
from bihuan.air.quality.parameter import SHIPPED, Book, Parameters
from bihuan.air.quality.usual import drift_size, own_distance
from bihuan.air.rule_book import Numbers
from bihuan.regulations.air.pollutant import Pollutant
from bihuan.regulations.rounding import FloatArray
from bihuan.rules.condition import Jump, OutOfRange, Rule, Silence, Standstill
from bihuan.rules.network import Inversion, neighbour_medians
from bihuan.rules.panel import BoolArray, Panel
from bihuan.rules.spell import spells
from bihuan.rules.verdict import Hits, number, span, worst_positions

OWN_MOVE = 0.4
"""Log change of the ratio to the network that is the series' own, not the network's. [P]"""

Detector = Callable[[NetworkHours, Judge, Book], Iterator[Finding]]
ALWAYS_FAULT = frozenset({"range", "stuck", "inversion", "drift", "missing", "zero", "stale"})


def detect(
    network: NetworkHours, book: Book = SHIPPED, numbers: Numbers = rule_book.SHIPPED
) -> list[Finding]:
    """Everything that every rule finds, by time (质控全套规则).

    Args:
        book: parameters of the rules.
        numbers: thresholds by which fault, pollution and dust are told apart.
    """
    judge = Judge(network, numbers)
    found = [one for detector in DETECTORS.values() for one in detector(network, judge, book)]
    return sorted(found, key=lambda one: (one.begin, one.row, one.rule))


def _by_class(
    network: NetworkHours, rule: str, book: Book
) -> Iterator[tuple[Parameters, list[int]]]:
    """The rows that share a rule's parameters; a rule that is off has none."""
    for each in dict.fromkeys(network.classes):
        given = book.parameters(rule, each)
        if given is not None:
            yield given, [row for row, mine in enumerate(network.classes) if mine == each]


def _part(panel: Panel, rows: list[int]) -> Panel:
    names = tuple(panel.series[row] for row in rows)
    return Panel(names, panel.start, panel.step, panel.values[rows], panel.factor, panel.unit)


def _hours(count: float) -> timedelta:
    return timedelta(hours=count)


def _told(
    rule: str,
    item: Pollutant | None,
    made: Rule,
    panel: Panel,
    rows: list[int],
    judge: Judge,
) -> Iterator[Finding]:
    """The spells of a ground rule with their sentence and their cause."""
    yield from _tell(rule, item, made.hits(panel), made.sentence, panel, rows, judge)


def _tell(
    rule: str,
    item: Pollutant | None,
    hits: Hits,
    sentence: Callable[[Panel, int, int, int, int], str],
    panel: Panel,
    rows: list[int],
    judge: Judge,
) -> Iterator[Finding]:
    found = hits.spells()
    worst = worst_positions(found, hits.severity)
    places = zip(found.row.tolist(), found.begin.tolist(), found.end.tolist(), worst, strict=True)
    for part, begin, end, at in places:
        row = rows[part]
        sure = item is None or rule in ALWAYS_FAULT
        cause = Cause.FAULT if sure or item is None else judge.cause(item, row, begin, end)
        words = f"{sentence(panel, part, begin, end, at)}；{CAUSE_WORDS[cause]}"
        evidence = {"severity": float(np.nan_to_num(hits.severity[part, at]))}
        yield Finding(rule, item, row, begin, end, cause, words, evidence)


def _range(network: NetworkHours, judge: Judge, book: Book) -> Iterator[Finding]:
    for item in network.values:
        kind = "pm" if item in PARTICLES else "co" if item is Pollutant.CO else "gas"
        high_times = 2.0 if item is Pollutant.PM10 else 1.0
        for given, rows in _by_class(network, f"range_{kind}", book):
            rule = OutOfRange(given.card, given.low, given.high * high_times)
            panel = _part(network.panel(item), rows)
            yield from _told("range", item, rule, panel, rows, judge)


def _stuck(network: NetworkHours, judge: Judge, book: Book) -> Iterator[Finding]:
    for item in network.values:
        for given, rows in _by_class(network, "stuck", book):
            floor = given.low * FLOORS[item]
            rule = Standstill(given.card, _hours(given.hours), tolerance=1e-9, above=floor)
            panel = _part(network.panel(item), rows)
            for one in _told("stuck", item, rule, panel, rows, judge):
                if network_moved(network.median[item][one.begin : one.end], given.share):
                    yield one


def _spike(network: NetworkHours, judge: Judge, book: Book) -> Iterator[Finding]:
    for item in network.values:
        for given, rows in _by_class(network, "spike", book):
            back = _hours(given.hours)
            rule = Jump(given.card, given.size * FLOORS[item], given.share, back)
            panel = _part(network.panel(item), rows)
            relative = network.relative[item]
            for one in _told("spike", item, rule, panel, rows, judge):
                if abs(_stepped(relative, one)) > OWN_MOVE:
                    yield one


def _step(network: NetworkHours, judge: Judge, book: Book) -> Iterator[Finding]:
    """Steps of the ratio to the network: what the whole network does is none."""
    for item, relative in network.relative.items():
        whole = network.panel(item)
        for given, rows in _by_class(network, "step", book):
            rule = Jump(given.card, np.log1p(given.size), given.share)
            hits = rule.hits(_part(whole.with_values(relative), rows))
            part = _part(whole, rows)
            for one in _tell("step", item, hits, rule.sentence, part, rows, judge):
                if _leaves_usual(relative, one):
                    yield one


def network_moved(median: FloatArray, share: float) -> bool:
    """Whether the network changed while a value stood still: only then standing still is odd."""
    known = median[~np.isnan(median)]
    return len(known) > 1 and bool(np.ptp(known) >= share * np.median(known))


def _stepped(relative: FloatArray, one: Finding) -> float:
    """Change of the ratio to the network at the beginning of a spell; 0 where unknown."""
    if one.begin == 0:
        return 0.0
    return float(np.nan_to_num(relative[one.row, one.begin] - relative[one.row, one.begin - 1]))


def _leaves_usual(relative: FloatArray, one: Finding) -> bool:
    """Whether a step goes away from the usual ratio; the end of a plume comes back to it."""
    after, before = relative[one.row, one.begin], relative[one.row, one.begin - 1]
    return bool(abs(after) > abs(before) and abs(after) > OWN_MOVE)


def _inversion(network: NetworkHours, judge: Judge, book: Book) -> Iterator[Finding]:
    for given, rows in _by_class(network, "inversion", book):
        whole = _part(network.panel(Pollutant.PM10), rows)
        part = _part(network.panel(Pollutant.PM25), rows)
        rule = Inversion(given.card, whole, given.low, given.size, _hours(given.hours))
        yield from _told("inversion", Pollutant.PM25, rule, part, rows, judge)


def _neighbour(network: NetworkHours, judge: Judge, book: Book) -> Iterator[Finding]:
    for item, relative in network.relative.items():
        median, spread = neighbour_medians(relative, network.neighbours)
        for given, rows in _by_class(network, "neighbour", book):
            scale = np.maximum(spread[rows], given.share)
            distance = np.abs(relative[rows] - median[rows]) / scale
            yield from _far("neighbour", item, distance, given, rows, network, judge)


def _outlier(network: NetworkHours, judge: Judge, book: Book) -> Iterator[Finding]:
    for item, relative in network.relative.items():
        distance = own_distance(relative)
        for given, rows in _by_class(network, "outlier", book):
            yield from _far("outlier", item, distance[rows], given, rows, network, judge)


def _far(
    rule: str,
    item: Pollutant,
    distance: FloatArray,
    given: Parameters,
    rows: list[int],
    network: NetworkHours,
    judge: Judge,
) -> Iterator[Finding]:
    panel = _part(network.panel(item), rows)
    hits = Hits(np.asarray(distance > given.size), distance, panel.steps_in(_hours(given.hours)))
    middle = network.median[item]

    def sentence(panel: Panel, row: int, begin: int, end: int, at: int) -> str:
        return (
            f"{panel.factor} {number(float(panel.values[row, at]))} {panel.unit}，"
            f"同时刻全网中位数 {number(float(middle[at]))}，"
            f"按本站平常比值偏离 {distance[row, at]:.1f} 倍，持续 {span(panel, begin, end)}"
        )

    yield from _tell(rule, item, hits, sentence, panel, rows, judge)


def _drift(network: NetworkHours, judge: Judge, book: Book) -> Iterator[Finding]:
    for item, relative in network.relative.items():
        size = drift_size(relative, network.steps_a_day)
        for given, rows in _by_class(network, "drift", book):
            panel = _part(network.panel(item), rows)
            mask = np.abs(size[rows]) > np.log1p(given.size)
            hits = Hits(mask, np.abs(size[rows]), panel.steps_in(_hours(given.hours)), bridge=48)

            def sentence(
                panel: Panel,
                row: int,
                begin: int,
                end: int,
                at: int,
                moved: FloatArray = size[rows],
            ) -> str:
                percent = 100 * np.expm1(moved[row, at])
                return (
                    f"{panel.factor} 与全网比值的 7 日中位数较 14 日前变化 {percent:+.0f}%，"
                    f"持续 {span(panel, begin, end)}"
                )

            yield from _tell("drift", item, hits, sentence, panel, rows, judge)


def _missing(network: NetworkHours, judge: Judge, book: Book) -> Iterator[Finding]:
    any_value = np.logical_or.reduce([~np.isnan(one) for one in network.values.values()])
    values = np.where(any_value, 1.0, np.nan)
    whole = Panel(network.names, network.start, network.step, values, "全部污染物", "")
    for given, rows in _by_class(network, "missing", book):
        rule = Silence(given.card, _hours(given.hours))
        panel = _part(whole, rows)
        for row, begin, end in _runs(rule.hits(panel).mask, panel.steps_in(_hours(given.hours))):
            words = f"全部污染物连续 {span(panel, begin, end)}无数据；判为断线或停电"
            yield Finding("missing", None, rows[row], begin, end, Cause.FAULT, words)


def _zero(network: NetworkHours, judge: Judge, book: Book) -> Iterator[Finding]:
    for item in PARTICLES:
        for given, rows in _by_class(network, "zero", book):
            mask = np.asarray(network.values[item][rows] == 0)
            for row, begin, end in _runs(mask, network.steps(given.hours)):
                words = f"{network.panel(item).factor} 为 0，上传源常以 0 代替缺数；判为仪器故障"
                yield Finding("zero", item, rows[row], begin, end, Cause.FAULT, words)


def _stale(network: NetworkHours, judge: Judge, book: Book) -> Iterator[Finding]:
    stack = np.stack([network.values[item] for item in network.values])
    same = np.zeros(stack.shape[1:], dtype=np.bool_)
    equal = (np.diff(stack, axis=2) == 0).sum(axis=0)
    same[:, 1:] = equal >= 5
    for given, rows in _by_class(network, "stale", book):
        for row, begin, end in _runs(same[rows], network.steps(given.hours)):
            words = "各项污染物与上一时次完全相同，疑为重复发布旧数据；判为仪器故障"
            yield Finding("stale", None, rows[row], begin, end, Cause.FAULT, words)


def _runs(mask: BoolArray, least: int) -> list[tuple[int, int, int]]:
    found = spells(mask, least=least)
    return list(zip(found.row.tolist(), found.begin.tolist(), found.end.tolist(), strict=True))


DETECTORS: dict[str, Detector] = {
    "range": _range,
    "stuck": _stuck,
    "spike": _spike,
    "step": _step,
    "inversion": _inversion,
    "neighbour": _neighbour,
    "outlier": _outlier,
    "drift": _drift,
    "missing": _missing,
    "zero": _zero,
    "stale": _stale,
}
"""Every rule by its id."""
