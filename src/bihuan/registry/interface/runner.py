"""Who runs a pull adapter: handed in by the room above that reads (拉取执行)."""

from collections.abc import Callable

Enqueue = Callable[[int, int | None], None]
_enqueue: list[Enqueue] = []


def register(enqueue: Enqueue) -> None:
    """Say how a run is enqueued, by the adapter's key and the person's; called once at start."""
    _enqueue[:] = [enqueue]


def enqueue_run(interface: int, by: int | None) -> None:
    """Let the worker run an adapter now."""
    _enqueue[0](interface, by)
