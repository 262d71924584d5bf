"""Writes: one function is one act of a person or of the clock."""

from bihuan.notify.services.queue import NewNotice, queue, queue_all

__all__ = ["NewNotice", "queue", "queue_all"]
