"""Reads: frozen dataclasses and columns out, a bounded number of statements."""
