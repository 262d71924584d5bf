"""The supervisor: what dies comes back, what is stopped stays stopped, nothing is left behind."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import pytest

from bihuan.main import processes
from bihuan.main.processes import Part, Supervisor

LIVE = "print('hello', flush=True); import time; time.sleep(600)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + LIVE
WITH_A_CHILD = "import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']).pid, flush=True); import time; time.sleep(600)"  # noqa: E501
FAILING = "raise SystemExit('no luck')"


@dataclass(frozen=True, slots=True)
class Script(Part):
    """A part that is a few lines of Python."""

    @property
    def command(self) -> list[str]:
        """Run the lines."""
        return [sys.executable, "-c", self.arguments[0]]


class Log:
    """What the parts said."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []

    def say(self, name: str, line: str) -> None:
        """Keep a line."""
        self.lines.append((name, line))


def until(met: Callable[[], bool], *, work: Callable[[], None] = lambda: None) -> None:
    """Work and wait until something is so; far longer than it can take means that it is not."""
    deadline = monotonic() + 60
    while not met():
        assert monotonic() < deadline
        work()
        sleep(0.02)


def is_alive(pid: int) -> bool:
    """Whether a process lives; one that only waits to be buried does not."""
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def test_every_line_carries_the_name_of_its_part() -> None:
    log = Log()
    supervisor = Supervisor([Script("a", (LIVE,)), Script("b", (LIVE,))], say=log.say)
    supervisor.look()
    until(lambda: {("a", "hello"), ("b", "hello")} <= set(log.lines))
    supervisor.stop()
    assert log.lines[-2:] == [("a", "已停止"), ("b", "已停止")]


def test_a_killed_child_is_started_again() -> None:
    log = Log()
    supervisor = Supervisor([Script("a", (LIVE,))], say=log.say)
    supervisor.look()
    first = supervisor.report()["a"]["pid"]
    assert isinstance(first, int)
    os.kill(first, signal.SIGKILL)
    until(lambda: supervisor.report()["a"]["pid"] not in (first, None), work=supervisor.look)
    assert supervisor.report()["a"]["restarts"] == 1
    assert ("a", "意外退出（代码 -9），1 秒后重启") in log.lines
    supervisor.stop()


def test_a_child_that_fails_at_once_waits_twice_as_long_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(processes, "FIRST_WAIT_S", 0.01)
    log = Log()
    supervisor = Supervisor([Script("a", (FAILING,))], say=log.say)
    child = supervisor.children[0]
    child.wait_s = 0.01
    until(lambda: child.restarts >= 3, work=supervisor.look)
    assert child.wait_s >= 0.08
    assert ("a", "no luck") in log.lines
    supervisor.stop()


def test_stop_ends_the_children_of_children_as_well() -> None:
    log = Log()
    supervisor = Supervisor([Script("a", (WITH_A_CHILD,))], say=log.say)
    supervisor.look()
    until(lambda: bool(log.lines))
    grandchild = int(log.lines[0][1])
    assert is_alive(grandchild)
    supervisor.stop()
    until(lambda: not is_alive(grandchild))


def test_a_child_that_will_not_end_is_made_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "PATIENCE_S", 0.2)
    log = Log()
    supervisor = Supervisor([Script("a", (STUBBORN,))], say=log.say)
    supervisor.look()
    until(lambda: ("a", "hello") in log.lines)
    pid = supervisor.report()["a"]["pid"]
    assert isinstance(pid, int)
    supervisor.stop()
    assert not is_alive(pid)


def test_run_stops_everything_when_it_is_told_to() -> None:
    log, stop = Log(), threading.Event()
    supervisor = Supervisor([Script("a", (LIVE,))], say=log.say)
    running = threading.Thread(target=supervisor.run, args=(stop,))
    running.start()
    until(lambda: ("a", "hello") in log.lines)
    stop.set()
    running.join()
    assert not supervisor.report()["a"]["running"]


def test_even_a_killed_supervisor_leaves_no_orphan(tmp_path: Path) -> None:
    child = tmp_path / "child.py"
    child.write_text(
        "import os, time; from bihuan.main.attached import stop_with_parent;"
        "stop_with_parent(); print(os.getpid(), flush=True); time.sleep(600)"
    )
    parent = tmp_path / "parent.py"
    parent.write_text(
        "import sys, time; from bihuan.main.processes import Part, Supervisor\n"
        "class Script(Part):\n"
        f"    command = [sys.executable, {str(child)!r}]\n"
        "supervisor = Supervisor([Script('a', ())], say=lambda n, l: print(l, flush=True))\n"
        "supervisor.look(); time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, parent], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        orphan = int(process.stdout.readline())
        process.kill()
    until(lambda: not is_alive(orphan))


def test_a_part_may_let_others_go_ahead() -> None:
    log = Log()
    late = Script("late", (LIVE,), after_s=0.3)
    supervisor = Supervisor([late, Script("first", (LIVE,))], say=log.say)
    supervisor.look()
    assert not supervisor.report()["late"]["running"]
    until(lambda: ("late", "hello") in log.lines, work=supervisor.look)
    supervisor.stop()
