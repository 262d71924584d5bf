"""Who is on call (值班)."""

from collections.abc import Collection
from datetime import datetime

from bihuan.accounts.models import User


def on_call_with(people: Collection[int], now: datetime) -> list[User]:
    """Whoever is on call at this moment in a roster that one of these people belongs to."""
    return list(
        User.objects.filter(
            is_active=True,
            shifts__start__lte=now,
            shifts__end__gt=now,
            shifts__roster__members__in=people,
        ).distinct()
    )
