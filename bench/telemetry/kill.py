"""kill -9 of writer, mover and upkeep, over and over, while all three work."""

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from bench.telemetry import child
from bench.telemetry.child import BUSY, UNITS_PER_APPEND
from bench.telemetry.verdict import Sent, Verdict, verdict
from bihuan.telemetry import Mover
from bihuan.telemetry.upkeep import Upkeep

READY_S = 60.0
LONGEST_LIFE_S = 1.0

PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(["bench.telemetry.child"])


@dataclass
class Torment:
    """One process that is started and killed again and again.

    Args:
        target: what it does; it gets the store's folder, a line and more arguments.
        more: further arguments for one life, asked before each.
        heard: what to do with what it says after "ready".
    """

    target: Callable[..., None]
    root: Path
    kills: int
    more: Callable[[int], tuple[Any, ...]] = lambda life: ()
    heard: Callable[[Any], None] = lambda word: None
    problems: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Live and be killed as often as asked."""
        for life in range(self.kills):
            line, theirs = PROCESSES.Pipe(duplex=False)
            process = PROCESSES.Process(
                target=self.target, args=(self.root, theirs, *self.more(life)), daemon=True
            )
            process.start()
            theirs.close()
            self._live(process, line)
            line.close()

    def _live(self, process: ForkServerProcess, line: Connection) -> None:
        if not line.poll(READY_S):
            self.problems.append(f"{self.target.__name__} was not ready after {READY_S} s")
        process.join(random.uniform(0, LONGEST_LIFE_S))
        if process.exitcode is not None:
            self.problems.append(f"{self.target.__name__} ended by itself: {process.exitcode}")
        process.kill()
        process.join()
        for word in _rest(line):
            if word != "ready":
                self.heard(word)


def _rest(line: Connection) -> list[Any]:
    """All that was said before the end; a word cut short was not said."""
    words = []
    try:
        while line.poll():
            words.append(line.recv())
    except (EOFError, OSError):
        pass
    return words


def torment(root: Path, kills: int) -> Verdict:
    """Kill each of the three processes so often, then move the rest and judge the store."""
    Mover(root).close()
    sent = Sent()

    def life(number: int) -> tuple[int, int]:
        sent.attempts = number + 1
        return sent.next_unit, number

    def acknowledged(first: int) -> None:
        sent.acknowledge(range(first, first + UNITS_PER_APPEND), sent.attempts - 1)

    victims = [
        Torment(child.write, root, kills, more=life, heard=acknowledged),
        Torment(child.move, root, kills),
        Torment(child.keep, root, kills),
    ]
    threads = [threading.Thread(target=victim.run) for victim in victims]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    finish(root)
    return verdict(root, sent, [problem for victim in victims for problem in victim.problems])


def finish(root: Path) -> None:
    """Let mover and upkeep do in peace what is left."""
    now = datetime.now(UTC)
    mover, upkeep = Mover(root), Upkeep(root, BUSY)
    mover.move_once(now)
    upkeep.run_once(now)
    mover.close()
    upkeep.close()
