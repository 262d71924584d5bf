"""A ledger of one of the registry's own tables (本系统台账的写法)."""

from typing import Any

from bihuan.registry.exchange.sheets import SHEETS
from bihuan.registry.ledger.ledger import Ledger

PLACE = ("longitude", "latitude")


def plain(key: str, icon: str, *shown: str, **more: Any) -> Ledger:
    """The table of this name, with the columns that show at first."""
    return Ledger(sheet=SHEETS[key], icon=icon, shown=shown, **more)
