"""What is watched call by call: `python -m bench.telemetry.traced writer|mover|upkeep FOLDER`."""

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench.telemetry.child import BUSY, UNITS_PER_APPEND
from bench.telemetry.unit import first_day, packets_of, rows_of
from bihuan.telemetry import Mover, Store
from bihuan.telemetry.upkeep import Upkeep

APPENDS = 8
LINE = b"acknowledged\n"


def writer(root: Path, acknowledge: Callable[[], object]) -> None:
    """Append, and acknowledge each."""
    store = Store(root, journal="traced")
    now = datetime.now(UTC)
    for place in range(APPENDS):
        units = range(place * UNITS_PER_APPEND, (place + 1) * UNITS_PER_APPEND)
        store.append(rows_of(units, first_day(now)), packets_of(units, 0, now), now=now)
        acknowledge()
    store.close()


def to_the_pipe(root: Path) -> None:
    """Append, and write each acknowledgement to the pipe, as a gateway does."""
    writer(root, lambda: os.write(sys.stdout.fileno(), LINE))


def mover(root: Path) -> None:
    """Take what waits to the lake."""
    taker = Mover(root)
    taker.move_once(datetime.now(UTC))
    taker.close()


def upkeep(root: Path) -> None:
    """Merge and settle."""
    keeper = Upkeep(root, BUSY)
    keeper.run_once(datetime.now(UTC))
    keeper.close()


if __name__ == "__main__":
    parts = {"writer": to_the_pipe, "mover": mover, "upkeep": upkeep}
    parts[sys.argv[1]](Path(sys.argv[2]))
