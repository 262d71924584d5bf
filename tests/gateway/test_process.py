"""The gateway as a process of its own: killed, stopped, and on a disk that takes no more."""

import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from bihuan.hj212.frame import write_frame
from bihuan.hj212.segment import read_header
from bihuan.registry.models import DeviceState
from bihuan.telemetry import Kind, SeriesQuery, Store
from tests.gateway.conftest import MN, RegisterDevice
from tests.gateway.running import Client, until, upload

EVER = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
START = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass
class Process:
    """`bihuan gateway` in a process of its own, on the tests' database."""

    root: Path
    port: int
    arguments: tuple[str, ...] = ()
    running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "django", "gateway", "--port", str(self.port)]
        self.running = subprocess.Popen(
            [*command, "--name", "gateway-test", "--leave-new-devices", *self.arguments],
            env={**os.environ, **self.environment()},
            stderr=(self.root / "log").open("ab"),
        )
        until(self._listens, within_s=60)

    def environment(self) -> dict[str, str]:
        return _environment(self.root)

    def end(self, how: signal.Signals) -> int:
        assert self.running is not None
        self.running.send_signal(how)
        return self.running.wait(40)

    def _listens(self) -> bool:
        assert self.running is not None and self.running.poll() is None, self.log()
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False

    def log(self) -> str:
        return (self.root / "log").read_text("utf-8", "replace")


def _environment(root: Path) -> dict[str, str]:
    database = settings.DATABASES["default"]
    address = f"sqlite:///{database['NAME']}"
    if "postgres" in database["ENGINE"]:
        place = f"{database['HOST'] or 'localhost'}:{database['PORT'] or 5432}"
        address = f"postgres://{database['USER']}:{database['PASSWORD']}@{place}/{database['NAME']}"
    return {
        "DJANGO_SETTINGS_MODULE": "bihuan.main.settings",
        "BIHUAN_DATABASE_URL": address,
        "BIHUAN_TELEMETRY": str(root / "telemetry"),
        "BIHUAN_LOG": "DEBUG",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }


@pytest.fixture
def process(tmp_path: Path, transactional_db: None) -> Iterator[Process]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    started = Process(tmp_path, port)
    yield started
    if started.running is not None and started.running.poll() is None:
        started.running.kill()
        started.running.wait()


@dataclass
class Talker:
    """A device that sends without pause and knows what was acknowledged."""

    next_number: int = 0
    waiting: dict[str, bytes] = field(default_factory=dict)
    acknowledged: set[int] = field(default_factory=set)

    def talk(self, port: int, until_gone: Callable[[], bool]) -> None:
        """Send and hear until the gateway is gone, or nothing waits any more."""
        with suppress(OSError), Client(port) as line:
            line.send(*self.waiting.values())
            while not until_gone():
                self._send_some(line)
                self._hear(line.answers(len(self.waiting), within_s=5))

    def finish(self, port: int) -> None:
        with Client(port) as line:
            line.send(*self.waiting.values())
            self._hear(line.answers(len(self.waiting)))

    def _send_some(self, line: Client) -> None:
        fresh = [self.frame() for _ in range(50)]
        line.send(*fresh)

    def frame(self) -> bytes:
        number, self.next_number = self.next_number, self.next_number + 1
        local = START + timedelta(hours=8, seconds=number)
        request_id = f"{local:%Y%m%d%H%M%S}000"
        segment = (
            f"QN={request_id};ST=32;CN=2011;PW=123456;MN={MN};Flag=5;"
            f"CP=&&DataTime={local:%Y%m%d%H%M%S};w01018-Rtd={number}&&"
        )
        self.waiting[request_id] = frame = write_frame(segment.encode())
        return frame

    def _hear(self, answers: list[bytes]) -> None:
        for answer in answers:
            request_id = read_header(answer[6:-4]).request_id
            assert request_id is not None
            self.waiting.pop(request_id, None)
            moment = datetime.strptime(request_id[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
            self.acknowledged.add(round((moment - START - timedelta(hours=8)).total_seconds()))


def stored(root: Path) -> list[tuple[int, int]]:
    """Number and version of every value, also of those that a repeat would have doubled."""
    reader = Store(root / "telemetry")
    rows = reader.series(SeriesQuery(None, None, Kind.REALTIME, *EVER)).to_pylist()
    reader.close()
    return [(round(row["value"]), row["version"]) for row in rows]


@pytest.mark.any_database  # the journal is the same beside either
@pytest.mark.requirement("A1.18")
def test_what_was_acknowledged_survives_kill_9_exactly_once(
    process: Process, register: RegisterDevice
) -> None:
    register()
    talker = Talker()
    for _ in range(3):
        process.start()
        deadline = time.monotonic() + 1.5

        def is_over(deadline: float = deadline) -> bool:
            if time.monotonic() > deadline:
                process.end(signal.SIGKILL)
                return True
            return False

        talker.talk(process.port, is_over)
        if process.running is not None and process.running.poll() is None:
            process.end(signal.SIGKILL)
        assert talker.acknowledged <= {number for number, _ in stored(process.root)}
    process.start()
    if talker.waiting:
        talker.finish(process.port)
    assert process.end(signal.SIGTERM) == 0
    assert len(talker.acknowledged) == talker.next_number > 200
    assert sorted(stored(process.root)) == [(number, 1) for number in range(talker.next_number)]


def test_sigterm_stores_and_answers_what_was_received(
    process: Process, register: RegisterDevice
) -> None:
    row = register()
    process.arguments = ("--commit-interval", "3600")
    process.start()
    with Client(process.port) as device:
        device.send(upload(MN, "DataTime=20261121000000;w01018-Rtd=7"))
        until(lambda: "commit due waiting=1" in process.log())
        assert process.end(signal.SIGTERM) == 0
        assert len(device.answers(1)) == 1
    assert stored(process.root) == [(7, 1)]
    assert DeviceState.objects.get(device=row).counters["stored"] == 1
    assert "gateway stopped" in process.log() and "123456" not in process.log()


@pytest.mark.any_database  # the disk is the same beside either
def test_a_disk_that_takes_no_more_is_waited_out(
    process: Process, register: RegisterDevice
) -> None:
    register()
    process.start()
    assert process.running is not None
    hard = resource.RLIM_INFINITY
    with Client(process.port) as device:
        device.send(upload(MN, "DataTime=20261121000000;w01018-Rtd=1"))
        device.answers(1)
        resource.prlimit(process.running.pid, resource.RLIMIT_FSIZE, (4096, hard))
        device.send(upload(MN, "DataTime=20261121000100;w01018-Rtd=2", QN="20261121080100000"))
        until(lambda: "store refuses" in process.log())
        assert device.hears_nothing(1.0)
        resource.prlimit(process.running.pid, resource.RLIMIT_FSIZE, (hard, hard))
        assert len(device.answers(1)) == 1
    assert process.end(signal.SIGTERM) == 0
    assert sorted(stored(process.root)) == [(1, 1), (2, 1)]
