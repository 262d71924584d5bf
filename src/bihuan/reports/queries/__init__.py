"""Reads: what the pages show."""
