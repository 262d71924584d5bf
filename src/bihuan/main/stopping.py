"""Ctrl-C and the operating system's wish to end, as one event."""

import signal
import threading
from types import FrameType


def stop_event() -> threading.Event:
    """An event that is set by SIGINT and SIGTERM (停止信号); call it from the main thread."""
    stop = threading.Event()

    def _stop(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    return stop
