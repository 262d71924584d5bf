"""The registered devices as the gateway needs them: by MN, and as columns for whole batches."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

import polars as pl

from bihuan.gateway.key_ring import NO_KEYS, DeviceKeys
from bihuan.hj212.check_code import CheckVariant
from bihuan.hj212.edition import Edition
from bihuan.hj212.frame import STRICT, Frame, Tolerance
from bihuan.hj212.quirk import Quirk
from bihuan.registry.queries import DeviceEntry

EVER = 1 << 62

DEVICE_COLUMNS = {
    "device_id": pl.String,
    "is_2005": pl.Boolean,
    "realtime_ms": pl.Int64,
    "minute_ms": pl.Int64,
}
SPELL_COLUMNS = {
    "device_id": pl.String,
    "system_code": pl.String,
    "point": pl.Int32,
    "from_ms": pl.Int64,
    "to_ms": pl.Int64,
}
CODE_COLUMNS = {
    "device_id": pl.String,
    "factor": pl.String,
    "mapped": pl.String,
    "scale": pl.Float64,
}


@dataclass(frozen=True, slots=True)
class DeviceBook:
    """One state of the device directory (设备目录); replaced as a whole when it changes.

    Args:
        version: the directory's number when it was read.
        entries: by MN.
        tolerance: what any device may do wrong; connections read with it, and each frame is
            then judged by its own device's tolerance.
        keys: SM4 keys of those that encrypt.
        devices: a row a device, columns DEVICE_COLUMNS.
        spells: a row an assignment to a point, columns SPELL_COLUMNS.
        codes: a row a mapped wire code, columns CODE_COLUMNS.
    """

    version: int
    entries: Mapping[str, DeviceEntry]
    tolerance: Tolerance
    keys: DeviceKeys
    devices: pl.DataFrame
    spells: pl.DataFrame
    codes: pl.DataFrame


def book_of(
    entries: Mapping[str, DeviceEntry], version: int, keys: DeviceKeys = NO_KEYS
) -> DeviceBook:
    """Arrange a directory for the gateway (编制设备目录).

    >>> book_of({}, version=3).version
    3
    """
    active = list(entries.values())
    return DeviceBook(
        version,
        entries,
        widest_tolerance(entry.tolerance for entry in active),
        keys,
        pl.DataFrame([_device_row(entry) for entry in active], DEVICE_COLUMNS, orient="row"),
        pl.DataFrame(
            [row for entry in active for row in _spell_rows(entry)], SPELL_COLUMNS, orient="row"
        ),
        pl.DataFrame(
            [row for entry in active for row in _code_rows(entry)], CODE_COLUMNS, orient="row"
        ),
    )


def widest_tolerance(given: Iterable[Tolerance]) -> Tolerance:
    """What at least one device may do wrong (最宽容差).

    >>> widest_tolerance([Tolerance(constants=frozenset({b"B381"}))]).constants
    frozenset({b'B381'})
    """
    kinds = {STRICT, *given}
    return Tolerance(
        frozenset().union(*(each.variants for each in kinds)),
        frozenset().union(*(each.constants for each in kinds)),
        any(each.wrong_length for each in kinds),
    )


def tolerates(tolerance: Tolerance, frame: Frame) -> bool:
    """Whether a frame that was cut with the widest tolerance is good enough for its device.

    >>> odd = Frame(b"", b"", b"B381", CheckVariant.CONSTANT)
    >>> tolerates(STRICT, odd), tolerates(Tolerance(constants=frozenset({b"B381"})), odd)
    (False, True)
    """
    if Quirk.WRONG_LENGTH in frame.quirks and not tolerance.wrong_length:
        return False
    if frame.variant is CheckVariant.CONSTANT:
        return frame.check_given.upper() in tolerance.constants
    return frame.variant in tolerance.variants


def may_come_from(entry: DeviceEntry, address: str) -> bool:
    """Whether a device may connect from an address (来源地址核对); an empty list allows all.

    Behind a broker no address is known, and a device that is bound to one stays out.

    >>> bound = DeviceEntry("A", 1, addresses=("10.1.0.0/16",))
    >>> may_come_from(bound, "10.1.2.3"), may_come_from(bound, "10.2.2.3")
    (True, False)
    """
    if not entry.addresses:
        return True
    if not address:
        return False
    given = ip_address(address)
    return any(given in network for network in map(_network, entry.addresses))


@lru_cache(maxsize=20_000)
def _network(text: str) -> IPv4Network | IPv6Network:
    return ip_network(text, strict=False)


def _device_row(entry: DeviceEntry) -> tuple[str, bool, int, int]:
    return (
        entry.mn,
        entry.edition is Edition.HJT212_2005,
        entry.realtime_interval_s * 1000,
        entry.minute_interval_min * 60_000,
    )


def _spell_rows(entry: DeviceEntry) -> Iterable[tuple[str, str, int, int, int]]:
    for spell in entry.assignments:
        yield (
            entry.mn,
            spell.system_code,
            spell.point,
            _milliseconds(spell.start),
            EVER if spell.end is None else _milliseconds(spell.end),
        )


def _code_rows(entry: DeviceEntry) -> Iterable[tuple[str, str, str, float]]:
    for wire_code, code in entry.codes.items():
        yield entry.mn, wire_code, code.factor, code.scale


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
