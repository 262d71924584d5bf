"""What kind of logger is simulated: who it is, what it measures, how often it reports."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bihuan.hj212.conversation.identity import Identity


class Total(StrEnum):
    """Whether a factor's periods carry a sum, and of what (累计值).

    Source: HJ 212-2017 appendix D.
    """

    NONE = ""
    FLOW = "flow"
    MASS = "mass"


@dataclass(frozen=True, slots=True)
class SimulatedFactor:
    """One thing that the logger measures (监测因子).

    Args:
        code: as this device writes it; a 2005 device uses three characters.
        decimals: digits after the point on the wire.
        total: FLOW sums the flow itself, MASS multiplies with the flow.
        is_converted: also reports Zs values, converted to the reference oxygen content.

    >>> SimulatedFactor("w01018", decimals=1).text(40.06)
    '40.1'
    """

    code: str
    decimals: int = 2
    total: Total = Total.NONE
    is_converted: bool = False

    def text(self, value: float | None) -> str:
        """A value as the wire writes it (数值文本); empty where there is none.

        >>> SimulatedFactor("w01018").text(None)
        ''
        """
        return "" if value is None else f"{value:.{self.decimals}f}"


@dataclass(frozen=True, slots=True)
class FlowUnits:
    """How a flow becomes a volume and a mass (流量换算).

    Args:
        volume: cubic metres in a second of flow 1. [m³/s per unit of flow]
        mass: kilograms in a cubic metre of concentration 1. [kg/m³ per unit]

    Source: HJ 212-2017 appendix D; water L/s and mg/L, gas m³/s and mg/m³.

    >>> WATER_FLOW.volume * 20 * 3600, WATER_FLOW.mass * 40
    (72.0, 0.04)
    """

    volume: float
    mass: float


WATER_FLOW = FlowUnits(volume=1e-3, mass=1e-3)
GAS_FLOW = FlowUnits(volume=1.0, mass=1e-6)


@dataclass(frozen=True, slots=True)
class LoggerSettings:
    """Everything about a simulated logger (模拟数采仪) that does not change by itself.

    Args:
        identity: MN, edition, ST and PW.
        factors: what it measures, in the order of its packets.
        realtime_interval_s: 2011 at this distance. [s]
        minute_interval_min: length of a 2051 period. [min]
        facilities: treatment facilities that report 2021 and 2041.
        flow_units: how sums are computed; needs a factor with `Total.FLOW`.
        reference_oxygen: for converted values. [%]
        heartbeat_s: 9015 at this distance, 0 for never; 2025 only. [s]
        asks_for_clock: sends 1013 on connecting; not known to 2005.
        recording_since: periods from here on are sent on the first connection;
            None: only what begins after it.
        memory_days: how far back a recall finds data. [d]
        window: packets that may wait for an answer at once.
        spread_s: packets of a period leave up to so long after its end. [s]
        key: SM4 key, 2025 only; its uploads are then encrypted.
    """

    identity: Identity
    factors: tuple[SimulatedFactor, ...]
    realtime_interval_s: int = 60
    minute_interval_min: int = 10
    facilities: int = 0
    flow_units: FlowUnits = WATER_FLOW
    reference_oxygen: float = 9.0
    heartbeat_s: int = 0
    asks_for_clock: bool = False
    recording_since: datetime | None = None
    memory_days: int = 365
    window: int = 8
    spread_s: float = 5.0
    key: bytes | None = None
