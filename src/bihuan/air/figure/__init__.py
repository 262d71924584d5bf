"""Figures (分析图): gathered once, drawn in the page (option) or as a picture (picture)."""
