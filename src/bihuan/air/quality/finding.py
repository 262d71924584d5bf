"""What a rule found in a network (质控发现), before and after it is told what it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bihuan.regulations.air.pollutant import Pollutant


class Cause(StrEnum):
    """What a run of doubtful values most likely is (判别)."""

    FAULT = "fault"
    POLLUTION = "pollution"
    REGIONAL = "regional"
    DUST = "dust"


CAUSE_WORDS = {
    Cause.FAULT: "判为仪器故障",
    Cause.POLLUTION: "判为本地污染，数据可能真实",
    Cause.REGIONAL: "判为区域过程，数据可能真实",
    Cause.DUST: "判为沙尘过程，数据可能真实",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One spell of one series.

    Attributes:
        rule: id without the room's name, such as ``stuck``.
        item: the pollutant; None where all of them are struck.
        row: of the network.
        begin, end: positions on the clock, half-open.
        because: the sentence why, with the cause at its end.
        evidence: numbers behind it.
    """

    rule: str
    item: Pollutant | None
    row: int
    begin: int
    end: int
    cause: Cause
    because: str
    evidence: Mapping[str, float] = field(default_factory=dict)
