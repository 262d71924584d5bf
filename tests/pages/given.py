"""Tables of values and packets for the tests of the pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyarrow as pa

from bihuan import telemetry

SEGMENT = (
    b"QN=20261121083000001;ST=31;CN=2011;PW=654321;MN=GYSN0001;Flag=5;"
    b"CP=&&DataTime=20261121082900;a21026-Rtd=18.5,a21026-Flag=N&&"
)
PACKET = b"##%04d%s0000\r\n" % (len(SEGMENT), SEGMENT)


@dataclass(frozen=True)
class Rows:
    """A series: where its values belong."""

    point: int
    factor: str
    kind: str
    step: timedelta
    statistic: int = 0
    flag: str = "N"
    raw_index: int = -1


def rows_of(series: Rows, end: datetime, values: Sequence[float | None]) -> pa.Table:
    """Values whose last period ends at `end`, each a step after the other."""
    starts = [end - series.step * (len(values) - place) for place in range(len(values))]
    return pa.Table.from_pylist(
        [
            {
                "point": series.point,
                "factor": series.factor,
                "kind": series.kind,
                "statistic": series.statistic,
                "start": start,
                "end": start + series.step,
                "value": value,
                "flag": series.flag,
                "marks": 0,
                "source": "hj212",
                "raw_index": series.raw_index,
            }
            for start, value in zip(starts, values, strict=True)
        ],
        schema=telemetry.APPEND_SCHEMA,
    )


def raw_of(received: datetime, packets: Sequence[bytes], device: str = "GYSN0001") -> pa.Table:
    """Packets of one device, stored."""
    return pa.Table.from_pylist(
        [
            {"device": device, "received": received, "packet": packet, "outcome": "stored"}
            for packet in packets
        ],
        schema=telemetry.RAW_SCHEMA,
    )
