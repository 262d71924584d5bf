"""Writes: one function is one act of a person or of the clock."""

from bihuan.notify.services.queue import queue

__all__ = ["queue"]
