"""A line on standard error of what is under way, so that a long run is not a silent one."""

import sys
import time

_begun = time.monotonic()


def say(doing: str) -> None:
    """Write what begins now, behind the seconds since the start."""
    sys.stderr.write(f"{time.monotonic() - _begun:6.1f} s  {doing}\n")
    sys.stderr.flush()
