"""Facts about what exists."""

from bihuan.registry.identifier import CreditCodeState
from bihuan.registry.link import DropReason, LinkCause
from bihuan.registry.models.change import ChangeRecord, ChangeWay, HistoryIsAppendOnly
from bihuan.registry.models.check_list import CheckGrade, CheckListEntry
from bihuan.registry.models.command import CommandState, DeviceCommand
from bihuan.registry.models.department import Contact, Department, Duty, DutyPart
from bihuan.registry.models.device import CodeMapping, Device, DeviceAssignment, DeviceEdition
from bihuan.registry.models.directory import DirectoryVersion
from bihuan.registry.models.enterprise import Enterprise, EnterpriseOperator, EnterprisePerson
from bihuan.registry.models.equipment import (
    Equipment,
    EquipmentKind,
    EquipmentState,
    Vehicle,
    VehicleKind,
)
from bihuan.registry.models.gap import LinkGap
from bihuan.registry.models.import_run import ImportRun, ImportState
from bihuan.registry.models.interface import (
    Interface,
    InterfaceKind,
    InterfaceRun,
    InterfaceState,
    RunOutcome,
    TakenFile,
)
from bihuan.registry.models.key_list import KeyList, KeyListEntry
from bihuan.registry.models.permit import (
    DischargePermit,
    PermitAveraging,
    PermitLimit,
    PermitManagement,
)
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
from bihuan.registry.models.siting import Power, StationSiting
from bihuan.registry.models.source import LocalSource, SourceKind, SourceLevel, SourceState
from bihuan.registry.models.state import DeviceState, GatewayCounter, ProcessHeartbeat
from bihuan.registry.permit_number import PermitNumberState

__all__ = [
    "Averaging",
    "ChangeRecord",
    "ChangeWay",
    "CheckGrade",
    "CheckListEntry",
    "CodeMapping",
    "CommandState",
    "Contact",
    "CreditCodeState",
    "Department",
    "Device",
    "DeviceAssignment",
    "DeviceCommand",
    "DeviceEdition",
    "DeviceState",
    "DirectoryVersion",
    "DischargePermit",
    "DropReason",
    "Duty",
    "DutyPart",
    "Enterprise",
    "EnterpriseOperator",
    "EnterprisePerson",
    "Equipment",
    "EquipmentKind",
    "EquipmentState",
    "FactorLimit",
    "FunctionalArea",
    "GatewayCounter",
    "HistoryIsAppendOnly",
    "ImportRun",
    "ImportState",
    "Interface",
    "InterfaceKind",
    "InterfaceRun",
    "InterfaceState",
    "KeyList",
    "KeyListEntry",
    "LinkCause",
    "LinkGap",
    "LocalSource",
    "Medium",
    "MonitoringPoint",
    "Outlet",
    "PermitAveraging",
    "PermitLimit",
    "PermitManagement",
    "PermitNumberState",
    "PointFactor",
    "Power",
    "ProcessHeartbeat",
    "PushSource",
    "QuarantineState",
    "QuarantinedDevice",
    "RunOutcome",
    "SearchEntry",
    "SourceKind",
    "SourceLevel",
    "SourceState",
    "Station",
    "StationClass",
    "StationSiting",
    "TakenFile",
    "Vehicle",
    "VehicleKind",
]
