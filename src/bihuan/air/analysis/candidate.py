"""Candidate causes of an abnormal course (候选成因): scores with evidence for and against."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bihuan.air.rule_book import SHIPPED, Numbers


class CauseKind(StrEnum):
    """What may lie behind an abnormal course (成因)."""

    FAULT = "fault"
    LOCAL = "local"
    REGIONAL = "regional"
    DUST = "dust"


CAUSE_NAMES = {
    CauseKind.FAULT: "仪器故障",
    CauseKind.LOCAL: "本地源排放",
    CauseKind.REGIONAL: "区域传输或累积",
    CauseKind.DUST: "沙尘或扬尘天气",
}


LIBRARY_CAUSES = {**{one.value: name for one, name in CAUSE_NAMES.items()}, "ozone": "臭氧生成"}
"""Causes by which the library of measures is sorted: those of courses, and ozone's of reports."""


def cause_words(code: str) -> str:
    """The Chinese name of a cause's code; what else was written stays as it is.

    >>> cause_words("ozone"), cause_words("")
    ('臭氧生成', '未写明')
    """
    return LIBRARY_CAUSES.get(code, code) or "未写明"


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known about the course; None where an input is missing.

    Attributes:
        excess: mean of the station over the network's median, minus 1.
        neighbours: share of near stations that are raised as well, 0..1.
        others: largest log excess of another pollutant of the same place over its usual.
        share_fine: PM2.5 over PM10 of the network in the course.
        coarse: PM10 of the network. [µg/m³]
        wind: mean wind speed. [m/s]
        sources_upwind: registered sources in the upwind sector.
        rules: rules of quality control that call it a fault.
        repeats: the place is known for these hours (污染热区).
    """

    excess: float | None = None
    neighbours: float | None = None
    others: float | None = None
    share_fine: float | None = None
    coarse: float | None = None
    wind: float | None = None
    sources_upwind: int | None = None
    rules: tuple[str, ...] = ()
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cause with what speaks for and against it.

    Attributes:
        score: weights of what speaks for it minus what speaks against it.
    """

    kind: CauseKind
    score: float
    pro: tuple[str, ...]
    con: tuple[str, ...]

    @property
    def name(self) -> str:
        """The Chinese name."""
        return CAUSE_NAMES[self.kind]


Clue = tuple[float, str]
"""Weight, above zero for and below against, and the sentence."""


def candidates(signs: Signs, numbers: Numbers = SHIPPED) -> list[Candidate]:
    """Causes by score, the likeliest first.

    Args:
        numbers: thresholds and weights in force.

    >>> candidates(Signs(excess=0.9, neighbours=0.0, others=0.5, sources_upwind=3))[0].kind
    <CauseKind.LOCAL: 'local'>
    """
    found = [_candidate(kind, clues(signs, numbers)) for kind, clues in _CLUES.items()]
    return sorted(found, key=lambda one: -one.score)


def _candidate(kind: CauseKind, clues: list[Clue]) -> Candidate:
    return Candidate(
        kind,
        round(sum(weight for weight, _ in clues), 2),
        tuple(words for weight, words in clues if weight > 0),
        tuple(words for weight, words in clues if weight < 0),
    )


def _fault(signs: Signs, given: Numbers) -> list[Clue]:
    found = _when(
        bool(signs.rules), given["fault_rule"], f"质控规则判为故障：{'、'.join(signs.rules)}"
    )
    if signs.neighbours is not None and signs.others is not None:
        found += _when(
            signs.neighbours < given["neighbours_quiet"] and signs.others < given["others_quiet"],
            given["fault_alone"],
            "只有一个通道升高，周边站点和本站其他污染物都未升高",
        )
        found += _when(
            signs.neighbours >= given["neighbours_raised"],
            -given["fault_neighbours"],
            _together(signs.neighbours),
        )
        found += _when(
            signs.others >= given["others_raised"],
            -given["fault_others"],
            "本站其他污染物同步升高",
        )
    return found


