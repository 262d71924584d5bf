"""Tests of the room of air."""
