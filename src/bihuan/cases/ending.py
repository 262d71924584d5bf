"""What else happens when a case ends (办结联动), handed in by the rooms above."""

from collections.abc import Callable
from datetime import datetime

from bihuan.cases.models import Case

Ending = Callable[[Case, datetime], None]
_endings: dict[str, list[Ending]] = {}


def register(kind: str, act: Ending) -> None:
    """Name what is to happen, in the same transaction, when a case of a kind ends."""
    acts = _endings.setdefault(kind, [])
    if act not in acts:
        acts.append(act)


def end(case: Case, now: datetime) -> None:
    """Do it."""
    for act in _endings.get(case.kind, ()):
        act(case, now)
