"""Issued documents whose numbers would be others today (受影响文稿)."""

from django.db.models import Count

from bihuan.accounts.models import User
from bihuan.reports.models import Affected, AffectedState
from bihuan.reports.models.change import AffectedQuerySet

MOST_COUNTED = 1000


def open_count(user: User) -> int:
    """How many wait for somebody; counted up to a thousand."""
    rows = Affected.objects.visible_to(user).filter(state=AffectedState.OPEN)
    return rows.order_by()[:MOST_COUNTED].count()


def affected_of(user: User, state: str) -> AffectedQuerySet:
    """The affected documents within the scope, the newest first; an empty state is all."""
    rows = Affected.objects.visible_to(user)
    if state:
        rows = rows.filter(state=state)
    wide = rows.select_related("version__report__district", "version__number", "draft", "by")
    counted = wide.prefetch_related("figures").annotate(count=Count("figures"))
    return counted.order_by("-found_at", "-pk")
