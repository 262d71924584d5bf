"""The real platform in a folder of its own: its processes, started by their own commands."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGTERM

ROOT = Path(__file__).parents[2]
STARTED_WITHIN_S = 180.0


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Platform:
    """One platform: a data folder, two ports, and the processes that run in it.

    Every command of `bihuan` can be run in it, so a journey can start a worker, stop the
    mover, or enrol what it needs with a function of its own.
    """

    home: Path
    web_port: int = field(default_factory=free_port)
    gateway_port: int = field(default_factory=free_port)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://127.0.0.1:{self.web_port}"

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are told; the business database is always a file of its own."""
        own = {name: value for name, value in os.environ.items() if name[:6] != "BIHUAN"}
        return {
            **own,
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            "DJANGO_SETTINGS_MODULE": "bihuan.main.settings",
            "BIHUAN_HOME": str(self.home),
            "BIHUAN_DEMO": "1",
            "BIHUAN_DEBUG": "1",  # static files by their plain names, served as they lie
            "BIHUAN_LOG": "WARNING",
            "BIHUAN_WEB_PORT": str(self.web_port),
            "BIHUAN_GATEWAY_PORT": str(self.gateway_port),
        }

    def command(self, *arguments: str) -> str:
        """Run one command to its end and give what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "bihuan", *arguments],
            env=self.environment,
            cwd=self.home,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def call(self, function: str) -> str:
        """Call a function of the tests, named `module:function`, inside the platform."""
        module, name = function.split(":")
        code = f"import django; django.setup(); from {module} import {name}; print({name}())"
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=self.environment,
            cwd=self.home,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self, name: str, *arguments: str) -> None:
        """Start a process by its command, e.g. ``start("mover")``."""
        log = (self.home / f"{name}.log").open("wb")
        self.running[name] = subprocess.Popen(
            [sys.executable, "-m", "bihuan", name, *arguments],
            env=self.environment,
            cwd=self.home,
            stdout=log,
            stderr=subprocess.STDOUT,
        )

    def stop(self, name: str) -> None:
        """End one process and wait for it."""
        process = self.running.pop(name)
        process.send_signal(SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(20)

    def stop_all(self) -> None:
        """End every process, the last one first."""
        for name in reversed(list(self.running)):
            self.stop(name)

    def until_ready(self) -> None:
        """Wait until pages are served and devices are accepted."""
        deadline = time.monotonic() + STARTED_WITHIN_S
        while not (self._answers() and _listens(self.gateway_port)):
            self._require_alive()
            assert time.monotonic() < deadline, "the platform does not start"
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/accounts/login/", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def _require_alive(self) -> None:
        for name, process in self.running.items():
            log = (self.home / f"{name}.log").read_text("utf-8", "replace")
            assert process.poll() is None, f"{name} has ended: {log[-2000:]}"


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
