"""Candidate causes of an abnormal course (候选成因): scores with evidence for and against."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum


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


def cause_words(code: str) -> str:
    """The Chinese name of a cause's code; what else was written stays as it is."""
    return CAUSE_NAMES[CauseKind(code)] if code in set(CauseKind) else code or "未写明"


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
        score: weights of what speaks for it minus what speaks against it. [P] 待确认
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


def candidates(signs: Signs) -> list[Candidate]:
    """Causes by score, the likeliest first.

    >>> candidates(Signs(excess=0.9, neighbours=0.0, others=0.5, sources_upwind=3))[0].kind
    <CauseKind.LOCAL: 'local'>
    """
    found = [_candidate(kind, clues(signs)) for kind, clues in _CLUES.items()]
    return sorted(found, key=lambda one: -one.score)


def _candidate(kind: CauseKind, clues: list[Clue]) -> Candidate:
    return Candidate(
        kind,
        round(sum(weight for weight, _ in clues), 2),
        tuple(words for weight, words in clues if weight > 0),
        tuple(words for weight, words in clues if weight < 0),
    )


def _fault(signs: Signs) -> list[Clue]:
    found: list[Clue] = (
        [(3.0, f"质控规则判为故障：{'、'.join(signs.rules)}")] if signs.rules else []
    )
    if signs.neighbours is not None and signs.others is not None:
        if signs.neighbours < 0.3 and signs.others < 0.1:
            found.append((1.5, "只有一个通道升高，周边站点和本站其他污染物都未升高"))
        if signs.neighbours >= 0.6:
            found.append((-2.0, f"周边 {100 * signs.neighbours:.0f}% 的站点同时升高"))
        if signs.others >= 0.22:
            found.append((-1.5, "本站其他污染物同步升高"))
    return found


def _local(signs: Signs) -> list[Clue]:
    found: list[Clue] = []
    if signs.excess is not None:
        found += _when(signs.excess >= 0.3, 1.5, f"比全网中位数高 {100 * signs.excess:.0f}%")
        found += _when(signs.excess < 0.1, -1.5, "与全网水平相当")
    if signs.others is not None:
        found += _when(signs.others >= 0.22, 1.5, "本站多项污染物同步升高，符合烟羽特征")
    if signs.neighbours is not None:
        found += _when(signs.neighbours >= 0.6, -1.5, "周边多数站点同时升高")
    if signs.sources_upwind is not None:
        found += _when(
            signs.sources_upwind > 0, 0.7, f"上风向有 {signs.sources_upwind} 个登记污染源"
        )
        found += _when(signs.sources_upwind == 0, -0.3, "上风向没有登记污染源")
    found += _when(signs.repeats, 0.8, "该站在同一时段经常偏高")
    found += _when(bool(signs.rules), -1.0, "质控规则判为故障")
    return found


def _regional(signs: Signs) -> list[Clue]:
    found: list[Clue] = []
    if signs.neighbours is not None:
        found += _when(
            signs.neighbours >= 0.6, 2.5, f"周边 {100 * signs.neighbours:.0f}% 的站点同时升高"
        )
        found += _when(signs.neighbours < 0.3, -1.5, "周边站点没有同时升高")
    if signs.excess is not None:
        found += _when(signs.excess < 0.2, 0.8, "与全网水平相当，不是单站现象")
    if signs.share_fine is not None:
        found += _when(signs.share_fine >= 0.6, 0.6, "细颗粒物占比高，符合二次累积或传输")
        found += _when(signs.share_fine < 0.35, -0.8, "粗颗粒物为主")
    if signs.wind is not None:
        found += _when(signs.wind < 1.5, 0.3, f"平均风速 {signs.wind:.1f} m/s，扩散条件差")
    return found


def _dust(signs: Signs) -> list[Clue]:
    found: list[Clue] = []
    if signs.share_fine is not None and signs.coarse is not None:
        coarse = signs.coarse > 150 and signs.share_fine < 0.4
        found += _when(coarse, 3.5, f"全网 PM₁₀ 中位数 {signs.coarse:.0f}，PM₂.₅ 占比低")
        found += _when(signs.share_fine >= 0.5, -2.0, "细颗粒物占比不低")
    if signs.wind is not None:
        found += _when(signs.wind >= 4.0, 0.5, f"平均风速 {signs.wind:.1f} m/s")
    if signs.neighbours is not None:
        found += _when(signs.neighbours < 0.3, -1.0, "周边站点没有同时升高")
    return found


def _when(holds: bool, weight: float, words: str) -> list[Clue]:
    return [(weight, words)] if holds else []


_CLUES: Mapping[CauseKind, Callable[[Signs], list[Clue]]] = {
    CauseKind.FAULT: _fault,
    CauseKind.LOCAL: _local,
    CauseKind.REGIONAL: _regional,
    CauseKind.DUST: _dust,
}