def _local(signs: Signs, given: Numbers) -> list[Clue]:
    found: list[Clue] = []
    if signs.excess is not None:
        words = f"比全网中位数高 {100 * signs.excess:.0f}%"
        found += _when(signs.excess >= given["excess_own"], given["local_excess"], words)
        found += _when(signs.excess < given["excess_none"], -given["local_level"], "与全网水平相当")
    if signs.others is not None:
        words = "本站多项污染物同步升高，符合烟羽特征"
        found += _when(signs.others >= given["others_raised"], given["local_others"], words)
    if signs.neighbours is not None:
        words = "周边多数站点同时升高"
        raised = signs.neighbours >= given["neighbours_raised"]
        found += _when(raised, -given["local_neighbours"], words)
    if signs.sources_upwind is not None:
        words = f"上风向有 {signs.sources_upwind} 个登记污染源"
        found += _when(signs.sources_upwind > 0, given["local_source"], words)
        words = "上风向没有登记污染源"
        found += _when(signs.sources_upwind == 0, -given["local_no_source"], words)
    found += _when(signs.repeats, given["local_repeats"], "该站在同一时段经常偏高")
    found += _when(bool(signs.rules), -given["local_fault"], "质控规则判为故障")
    return found


def _regional(signs: Signs, given: Numbers) -> list[Clue]:
    found: list[Clue] = []
    if signs.neighbours is not None:
        raised = signs.neighbours >= given["neighbours_raised"]
        found += _when(raised, given["regional_neighbours"], _together(signs.neighbours))
        quiet = signs.neighbours < given["neighbours_quiet"]
        found += _when(quiet, -given["regional_alone"], "周边站点没有同时升高")
    if signs.excess is not None:
        shared = signs.excess < given["excess_shared"]
        found += _when(shared, given["regional_level"], "与全网水平相当，不是单站现象")
    if signs.share_fine is not None:
        words = "细颗粒物占比高，符合二次累积或传输"
        found += _when(signs.share_fine >= given["fine_high"], given["regional_fine"], words)
        coarse = signs.share_fine < given["fine_low"]
        found += _when(coarse, -given["regional_coarse"], "粗颗粒物为主")
    if signs.wind is not None:
        words = f"平均风速 {signs.wind:.1f} m/s，扩散条件差"
        found += _when(signs.wind < given["weather_calm"], given["regional_calm"], words)
    return found


def _dust(signs: Signs, given: Numbers) -> list[Clue]:
    found: list[Clue] = []
    if signs.share_fine is not None and signs.coarse is not None:
        coarse = signs.coarse > given["dust_level"] and signs.share_fine < given["fine_dust"]
        words = f"全网 PM₁₀ 中位数 {signs.coarse:.0f}，PM₂.₅ 占比低"
        found += _when(coarse, given["dusty_coarse"], words)
        fine = signs.share_fine >= given["fine_not_dust"]
        found += _when(fine, -given["dusty_fine"], "细颗粒物占比不低")
    if signs.wind is not None:
        words = f"平均风速 {signs.wind:.1f} m/s"
        found += _when(signs.wind >= given["weather_windy"], given["dusty_wind"], words)
    if signs.neighbours is not None:
        quiet = signs.neighbours < given["neighbours_quiet"]
        found += _when(quiet, -given["dusty_alone"], "周边站点没有同时升高")
    return found


def _together(share: float) -> str:
    return f"周边 {100 * share:.0f}% 的站点同时升高"


def _when(holds: bool, weight: float, words: str) -> list[Clue]:
    return [(weight, words)] if holds else []


_CLUES: Mapping[CauseKind, Callable[[Signs, Numbers], list[Clue]]] = {
    CauseKind.FAULT: _fault,
    CauseKind.LOCAL: _local,
    CauseKind.REGIONAL: _regional,
    CauseKind.DUST: _dust,
}
