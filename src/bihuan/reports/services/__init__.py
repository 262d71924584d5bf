"""Writes: one function, one act of a person or a clock."""
