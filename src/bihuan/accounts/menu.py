"""The room's entries in the menu."""

from bihuan.ui.menu import MenuItem
from bihuan.ui.menu import register as register_items

ITEMS: tuple[MenuItem, ...] = ()


def register() -> None:
    """Called once at start (apps.py)."""
    register_items(*ITEMS)
