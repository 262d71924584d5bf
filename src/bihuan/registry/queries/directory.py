"""The gateway's directory of devices: three statements, no model instance a row."""

import json
import logging
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from bihuan.hj212.edition import Edition
from bihuan.hj212.frame import STRICT, Tolerance
from bihuan.registry.directory import NO_CODES, AssignmentEntry, CodeEntry, DeviceEntry
from bihuan.registry.models import CodeMapping, Device, DeviceAssignment, DirectoryVersion
from bihuan.registry.tolerance import WrongTolerance, read_tolerance

log = logging.getLogger(__name__)

_EDITIONS = {edition.value: edition for edition in Edition}


def directory_version() -> int:
    """Number that rises whenever anything in `device_directory` changes (设备目录版本)."""
    return DirectoryVersion.objects.values_list("number", flat=True).first() or 0


def device_directory() -> dict[str, DeviceEntry]:
    """Every registered device by MN (设备目录), inactive ones included and marked."""
    assignments, codes = _assignments(), _codes()
    rows = Device.objects.values_list(
        "mn",
        "pk",
        "edition",
        "password_hash",
        "system_code",
        "tolerance",
        "allowed_addresses",
        "time_out_s",
        "repeats",
        "realtime_interval_s",
        "minute_interval_min",
        "is_active",
    )
    return {
        row[0]: DeviceEntry(
            mn=row[0],
            device=row[1],
            edition=_EDITIONS[row[2]],
            password_hash=row[3],
            system_code=row[4],
            tolerance=_tolerance(row[5]),
            addresses=tuple(row[6]),
            time_out_s=row[7],
            repeats=row[8],
            realtime_interval_s=row[9],
            minute_interval_min=row[10],
            is_active=row[11],
            assignments=assignments.get(row[1], ()),
            codes=codes.get(row[1], NO_CODES),
        )
        for row in rows.order_by()
    }


def _tolerance(given: dict[str, Any]) -> Tolerance:
    return _shared_tolerance(json.dumps(given, sort_keys=True)) if given else STRICT


@lru_cache(maxsize=256)
def _shared_tolerance(text: str) -> Tolerance:
    try:
        return read_tolerance(json.loads(text))
    except WrongTolerance as error:  # one bad row must not stop the gateway
        log.warning("device read strictly reason=%s", error)
        return STRICT


def _assignments() -> dict[int, tuple[AssignmentEntry, ...]]:
    found: defaultdict[int, list[AssignmentEntry]] = defaultdict(list)
    rows = DeviceAssignment.objects.values_list(
        "device_id", "point_id", "system_code", "start", "end"
    )
    for device, point, system_code, start, end in rows.order_by("start"):
        found[device].append(AssignmentEntry(point, system_code, start, end))
    return {device: tuple(entries) for device, entries in found.items()}


def _codes() -> dict[int, Mapping[str, CodeEntry]]:
    found: defaultdict[int, dict[str, CodeEntry]] = defaultdict(dict)
    rows = CodeMapping.objects.values_list("device_id", "wire_code", "factor", "scale")
    for device, wire_code, factor, scale in rows.order_by():
        found[device][wire_code] = CodeEntry(factor, float(scale))
    return {device: MappingProxyType(codes) for device, codes in found.items()}
