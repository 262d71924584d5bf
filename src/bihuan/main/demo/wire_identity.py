"""How the demo's devices present themselves, the same at registration and on the wire."""

from typing import Final

PASSWORD: Final = "123456"
AIR_SYSTEM: Final = "22"
GAS_SYSTEM: Final = "31"
WATER_SYSTEM: Final = "32"
FAST_S: Final = 30
USUAL_S: Final = 60
LENGTHS: Final = {"2005": 14, "2017": 24, "2025": 24}


def mn_of(county: str, number: int, *, edition: str = "2017") -> str:
    """MN of a demo device: its county, DE for demo, its number; as long as its edition asks.

    >>> mn_of("410181", 101), mn_of("440605", 1010, edition="2005")
    ('410181DE0000000000000101', '440605DE001010')
    """
    width = LENGTHS[edition] - len(county) - 2
    return f"{county}DE{number:0{width}d}"


def system_code(medium: str) -> str:
    """System code (系统编码 ST) of a medium: water or gas of a source, else ambient air."""
    return {"water": WATER_SYSTEM, "gas": GAS_SYSTEM, "voc": GAS_SYSTEM}.get(medium, AIR_SYSTEM)


def realtime_interval_s(medium: str) -> int:
    """Distance of real-time packets. [s]"""
    return FAST_S if medium == "gas" else USUAL_S
