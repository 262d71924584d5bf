"""Measures and torments of the platform; nothing here is shipped."""
