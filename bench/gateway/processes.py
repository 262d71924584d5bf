"""The gateway and the mover in processes of their own, and what they cost."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.context import SpawnProcess
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE_S = 60.0


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@dataclass
class GatewayProcess:
    """`bihuan gateway` as it runs in production."""

    port: int
    running: subprocess.Popen[bytes]

    @classmethod
    def start(cls) -> "GatewayProcess":
        """Start it and wait until it listens."""
        port = free_port()
        command = [sys.executable, "-m", "django", "gateway", "--port", str(port)]
        started = cls(port, subprocess.Popen([*command, "--leave-new-devices"]))
        deadline = time.monotonic() + PATIENCE_S
        while not started.listens():
            assert time.monotonic() < deadline, "the gateway does not listen"
            time.sleep(0.1)
        return started

    def listens(self) -> bool:
        """Whether it takes connections."""
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False

    def resident_mib(self) -> float:
        """Memory it holds. [MiB]"""
        status = Path(f"/proc/{self.running.pid}/status").read_text("ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024

    def processor_s(self) -> float:
        """Processor time it has taken, all threads. [s]"""
        line = Path(f"/proc/{self.running.pid}/stat").read_text("ascii")
        fields = line.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def stop(self) -> None:
        """End it as an operator does."""
        self.running.send_signal(signal.SIGTERM)
        assert self.running.wait(PATIENCE_S) == 0


def start_mover(root: Path) -> SpawnProcess:
    """Move from the journal to the lake beside the gateway, as in production."""
    process = get_context("spawn").Process(target=_move, args=(root,), daemon=True)
    process.start()
    return process


def _move(root: Path) -> None:
    from datetime import UTC, datetime
    from threading import Event

    from bihuan.telemetry import Mover

    Mover(root).run(Event(), clock=lambda: datetime.now(UTC))
