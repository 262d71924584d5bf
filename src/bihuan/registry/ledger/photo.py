"""Which objects have photographs: told by the room that keeps them (对象照片)."""

from collections.abc import Callable, Collection

from django.db.models import Model

Photographed = Callable[[type[Model]], Collection[int]]
_told: list[Photographed] = []


def register(photographed: Photographed) -> None:
    """Hand in who knows; called in a room's ``apps.py``."""
    _told[:] = [photographed]


def photographed(model: type[Model]) -> Collection[int]:
    """Keys of the objects of a list that have at least one photograph."""
    return _told[0](model) if _told else frozenset()
