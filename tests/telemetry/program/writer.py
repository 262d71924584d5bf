"""Appends packets as fast as it can and says the number of each once it is acknowledged."""

from multiprocessing.connection import Connection
from pathlib import Path

from bihuan.telemetry import Kind, SeriesQuery, Store
from tests.telemetry.given import NOON, Given, at, packets, rows
from tests.telemetry.program import READY

VALUES = 8


def packet_name(number: int) -> bytes:
    return b"##%06d" % number


def main(root: Path, mouth: Connection) -> None:
    store = Store(root, journal="gateway-1")
    query = SeriesQuery([1], None, Kind.REALTIME, NOON, at(10**7))
    number = len(store.series(query))
    mouth.send(READY)
    while True:
        number += 1
        given = [Given(point, number, float(number), raw_index=0) for point in range(1, VALUES + 1)]
        store.append(rows(given), packets(packet_name(number)), now=at(number))
        mouth.send(number)
