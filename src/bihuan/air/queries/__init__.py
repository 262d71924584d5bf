"""Reads: frozen dataclasses out, scoped by the stations that a person sees."""
