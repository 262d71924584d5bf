"""A child process that ends with its parent, however the parent ends."""

import os
import signal
import sys
import threading
from typing import Final

ATTACHED: Final = "BIHUAN_ATTACHED"


def stop_with_parent() -> None:
    """Watch the pipe to the supervisor, if there is one, and end when it breaks."""
    if os.environ.pop(ATTACHED, None) != "1":
        return
    threading.Thread(target=_wait_for_the_end, name="attached", daemon=True).start()


def _wait_for_the_end() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
