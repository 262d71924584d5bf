"""What the tormented writer sends: units that can be told apart for ever.

Unit `u` is one packet and one value `u` for each of two factors. Three units in four begin a
datum of their own; the fourth revises the datum of an earlier unit. So every value names its
unit, and the versions of a datum must come in the order of their units.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pyarrow as pa

from bihuan.telemetry import APPEND_SCHEMA, RAW_SCHEMA, Kind
from bihuan.telemetry.schema import SHANGHAI

FACTORS = ("w01018", "w21003")
POINTS = 331
DAYS = 3
MINUTE = timedelta(minutes=1)


def first_day(now: datetime) -> datetime:
    """Midnight in Shanghai that begins the load's days; all of them have ended."""
    local = now.astimezone(SHANGHAI)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=DAYS)


def datum_of(unit: int) -> int:
    """The unit that began the datum which this unit reports.

    >>> datum_of(6), datum_of(7)
    (6, 2)
    """
    while unit % 4 == 3:
        unit //= 2
        unit -= unit % 4 == 3
    return unit


def rows_of(units: Sequence[int], begin: datetime) -> pa.Table:
    """The rows of some units, each with the place of its packet."""
    data = [datum_of(unit) for unit in units]
    starts = [
        begin + timedelta(days=datum // POINTS % DAYS) + datum // (POINTS * DAYS) * MINUTE
        for datum in data
    ]
    count = len(units)
    tables = [
        pa.table(
            [
                pa.array([datum % POINTS for datum in data], pa.int32()),
                pa.array([factor] * count),
                pa.array([str(Kind.MINUTE)] * count),
                pa.array([0] * count, pa.int8()),
                pa.array(starts, pa.timestamp("ms", "UTC")),
                pa.array([start + MINUTE for start in starts], pa.timestamp("ms", "UTC")),
                pa.array([float(unit) for unit in units]),
                pa.array(["N"] * count),
                pa.array([0] * count, pa.int16()),
                pa.array(["hj212"] * count),
                pa.array(range(count), pa.int32()),
            ],
            schema=APPEND_SCHEMA,
        )
        for factor in FACTORS
    ]
    return pa.concat_tables(tables)


def packets_of(units: Sequence[int], attempt: int, now: datetime) -> pa.Table:
    """The packets of some units, as one attempt to send them."""
    count = len(units)
    return pa.table(
        [
            pa.array([f"DEVICE{unit % 50:04d}" for unit in units]),
            pa.array([now] * count, pa.timestamp("ms", "UTC")),
            pa.array([packet_text(unit, attempt) for unit in units], pa.binary()),
            pa.array(["stored"] * count),
        ],
        schema=RAW_SCHEMA,
    )


def packet_text(unit: int, attempt: int) -> bytes:
    """A packet's bytes: they name the unit and the attempt.

    >>> unit_and_attempt(packet_text(7, 2))
    (7, 2)
    """
    return b"##0101QN=20260305000000000;ST=32;CN=2051;CP=&&unit=%d;try=%d&&" % (unit, attempt)


def unit_and_attempt(packet: bytes) -> tuple[int, int]:
    """What `packet_text` wrote."""
    unit, attempt = packet.partition(b"unit=")[2].rstrip(b"&").split(b";try=")
    return int(unit), int(attempt)
