"""The stores of this process: one a journal name, opened at first use."""

import atexit
import os
import threading
from pathlib import Path

from bihuan.telemetry.error import TelemetryError
from bihuan.telemetry.writer import Store

_guard = threading.Lock()
_root: Path | None = None
_open: dict[tuple[int, str | None], Store] = {}


def configure(root: Path) -> None:
    """Say where the store of this process lies; called once at start.

    Raises:
        TelemetryError: another folder was configured and stores of it are open.
    """
    global _root
    with _guard:
        if _open and root != _root:
            raise TelemetryError(f"stores of {_root} are open; {root} cannot take its place")
        _root = root


def store(journal: str | None = None) -> Store:
    """The store of this process for a journal name, opened at first use.

    Args:
        journal: name of the writing process; None for reading only.

    Raises:
        TelemetryError: `configure` was not called.
    """
    with _guard:
        if _root is None:
            raise TelemetryError("telemetry.configure(root) has not been called")
        # a forked child must not use its parent's connections
        place = (os.getpid(), journal)
        if place not in _open:
            _open[place] = Store(_root, journal=journal)
        return _open[place]


def close_stores() -> None:
    """Close every store of this process and forget the folder."""
    global _root
    with _guard:
        for (process, _), each in _open.items():
            if process == os.getpid():
                each.close()
        _open.clear()
        _root = None


atexit.register(close_stores)
