"""Programs that the tests run as processes of their own, to kill them or to watch them."""

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

Program = Callable[[Path, Connection], None]

READY = "ready"

# a server that has imported everything and does nothing but fork: a start costs milliseconds
processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload([f"{__name__}.{name}" for name in ("writer", "mover", "reader")])


@dataclass
class Running:
    """A process at work and what it says."""

    process: ForkServerProcess
    heard: Connection

    def killed(self) -> list[Any]:
        """Kill it with SIGKILL, and give back what it had said by then."""
        self.process.kill()
        self.process.join()
        said = []
        while self.heard.poll():
            try:
                said.append(self.heard.recv())
            except EOFError:
                break
        return said


def started(program: Program, root: Path) -> Running:
    """A program on a store, once it says that it is at work."""
    heard, mouth = processes.Pipe(duplex=False)
    process = processes.Process(target=program, args=(root, mouth), daemon=True)
    process.start()
    mouth.close()
    assert heard.recv() == READY
    return Running(process, heard)
