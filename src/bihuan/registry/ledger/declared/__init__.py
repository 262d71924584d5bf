"""The registry's own lists (本系统的台账), by noun."""

from functools import partial

from bihuan.registry.exchange.export import narrow_by
from bihuan.registry.ledger.declared.body import BODIES
from bihuan.registry.ledger.declared.place import PLACES
from bihuan.registry.ledger.declared.unit import UNITS
from bihuan.registry.ledger.form import export_rows
from bihuan.registry.ledger.ledger import register


def register_ledgers() -> None:
    """Called once at start (apps.py)."""
    register(*BODIES, *UNITS, *PLACES)
    for one in (*BODIES, *UNITS, *PLACES):
        narrow_by(one.key, partial(export_rows, one))
