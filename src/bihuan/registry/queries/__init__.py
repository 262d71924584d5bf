"""Reads: frozen dataclasses out, a bounded number of statements."""

from bihuan.registry.directory import AssignmentEntry, CodeEntry, DeviceEntry
from bihuan.registry.queries.command import (
    CommandRow,
    command_list,
    commands_of,
    commands_to_approve,
)
from bihuan.registry.queries.device import (
    DeviceDetail,
    DeviceFilter,
    DeviceRow,
    device_detail,
    device_list,
)
from bihuan.registry.queries.directory import device_directory, directory_version
from bihuan.registry.queries.enterprise import (
    EnterpriseFilter,
    EnterpriseRow,
    KeyListSpell,
    enterprise_list,
    find_enterprises,
    key_list_history,
    key_units_on,
)
from bihuan.registry.queries.health import Heartbeat, gateway_counters, heartbeats
from bihuan.registry.queries.link import LinkReport, LinkRow, link_report
from bihuan.registry.queries.listing import Listing
from bihuan.registry.queries.point_list import (
    FactorEntry,
    LimitEntry,
    PointDetail,
    PointFilter,
    PointRow,
    factors_of,
    point_detail,
    point_list,
)
from bihuan.registry.queries.push import PushSourceEntry, push_source_for, push_source_numbered
from bihuan.registry.queries.quarantine import QuarantineRow, quarantine_list
from bihuan.registry.queries.station import (
    TownshipGap,
    station_counts,
    townships_without_station,
)

__all__ = [
    "AssignmentEntry",
    "CodeEntry",
    "CommandRow",
    "DeviceDetail",
    "DeviceEntry",
    "DeviceFilter",
    "DeviceRow",
    "EnterpriseFilter",
    "EnterpriseRow",
    "FactorEntry",
    "Heartbeat",
    "KeyListSpell",
    "LimitEntry",
    "LinkReport",
    "LinkRow",
    "Listing",
    "PointDetail",
    "PointFilter",
    "PointRow",
    "PushSourceEntry",
    "QuarantineRow",
    "TownshipGap",
    "command_list",
    "commands_of",
    "commands_to_approve",
    "device_detail",
    "device_directory",
    "device_list",
    "directory_version",
    "enterprise_list",
    "factors_of",
    "find_enterprises",
    "gateway_counters",
    "heartbeats",
    "key_list_history",
    "key_units_on",
    "link_report",
    "point_detail",
    "point_list",
    "push_source_for",
    "push_source_numbered",
    "quarantine_list",
    "station_counts",
    "townships_without_station",
]
