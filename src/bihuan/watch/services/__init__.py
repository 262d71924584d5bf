"""Writes: one function is one act of a person or of the clock."""

from bihuan.watch.services.run import run_rules

__all__ = ["run_rules"]
