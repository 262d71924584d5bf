"""Lists of suppressions (报警屏蔽查询)."""

from datetime import datetime

from django.db.models import Count, QuerySet

from bihuan.accounts.models import User
from bihuan.watch.models import Suppression
from bihuan.watch.queries.quiet import in_force


def suppressions_of(user: User, now: datetime, *, past: bool = False) -> QuerySet[Suppression]:
    """Those within a person's scope with how many events they held; past ones when asked."""
    rows = Suppression.objects.visible_to(user).select_related(
        "point", "enterprise", "district", "by", "lifted_by"
    )
    rows = rows if past else rows.filter(in_force(now))
    return rows.annotate(held=Count("events")).order_by("-start", "-pk")
