"""Typical sites for the simulator: an outlet of water or gas, an air station, a noise station."""

from bihuan.hj212.conversation.identity import Identity
from bihuan.hj212.edition import Edition
from bihuan.hj212.error import ProtocolError
from bihuan.hj212.simulator.settings import (
    GAS_FLOW,
    WATER_FLOW,
    LoggerSettings,
    SimulatedFactor,
    Total,
)
from bihuan.hj212.simulator.source import TypicalSource
from bihuan.hj212.table import read_table

PROFILES = tuple(dict.fromkeys(row["profile"] for row in read_table("simulated_sites")))
SOURCES_WITH_FACILITIES = frozenset({"wastewater", "flue_gas"})


class UnknownProfile(ProtocolError):
    """No typical site of this name (无此站点类型)."""


def simulated_site(
    profile: str, device_id: str, edition: Edition = Edition.HJ212_2017, *, seed: int = 0
) -> tuple[LoggerSettings, TypicalSource]:
    """Settings and values of a typical site (典型站点), to take as they are or to replace.

    Args:
        profile: one of `PROFILES`.
        device_id: MN.
        edition: a 2005 device uses the former codes and leaves out what had none.
        seed: sites of different seeds have different values.

    Raises:
        UnknownProfile: no such profile.

    >>> settings, values = simulated_site("flue_gas", "A", Edition.HJT212_2005)
    >>> [factor.code for factor in settings.factors]
    ['B02', '01', '02', '03', 'S01', 'S02', 'S03', 'S05']
    """
    rows = [row for row in read_table("simulated_sites") if row["profile"] == profile]
    if not rows:
        raise UnknownProfile(f"no site profile is called {profile!r}")
    column = "code_2005" if edition is Edition.HJT212_2005 else "code"
    known = [row for row in rows if row[column]]
    settings = LoggerSettings(
        Identity(device_id, edition, known[0]["system_code"]),
        tuple(_factor(row, column) for row in known),
        facilities=2 if profile in SOURCES_WITH_FACILITIES else 0,
        flow_units=GAS_FLOW if profile == "flue_gas" else WATER_FLOW,
        heartbeat_s=60 if edition is Edition.HJ212_2025 else 0,
    )
    ranges = {row[column]: (float(row["low"]), float(row["high"])) for row in known}
    return settings, TypicalSource(ranges, seed=seed)


def _factor(row: dict[str, str], column: str) -> SimulatedFactor:
    return SimulatedFactor(
        row[column],
        decimals=int(row["decimals"]),
        total=Total(row["total"]),
        is_converted=row["converted"] == "yes",
    )
