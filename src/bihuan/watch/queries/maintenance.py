"""Maintenance as the rules see it (维护时段)."""

from datetime import datetime, timedelta
from typing import Final

import polars as pl
from django.db.models import Q

from bihuan.watch.models import Maintenance

MAINTENANCE: Final = "M"
"""The data flag of maintenance (HJ 212-2017, table 8)."""

EFFECT: Final = timedelta(hours=1)
"""An hour that maintenance touches anywhere is of maintenance."""


def marked(values: pl.DataFrame, start: datetime, end: datetime) -> pl.DataFrame:
    """The values with the flag M where their point was under maintenance.

    Args:
        values: point, start, end, flag and whatever else.
        start, end: the span they lie in.
    """
    rows = Maintenance.objects.filter(
        Q(end__isnull=True) | Q(end__gt=start - EFFECT), start__lt=end
    )
    for point, begin, until in rows.values_list("point", "start", "end"):
        inside = (pl.col("point") == point) & (pl.col("end") > begin)
        if until is not None:
            inside &= pl.col("start") < until
        flag = pl.when(inside).then(pl.lit(MAINTENANCE)).otherwise("flag")
        values = values.with_columns(flag.alias("flag"))
    return values


def under_maintenance(now: datetime) -> list[int]:
    """The points that are under maintenance at a moment."""
    rows = Maintenance.objects.filter(Q(end__isnull=True) | Q(end__gt=now), start__lte=now)
    return list(rows.values_list("point", flat=True))
