"""Reads: frozen dataclasses out, a bounded number of statements."""
