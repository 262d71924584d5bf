"""Millions of cases for the bench of the closed loop."""
