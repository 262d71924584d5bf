"""Signs of life of a process (进程心跳), left every few seconds while it works."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final

from django.db import DatabaseError, connection

from bihuan.registry.services import beat

log = logging.getLogger(__name__)

INTERVAL_S: Final = 15.0

Detail = Callable[[], dict[str, Any]]


@contextmanager
def beating(process: str, detail: Detail = dict) -> Iterator[None]:
    """Beat from a thread of its own until the block ends.

    Args:
        process: name under which the health page shows it.
        detail: what it says about itself, asked for each beat.
    """
    done = threading.Event()
    thread = threading.Thread(
        target=_beat_until, args=(process, detail, done), name="heartbeat", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join(timeout=5.0)


def _beat_until(process: str, detail: Detail, done: threading.Event) -> None:
    while True:
        try:
            beat(process=process, now=datetime.now(UTC), detail=detail())
        except DatabaseError as error:
            log.warning("heartbeat missed process=%s error=%s", process, error)
        finally:
            connection.close()
        if done.wait(INTERVAL_S):
            return
