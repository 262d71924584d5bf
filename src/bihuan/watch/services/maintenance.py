"""Maintenance of a point (维护时段): begin, end, and the marks on its values."""

from datetime import datetime, timedelta
from typing import Final

import polars as pl
import pyarrow as pa
from django.db import transaction

from bihuan import telemetry
from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.hj212.value_kind import Statistic
from bihuan.registry.models import MonitoringPoint
from bihuan.telemetry import APPEND_SCHEMA, Kind, SeriesQuery
from bihuan.watch.acts import Act
from bihuan.watch.error import CannotChange
from bihuan.watch.models import Maintenance
from bihuan.watch.queries.maintenance import MAINTENANCE

STATISTICS: Final = tuple(one.value for one in Statistic)
LONGEST: Final = timedelta(hours=72)
JOURNAL: Final = "watch"
SETTLE: Final = timedelta(minutes=90)
"""Hours of the window are marked after this, when they have arrived or been rolled up."""

FORGOTTEN: Final = "到计划结束时间仍未结束，系统自动结束"


@transaction.atomic
def begin_maintenance(
    point: MonitoringPoint, *, work: str, planned_end: datetime, by: User, now: datetime
) -> Maintenance:
    """Begin maintenance (开始维护): its rules keep quiet until it ends.

    Raises:
        CannotChange: it is under maintenance already, or the plan is too long.
    """
    if Maintenance.objects.filter(point=point, end__isnull=True).exists():
        raise CannotChange("该监测点正在维护中，请先结束上一次维护")
    if not now < planned_end <= now + LONGEST:
        hours = int(LONGEST.total_seconds() // 3600)
        raise CannotChange(f"计划结束时间须在 {hours} 小时以内")
    found = Maintenance.objects.create(
        point=point, work=work, by=by, start=now, planned_end=planned_end
    )
    detail = {"work": work, "planned_end": planned_end.isoformat()}
    record_act(user=by, action=Act.BEGIN_MAINTENANCE, object=point, now=now, detail=detail)
    return found


@transaction.atomic
def end_maintenance(
    maintenance: Maintenance, *, result: str, note: str, by: User | None, now: datetime
) -> None:
    """End maintenance with its result (结束维护).

    Raises:
        CannotChange: somebody else has ended it.
    """
    running = Maintenance.objects.filter(pk=maintenance.pk, end__isnull=True)
    if not running.update(end=now, result=result, note=note, ended_by=by):
        raise CannotChange("该次维护已结束")
    detail = {"result": result, "note": note}
    record_act(
        user=by, action=Act.END_MAINTENANCE, object=maintenance.point, now=now, detail=detail
    )


def end_forgotten(*, now: datetime) -> int:
    """End what has run over its plan (自动结束维护); its result stays open. How many."""
    forgotten = Maintenance.objects.filter(end__isnull=True, planned_end__lte=now)
    found = list(forgotten.select_related("point"))
    for one in found:
        end_maintenance(one, result="", note=FORGOTTEN, by=None, now=one.planned_end)
    return len(found)


def mark_values(*, now: datetime) -> int:
    """Give the hours of ended maintenance the mark M (维护标记), as corrections with a reason.

    Returns:
        how many values were marked; the old versions stay readable.
    """
    ready = Maintenance.objects.filter(
        end__isnull=False, end__lte=now - SETTLE, marked_at__isnull=True
    )
    return sum(_mark(one, now) for one in ready.select_related("point", "by"))


def _mark(maintenance: Maintenance, now: datetime) -> int:
    end = maintenance.end or maintenance.planned_end
    rows = _values(maintenance.point_id, maintenance.start, end)
    if rows.num_rows:
        telemetry.store(JOURNAL).correct(
            rows, author=str(maintenance.by), reason=f"维护：{maintenance.work}", now=now
        )
    Maintenance.objects.filter(pk=maintenance.pk).update(marked_at=now)
    return int(rows.num_rows)


def _values(point: int, start: datetime, end: datetime) -> pa.Table:
    """The reported values of every period that the maintenance touches, with the mark."""
    hour = start.replace(minute=0, second=0, microsecond=0)
    since = {Kind.REALTIME: start, Kind.MINUTE: start, Kind.HOUR: hour}
    parts = [_of_kind(point, kind, first, end) for kind, first in since.items()]
    rows = pl.concat(parts).filter(pl.col("flag") != MAINTENANCE)
    marked = rows.with_columns(
        pl.lit(MAINTENANCE).alias("flag"), pl.lit(-1, dtype=pl.Int32).alias("raw_index")
    )
    return marked.select(APPEND_SCHEMA.names).to_arrow().cast(APPEND_SCHEMA)


def _of_kind(point: int, kind: Kind, start: datetime, end: datetime) -> pl.DataFrame:
    query = SeriesQuery(
        points=[point], factors=None, kind=kind, start=start, end=end, statistics=STATISTICS
    )
    found = pl.DataFrame(telemetry.store().series(query))
    reported = found.filter(pl.col("kind") == str(kind))
    return reported.with_columns(
        pl.lit(0, dtype=pl.Int16).alias("marks"), pl.lit("").alias("source")
    ).select(name for name in APPEND_SCHEMA.names if name != "raw_index")
