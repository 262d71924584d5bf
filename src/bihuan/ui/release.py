"""Which release runs (版本)."""

from functools import cache
from importlib.metadata import PackageNotFoundError, version

SOURCE = "source"
"""A source tree that was never installed has no release."""


@cache
def release() -> str:
    """The installed release, such as ``0.1.0``; `SOURCE` without one."""
    try:
        return version("bihuan")
    except PackageNotFoundError:
        return SOURCE


def release_words() -> str:
    """The release as a page says it."""
    return "源码版" if release() == SOURCE else f"版本 {release()}"
