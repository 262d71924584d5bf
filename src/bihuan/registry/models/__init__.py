"""Facts about what exists."""

from bihuan.registry.identifier import CreditCodeState
from bihuan.registry.link import DropReason, LinkCause
from bihuan.registry.models.command import CommandState, DeviceCommand
from bihuan.registry.models.device import CodeMapping, Device, DeviceAssignment, DeviceEdition
from bihuan.registry.models.directory import DirectoryVersion
from bihuan.registry.models.enterprise import Enterprise, EnterpriseOperator, EnterprisePerson
from bihuan.registry.models.gap import LinkGap
from bihuan.registry.models.import_run import ImportRun, ImportState
from bihuan.registry.models.key_list import KeyList, KeyListEntry
from bihuan.registry.models.place import FunctionalArea, Outlet, Station, StationClass
from bihuan.registry.models.point import (
    Averaging,
    FactorLimit,
    Medium,
    MonitoringPoint,
    PointFactor,
)
from bihuan.registry.models.push import PushSource
from bihuan.registry.models.quarantine import QuarantinedDevice, QuarantineState
from bihuan.registry.models.search import SearchEntry
from bihuan.registry.models.state import DeviceState, GatewayCounter, ProcessHeartbeat

__all__ = [
    "Averaging",
    "CodeMapping",
    "CommandState",
    "CreditCodeState",
    "Device",
    "DeviceAssignment",
    "DeviceCommand",
    "DeviceEdition",
    "DeviceState",
    "DirectoryVersion",
    "DropReason",
    "Enterprise",
    "EnterpriseOperator",
    "EnterprisePerson",
    "FactorLimit",
    "FunctionalArea",
    "GatewayCounter",
    "ImportRun",
    "ImportState",
    "KeyList",
    "KeyListEntry",
    "LinkCause",
    "LinkGap",
    "Medium",
    "MonitoringPoint",
    "Outlet",
    "PointFactor",
    "ProcessHeartbeat",
    "PushSource",
    "QuarantineState",
    "QuarantinedDevice",
    "SearchEntry",
    "Station",
    "StationClass",
]
