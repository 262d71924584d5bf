"""Figures that analysts expect, as pure functions over columns: no Django, no drawing."""
