"""Who runs a pull adapter and checks its settings: handed in by the room above (拉取执行)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Runner:
    """What the room that reads offers.

    Args:
        enqueue: lets a worker run an adapter, by its key and the person's.
        problem: a sentence about settings that cannot be used, '' for good ones.
    """

    enqueue: Callable[[int, int | None], None]
    problem: Callable[[str, dict[str, Any]], str]


_runner: list[Runner] = []


def register(runner: Runner) -> None:
    """Say who runs adapters; called once at start."""
    _runner[:] = [runner]


def enqueue_run(interface: int, by: int | None) -> None:
    """Let the worker run an adapter now."""
    _runner[0].enqueue(interface, by)


def problem_of(kind: str, told: dict[str, Any]) -> str:
    """What is wrong with an adapter's settings; '' when nothing is."""
    return _runner[0].problem(kind, told)
