"""The processes that are killed. Each says "ready" on its line and then works until it dies."""

import time
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from bench.telemetry.unit import first_day, packets_of, rows_of
from bihuan.telemetry import Mover, Store
from bihuan.telemetry.upkeep import Upkeep
from bihuan.telemetry.upkeep.setting import UpkeepSettings

UNITS_PER_APPEND = 20
PAUSE_S = 0.01

# Small files and short ages, so that every round has something to do.
BUSY = UpkeepSettings(
    rows_per_file=20_000,
    packets_per_file=5_000,
    few=3,
    settle_hour=0,
    spare=timedelta(0),
    checkpoint_every=20,
)


def write(root: Path, line: Connection, first: int, attempt: int) -> None:
    """Append block after block, and acknowledge each on the line once it is stored.

    Args:
        first: the first unit to send; what an earlier attempt left in doubt is sent again.
    """
    store = Store(root, journal="tormented")
    begin = first_day(datetime.now(UTC))
    line.send("ready")
    while True:
        units = range(first, first + UNITS_PER_APPEND)
        now = datetime.now(UTC)
        store.append(rows_of(units, begin), packets_of(units, attempt, now), now=now)
        line.send(first)
        first += UNITS_PER_APPEND
        time.sleep(PAUSE_S)


def move(root: Path, line: Connection) -> None:
    """Move without a rest."""
    mover = Mover(root)
    line.send("ready")
    while True:
        mover.move_once(datetime.now(UTC))
        time.sleep(PAUSE_S)


def keep(root: Path, line: Connection) -> None:
    """Merge, settle, checkpoint and vacuum without a rest."""
    line.send("ready")
    while True:
        upkeep = Upkeep(root, BUSY)
        upkeep.run_once(datetime.now(UTC))
        upkeep.close()
