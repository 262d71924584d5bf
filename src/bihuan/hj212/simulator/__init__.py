"""Simulated data loggers of all three editions, with faults to order."""

from bihuan.hj212.simulator.fault import NO_FAULTS, Faults, UnknownFault
from bihuan.hj212.simulator.logger import NEVER, SimulatedLogger
from bihuan.hj212.simulator.settings import (
    GAS_FLOW,
    WATER_FLOW,
    FlowUnits,
    LoggerSettings,
    SimulatedFactor,
    Total,
)
from bihuan.hj212.simulator.site_profile import PROFILES, UnknownProfile, simulated_site
from bihuan.hj212.simulator.source import TypicalSource, ValueSource
from bihuan.hj212.simulator.tally import LatencyHistogram, Tally
from bihuan.hj212.simulator.wire import Outgoing

__all__ = [
    "GAS_FLOW",
    "NEVER",
    "NO_FAULTS",
    "PROFILES",
    "WATER_FLOW",
    "Faults",
    "FlowUnits",
    "LatencyHistogram",
    "LoggerSettings",
    "Outgoing",
    "SimulatedFactor",
    "SimulatedLogger",
    "Tally",
    "Total",
    "TypicalSource",
    "UnknownFault",
    "UnknownProfile",
    "ValueSource",
    "simulated_site",
]
