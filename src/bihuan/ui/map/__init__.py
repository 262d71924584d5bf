"""The map (一张图): layers that rooms hand in, boundaries, and the page that shows them.

It knows no model: a room registers a `MapLayer` in its ``apps.py`` and answers with columns.
"""
