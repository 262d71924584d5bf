"""10,000 packets a second for some minutes, with a mover and a reader in processes of their own."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from bench.telemetry.bar import Bar
from bench.telemetry.nation import FACTORS, Nation
from bihuan.telemetry import Kind, Mover, SeriesQuery, Store
from bihuan.telemetry.upkeep import Upkeep
from bihuan.telemetry.writer import streamed

PROCESSES = get_context("spawn")
WINDOW_S = 0.5
WINDOWS_AHEAD = 20
READ_EVERY_S = 1.0


@dataclass(frozen=True)
class Pace:
    """How hard and how long.

    Args:
        rate: packets a second, eight values each.
        seconds: of the run.
    """

    rate: int = 10_000
    seconds: float = 60.0

    @property
    def windows(self) -> int:
        """How many group commits that makes."""
        return round(self.seconds / WINDOW_S)

    @property
    def packets_a_window(self) -> int:
        """How many packets one group commit holds."""
        return int(self.rate * WINDOW_S)


def run_paced(root: Path, pace: Pace) -> list[Bar]:
    """Write at the pace, then merge, and report."""
    Mover(root).close()
    stop, line, theirs = PROCESSES.Event(), *PROCESSES.Pipe(duplex=False)
    reading, readers = PROCESSES.Pipe(duplex=False)
    mover = PROCESSES.Process(target=_move, args=(root, stop, theirs))
    reader = PROCESSES.Process(target=_read, args=(root, stop, readers))
    for process, heard in ((mover, line), (reader, reading)):
        process.start()
        heard.recv()
    written = _write(root, pace)
    latencies, append_cpu_s, commits_s = written.latencies, written.cpu_s, written.commits_s
    stop.set()
    mover_cpu_s, (map_s, day_s) = line.recv(), reading.recv()
    mover.join()
    reader.join()
    return [
        Bar("acknowledgement, p50", float(np.percentile(latencies, 50)) * 1000, "ms"),
        Bar("acknowledgement, p99", float(np.percentile(latencies, 99)) * 1000, "ms", 1000),
        Bar("acknowledgement, slowest", float(latencies.max()) * 1000, "ms"),
        Bar("commit alone, p50", float(np.percentile(commits_s, 50)) * 1000, "ms"),
        Bar("commit alone, p99", float(np.percentile(commits_s, 99)) * 1000, "ms"),
        Bar("commit alone, slowest", max(commits_s) * 1000, "ms"),
        Bar("load that was made up too late, slowest", written.starved_s * 1000, "ms"),
        Bar("journal CPU of one core", 100 * append_cpu_s / pace.seconds, "%"),
        Bar("mover CPU of one core", 100 * mover_cpu_s / pace.seconds, "%"),
        Bar(
            "journal and mover CPU of one core",
            100 * (append_cpu_s + mover_cpu_s) / pace.seconds,
            "%",
            20,
        ),
        Bar("reader meanwhile: latest of all points, p50", map_s * 1000, "ms"),
        Bar("reader meanwhile: one point's last day, p50", day_s * 1000, "ms"),
        *_kept(root, pace),
    ]


@dataclass(frozen=True)
class Written:
    """What the writer saw; times in seconds.

    Args:
        latencies: of every packet, from its arrival to the end of its commit.
        starved_s: the longest that the load itself was late.
    """

    latencies: npt.NDArray[np.float64]
    commits_s: list[float]
    cpu_s: float
    starved_s: float


def _write(root: Path, pace: Pace) -> Written:
    """Group commits of half a second; each packet waits for the end of its window."""
    store = Store(root, journal="paced")
    windows = PROCESSES.Queue(maxsize=WINDOWS_AHEAD)
    maker = PROCESSES.Process(target=_make, args=(windows, pace, datetime.now(UTC)))
    maker.start()
    arrivals = np.arange(pace.packets_a_window) / pace.rate
    latencies, commits, cpu_s, starved = [], [], 0.0, 0.0
    waiting = windows.get()
    begun = time.monotonic()
    for window in range(pace.windows):
        opened = begun + window * WINDOW_S
        now, rows, raw = waiting[0], _table(waiting[1]), _table(waiting[2])
        time.sleep(max(0.0, opened + WINDOW_S - time.monotonic()))
        cpu, wall = time.process_time(), time.monotonic()
        store.append(rows, raw, now=now)
        done = time.monotonic()
        cpu_s += time.process_time() - cpu
        commits.append(done - wall)
        latencies.append(done - (opened + arrivals))
        if window + 1 < pace.windows:
            waiting = windows.get()
            starved = max(starved, time.monotonic() - done)
    maker.join()
    store.close()
    return Written(np.concatenate(latencies), commits, cpu_s, starved)


def _make(windows: "Queue[tuple[datetime, bytes, bytes]]", pace: Pace, begin: datetime) -> None:
    """Make the windows up some time ahead, in a process that is not measured."""
    nation = Nation()
    for window in range(pace.windows):
        now = begin + window * timedelta(seconds=WINDOW_S)
        first = window * pace.packets_a_window
        rows, raw = nation.packets(first, pace.packets_a_window, now)
        windows.put((now, streamed(rows), streamed(raw)))


def _table(stream: bytes) -> pa.Table:
    return pa.ipc.open_stream(stream).read_all()


def _move(root: Path, stop: Event, line: Connection) -> None:
    mover = Mover(root)
    line.send("ready")
    begun = time.process_time()
    mover.run(stop, clock=lambda: datetime.now(UTC))  # type: ignore[arg-type]
    line.send(time.process_time() - begun)
    mover.close()


def _read(root: Path, stop: Event, line: Connection) -> None:
    store = Store(root)
    line.send("ready")
    latest, days = [], []
    while not stop.wait(READ_EVERY_S):
        begun = time.monotonic()
        store.latest(kind=Kind.REALTIME)
        middle = time.monotonic()
        now = datetime.now(UTC)
        day = now - timedelta(days=1)
        store.series(SeriesQuery([4711], None, Kind.REALTIME, day, now))
        latest.append(middle - begun)
        days.append(time.monotonic() - middle)
    line.send((float(np.median(latest)), float(np.median(days))))
    store.close()


def _kept(root: Path, pace: Pace) -> list[Bar]:
    """What it takes on disk once merged, and what merging costs."""
    upkeep = Upkeep(root)
    cpu = time.process_time()
    upkeep.run_once(datetime.now(UTC))
    cpu = time.process_time() - cpu
    rows, raw = upkeep.lake.rows.snapshot().files, upkeep.lake.raw.snapshot().files
    upkeep.close()
    values, packets = int(rows["rows"].sum()), int(raw["rows"].sum())
    expected = pace.windows * pace.packets_a_window
    return [
        Bar("packets that are missing in the lake", expected - packets, "packets", 0),
        Bar("values that are missing in the lake", expected * len(FACTORS) - values, "values", 0),
        Bar("upkeep, CPU a value with its packet", 1e6 * cpu / values, "µs"),
        Bar("real-time value on disk after upkeep", float(rows["size"].sum()) / values, "bytes", 4),
        Bar("raw packet on disk after upkeep", float(raw["size"].sum()) / packets, "bytes", 60),
    ]
