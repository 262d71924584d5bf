"""Published figures and ranks of counties are read first, then taken in (导入县市公布数据)."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from django.db import transaction

from bihuan.accounts.models import District, User
from bihuan.accounts.services import record_act
from bihuan.air.acts import Act
from bihuan.air.error import AirError, WrongState
from bihuan.air.judge.span import DaySpan
from bihuan.air.models import CountyFigure, CountyImport, CountyImportState
from bihuan.air.permission import MAY_WRITE, require_district
from bihuan.air.queries.county_table import county_rows, row_from
from bihuan.air.queries.published import is_known
from bihuan.documents.services.file import enter_file, lay_down
from bihuan.registry.exchange.error import UnreadableFile
from bihuan.registry.exchange.table import read_table

PASTED = "粘贴的表格.csv"


class UnreadableFigures(AirError):
    """A file without a table of counties; nothing was written."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("；".join(sentences))
        self.sentences = list(sentences)


def check_counties(
    content: bytes,
    *,
    name: str,
    source: str,
    period: DaySpan | None,
    district: District,
    by: User,
    now: datetime,
) -> CountyImport:
    """Read a notice and name what is wrong in it (核对通报); no figure changes yet.

    Args:
        content: an Excel workbook or CSV text.
        period: days of rows that name none.

    Raises:
        NotYours: the district lies outside the person's posts.
        UnreadableFigures, RefusedFile, NotStored: nothing was written.
    """
    require_district(district, by, MAY_WRITE)
    try:
        rows, faults = county_rows(read_table(content), period)
    except UnreadableFile as error:
        raise UnreadableFigures([str(error)]) from error
    if not rows:
        told = [f"第 {one.line} 行{one.column}：{one.sentence}" for one in faults[:10]]
        raise UnreadableFigures(told or ["没有读到数据行：表头之下每行一个县市"])
    laid = lay_down(BytesIO(content), name=name, by=by, now=now)
    with transaction.atomic():
        made = CountyImport.objects.create(
            district=district,
            file=enter_file(laid),
            source=source,
            rows=[one.as_json() for one in rows],
            faults=[one.as_json() for one in faults],
            by=by,
            at=now,
        )
        detail = {"source": source, "rows": len(rows), "faults": len(faults)}
        record_act(user=by, action=Act.CHECK_COUNTIES, object=made, now=now, detail=detail)
    return made


@transaction.atomic
def decide_counties(made: CountyImport, *, take: bool, by: User, now: datetime) -> int:
    """Take the rows in, or drop them (确认或放弃); earlier figures stay, the newest counts.

    Returns:
        how many figures were added; what is known already is not added again.

    Raises:
        NotYours, WrongState: nothing was written.
    """
    require_district(made.district, by, MAY_WRITE)
    state = CountyImportState.DONE if take else CountyImportState.DROPPED
    waiting = CountyImport.objects.filter(pk=made.pk, state=CountyImportState.CHECKED)
    changed = waiting.update(state=state, done_at=now)
    made.refresh_from_db()
    if not changed:
        raise WrongState(str(made), made.get_state_display())
    figures = [row_from(told) for told in made.rows] if take else []
    fresh = [
        one.figure(source=made.source, imported=made, by=by, at=now)
        for one in figures
        if not is_known(one)
    ]
    CountyFigure.objects.bulk_create(fresh)
    detail = {"state": state.value, "rows": len(fresh), "source": made.source}
    record_act(user=by, action=Act.IMPORT_COUNTIES, object=made, now=now, detail=detail)
    return len(fresh)
