"""Audited values are compared, then taken in as newer versions (审核后数据导入)."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import BinaryIO, Final

import polars as pl
import pyarrow as pa
from django.db import transaction

from bihuan import telemetry
from bihuan.accounts.models import District, User
from bihuan.accounts.services import record_act
from bihuan.air.acts import Act
from bihuan.air.error import WrongState
from bihuan.air.models import AuditedImport, AuditedState
from bihuan.air.permission import MAY_REVIEW, require_district
from bihuan.air.queries.audited import compared, differing, explained
from bihuan.air.series.audited_table import UnreadableValues, audited_hours
from bihuan.air.site import sites_of
from bihuan.documents.services.file import enter_file, lay_down, open_file
from bihuan.registry.exchange.error import UnreadableFile
from bihuan.registry.exchange.table import read_table
from bihuan.telemetry import APPEND_SCHEMA

JOURNAL: Final = "audited"
HOUR: Final = timedelta(hours=1)


def check_audited(
    file: BinaryIO,
    *,
    name: str,
    source: str,
    by_end: bool,
    district: District,
    by: User,
    now: datetime,
) -> AuditedImport:
    """Read a file and compare it with ours (核对); no value changes yet.

    Raises:
        NotYours: the district lies outside the person's posts.
        UnreadableValues, RefusedFile, NotStored: nothing was written.
    """
    require_district(district, by, MAY_REVIEW)
    content = file.read()
    found = compared(_read(content, by, by_end=by_end, now=now))
    start, end = _span(found)
    laid = lay_down(BytesIO(content), name=name, by=by, now=now)
    with transaction.atomic():
        made = AuditedImport.objects.create(
            district=district,
            file=enter_file(laid),
            source=source,
            is_labelled_by_end=by_end,
            start=start,
            end=end,
            values=found.height,
            changes=differing(found).height,
            summary=[one.as_json() for one in explained(found)],
            by=by,
            at=now,
        )
        detail = {"source": source, "values": made.values, "changes": made.changes}
        record_act(user=by, action=Act.CHECK_AUDITED, object=made, now=now, detail=detail)
    return made


def _span(found: pl.DataFrame) -> tuple[datetime, datetime]:
    first, last = found["start"].min(), found["start"].max()
    assert isinstance(first, datetime) and isinstance(last, datetime)
    return first, last + HOUR


def _read(content: bytes, by: User, *, by_end: bool, now: datetime) -> pl.DataFrame:
    try:
        table = read_table(content)
    except UnreadableFile as error:
        raise UnreadableValues([str(error)]) from error
    return audited_hours(table, sites_of(by, now), by_end=by_end)


@transaction.atomic
def decide_audited(made: AuditedImport, *, take: bool, by: User, now: datetime) -> AuditedImport:
    """Confirm the import, so that a job writes it, or drop it (确认或放弃).

    Raises:
        NotYours, WrongState: nothing was written.
    """
    require_district(made.district, by, MAY_REVIEW)
    state = AuditedState.WAITING if take else AuditedState.DROPPED
    rows = AuditedImport.objects.filter(pk=made.pk, state=AuditedState.CHECKED)
    changed = rows.update(state=state)
    made.refresh_from_db()
    if not changed:
        raise WrongState(str(made), made.get_state_display())
    detail = {"state": state.value}
    record_act(user=by, action=Act.TAKE_AUDITED, object=made, now=now, detail=detail)
    return made


def take_audited(made: AuditedImport, *, now: datetime) -> int:
    """Write what differs as corrections with author and reason (写入); twice changes nothing.

    Returns:
        how many values got a newer version; what was measured stays readable.
    """
    with open_file(made.file) as file:
        theirs = _read(file.read(), made.by, by_end=made.is_labelled_by_end, now=now)
    changes = differing(compared(theirs))
    if changes.height:
        telemetry.store(JOURNAL).correct(
            _rows(changes),
            author=str(made.by),
            reason=f"上级审核后数据：{made.source}",
            now=now,
        )
    AuditedImport.objects.filter(pk=made.pk).update(state=AuditedState.DONE, taken_at=now)
    return changes.height


def _rows(changes: pl.DataFrame) -> pa.Table:
    flag = pl.when(pl.col("value").is_null()).then(pl.lit("D")).otherwise(pl.lit("N"))
    rows = changes.select(
        "point",
        "factor",
        pl.lit("hour").alias("kind"),
        pl.lit(0, pl.Int8).alias("statistic"),
        "start",
        (pl.col("start") + HOUR).alias("end"),
        "value",
        flag.alias("flag"),
        pl.lit(0, pl.Int16).alias("marks"),
        pl.lit("import").alias("source"),
        pl.lit(-1, pl.Int32).alias("raw_index"),
    )
    return rows.to_arrow().cast(APPEND_SCHEMA)
