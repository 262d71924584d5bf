"""The disk runs full under writer, mover and upkeep, and has room again later.

`python -m bench.telemetry.full FOLDER` runs inside a small file system of its own, which
`fill` makes without any right on this machine (a mount name space with a tmpfs).
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from deltalake.exceptions import DeltaError

from bench.telemetry.child import BUSY, UNITS_PER_APPEND
from bench.telemetry.kill import finish
from bench.telemetry.unit import first_day, packets_of, rows_of
from bench.telemetry.verdict import Sent, Verdict, verdict
from bihuan.telemetry import Mover, Store, StoreFull
from bihuan.telemetry.upkeep import Upkeep

SIZE = "24m"
ROOM_BYTES = 3 << 20
ROUNDS = 3
APPENDS_BETWEEN = 10
HARMLESS = (OSError, DeltaError, StoreFull, sqlite3.OperationalError)
MOUNTED = 'mount -t tmpfs -o size="$1" tmpfs "$2" && shift 2 && exec "$@"'


@dataclass
class Fullness:
    """What happened on the full disk.

    Args:
        refused: appends that said so; none of them was acknowledged.
        failed: moves and rounds of upkeep that gave up, to be done again.
    """

    refused: int = 0
    failed: int = 0


def suffer(folder: Path) -> tuple[Fullness, Verdict]:
    """Fill the disk again and again while writing, then make room and judge."""
    root, ballast = folder / "store", folder / "ballast"
    fullness, sent = Fullness(), Sent()
    store = Store(root, journal="full")
    for _ in range(ROUNDS):
        _weigh_down(ballast)
        while not _append(store, sent, fullness):
            pass
        for part in (_move, _keep):
            fullness.failed += part(root)
        ballast.unlink()
        for _ in range(APPENDS_BETWEEN):
            _append(store, sent, fullness)
        _move(root)
        _keep(root)
    store.close()
    finish(root)
    return fullness, verdict(root, sent)


def _weigh_down(ballast: Path) -> None:
    ballast.write_bytes(bytes(max(0, shutil.disk_usage(ballast.parent).free - ROOM_BYTES)))


def _append(store: Store, sent: Sent, fullness: Fullness) -> bool:
    """One append; whether the disk refused it."""
    units = range(sent.next_unit, sent.next_unit + UNITS_PER_APPEND)
    now = datetime.now(UTC)
    packets = packets_of(units, sent.attempts, now)
    try:
        store.append(rows_of(units, first_day(now)), packets, now=now)
    except StoreFull:
        fullness.refused += 1
        sent.attempts += 1
        return True
    sent.acknowledge(units, sent.attempts)
    return False


def _move(root: Path) -> bool:
    mover = Mover(root)
    try:
        mover.move_once(datetime.now(UTC))
    except HARMLESS:
        return True
    finally:
        mover.close()
    return False


def _keep(root: Path) -> bool:
    upkeep = Upkeep(root, BUSY)
    try:
        upkeep.run_once(datetime.now(UTC))
    except HARMLESS:
        return True
    finally:
        upkeep.close()
    return False


def fill(folder: Path) -> tuple[Fullness, Verdict] | None:
    """Run `suffer` in a small file system; None where none can be mounted."""
    tool = shutil.which("unshare")
    if tool is None:
        return None
    spaced = [tool, "--user", "--map-root-user", "--mount", "sh", "-c", MOUNTED, "sh", SIZE]
    tried = subprocess.run([*spaced, str(folder), "true"], capture_output=True, check=False)
    if tried.returncode:
        return None
    done = subprocess.run(
        [*spaced, str(folder), sys.executable, "-m", "bench.telemetry.full", str(folder)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        check=True,
    )
    found = json.loads(done.stdout.splitlines()[-1])
    return Fullness(**found["fullness"]), Verdict(**found["verdict"])


if __name__ == "__main__":
    fullness_found, verdict_found = suffer(Path(sys.argv[1]))
    print(json.dumps({"fullness": asdict(fullness_found), "verdict": asdict(verdict_found)}))
