"""The supervisor (进程管理): starts the platform's parts, prefixes their logs, restarts, stops all.

A child holds the reading end of a pipe to its parent and ends when the pipe does, so that even
a killed supervisor leaves no orphan (`attached`).
"""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from signal import SIGKILL, SIGTERM, Signals
from time import monotonic
from typing import IO, Final

from bihuan.main.attached import ATTACHED

FIRST_WAIT_S: Final = 1.0
LONGEST_WAIT_S: Final = 30.0
STEADY_S: Final = 60.0
PATIENCE_S: Final = 15.0

Say = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the platform: its name and its `bihuan` command.

    Attributes:
        after_s: how long it lets the others go ahead, so that pages come soon on two cores.
    """

    name: str
    arguments: tuple[str, ...]
    after_s: float = 0.0

    @property
    def command(self) -> list[str]:
        """What the operating system is asked to run."""
        return [sys.executable, "-m", "bihuan", *self.arguments]


@dataclass(slots=True)
class Child:
    """A part's present process, and when it may be started again."""

    part: Part
    process: subprocess.Popen[str] | None = None
    started: float = 0.0
    restarts: int = 0
    wait_s: float = FIRST_WAIT_S
    start_at: float = 0.0
    reader: threading.Thread | None = field(default=None, repr=False)

    @property
    def is_running(self) -> bool:
        """Whether its process lives."""
        return self.process is not None and self.process.poll() is None


class Supervisor:
    """Runs parts as child processes until told to stop.

    Args:
        parts: started in this order.
        say: takes a part's name and one line of its log.
        environment: variables that the children get beside the supervisor's own.
    """

    def __init__(
        self, parts: Sequence[Part], *, say: Say, environment: Mapping[str, str] | None = None
    ) -> None:
        self.children = [Child(p, start_at=monotonic() + p.after_s) for p in parts]
        self._say = say
        self._environment = {**os.environ, **(environment or {})}
        self._environment |= {ATTACHED: "1", "PYTHONUNBUFFERED": "1"}

    def run(self, stop: threading.Event, *, look_every_s: float = 0.5) -> None:
        """Start everything, start again what ends, and stop everything in the end."""
        try:
            while not stop.is_set():
                self.look()
                stop.wait(look_every_s)
        finally:
            self.stop()

    def look(self) -> None:
        """Start what does not run and may; what ended waits twice as long each time."""
        now = monotonic()
        for child in self.children:
            if child.process is not None and not child.is_running:
                self._ended(child, now)
            if child.process is None and now >= child.start_at:
                self._start(child, now)

    def stop(self) -> None:
        """End every child, all at once, by force if it must be."""
        for child in self.children:
            if child.process is not None:
                _signal(child.process, SIGTERM)
        deadline = monotonic() + PATIENCE_S
        for child in self.children:
            if child.process is not None:
                _wait(child.process, deadline)
                self._say(child.part.name, "已停止")
            if child.reader is not None:
                child.reader.join(timeout=1.0)
            child.process = None

    def report(self) -> dict[str, dict[str, int | bool | None]]:
        """State of every part for the heartbeat (进程状态)."""
        return {
            child.part.name: {
                "running": child.is_running,
                "pid": child.process.pid if child.process else None,
                "restarts": child.restarts,
            }
            for child in self.children
        }

    def _start(self, child: Child, now: float) -> None:
        process = subprocess.Popen(
            child.part.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            bufsize=1,
            start_new_session=True,
            env=self._environment,
        )
        child.process, child.started = process, now
        child.reader = threading.Thread(
            target=self._relay, args=(child.part.name, process.stdout), daemon=True
        )
        child.reader.start()

    def _relay(self, name: str, lines: IO[str]) -> None:
        for line in lines:
            self._say(name, line.rstrip())

    def _ended(self, child: Child, now: float) -> None:
        code = child.process.returncode if child.process else None
        if now - child.started > STEADY_S:
            child.wait_s = FIRST_WAIT_S
        self._say(child.part.name, f"意外退出（代码 {code}），{child.wait_s:.0f} 秒后重启")
        child.process, child.start_at = None, now + child.wait_s
        child.restarts += 1
        child.wait_s = min(child.wait_s * 2, LONGEST_WAIT_S)


def _wait(process: subprocess.Popen[str], deadline: float) -> None:
    """Wait for a child that was asked to end, then make it."""
    try:
        process.wait(max(0.1, deadline - monotonic()))
    except subprocess.TimeoutExpired:
        _signal(process, SIGKILL)
        process.wait()
    if process.stdin is not None:
        process.stdin.close()


def _signal(process: subprocess.Popen[str], signal: Signals) -> None:
    """Tell the child and whatever it started; one that has gone needs no telling."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal)
