"""Values of many points at once, as a stream of Arrow or CSV (批量读取)."""

import io
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum

import polars as pl
import pyarrow as pa
from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse
from ninja import Field, Query, Router, Schema

from bihuan import telemetry
from bihuan.accounts.api.bearer import bearer
from bihuan.accounts.api.problem import PROBLEMS
from bihuan.accounts.token.scope import Scope
from bihuan.registry.api.asked import DistrictCode, Moment, inside, who
from bihuan.registry.api.value import COLUMNS, Factors, require_span
from bihuan.registry.models import Averaging, Medium, MonitoringPoint
from bihuan.registry.services.export import record_bulk
from bihuan.telemetry import ROW_SCHEMA, Kind, SeriesQuery

router = Router(tags=["监测数据"], auth=bearer(Scope.READ_VALUES))

STEP = {
    Averaging.REALTIME: timedelta(minutes=10),
    Averaging.MINUTE: timedelta(hours=2),
    Averaging.HOUR: timedelta(hours=12),
    Averaging.DAY: timedelta(days=10),
}
"""How much is held in memory at once: about a million values of a province."""

ISO = "%Y-%m-%dT%H:%M:%SZ"
SCHEMA = pa.schema([ROW_SCHEMA.field(name) for name in COLUMNS])


class Form(StrEnum):
    """How the stream is written."""

    ARROW = "arrow"
    CSV = "csv"


TYPES = {Form.ARROW: "application/vnd.apache.arrow.stream", Form.CSV: "text/csv; charset=utf-8"}


class BulkAsked(Schema):
    """Which values."""

    kind: Averaging = Field(description="数据类型")
    start: Moment = Field(description="开始时间", examples=["2026-11-20T00:00:00+08:00"])
    end: Moment = Field(description="结束时间（不含）", examples=["2026-11-21T00:00:00+08:00"])
    factor: Factors = Field(default=[], description="因子编码，可重复，不填为全部")
    district: DistrictCode = Field(default="", description="行政区划代码，含其下级")
    medium: Medium | None = Field(default=None, description="监测类别")
    form: Form = Field(default=Form.ARROW, description="arrow（Arrow IPC 流）或 csv")


@router.get(
    "/bulk",
    response={200: None, **PROBLEMS},
    summary="批量读取",
    description="数据范围内全部监测点的数据，以 Arrow IPC 流或 CSV 流返回，时间为 UTC。",
    openapi_extra={
        "responses": {
            200: {
                "description": "数据流",
                "content": {
                    TYPES[Form.ARROW]: {"schema": {"type": "string", "format": "binary"}},
                    "text/csv": {"schema": {"type": "string"}},
                },
            }
        }
    },
)
def bulk(request: HttpRequest, asked: Query[BulkAsked]) -> StreamingHttpResponse:
    """Values of every point that this person sees."""
    require_span(asked.kind, asked.start, asked.end)
    points = MonitoringPoint.objects.visible_to(who(request)).filter(
        inside("district_id", asked.district)
    )
    if asked.medium:
        points = points.filter(medium=asked.medium)
    keys = sorted(points.values_list("pk", flat=True))
    now: datetime = request.now  # type: ignore[attr-defined]
    record_bulk(points=len(keys), asked=asked.dict(), by=who(request), now=now)
    pieces = WRITERS[asked.form](_tables(keys, asked))
    return StreamingHttpResponse(
        _later(pieces) if isinstance(request, ASGIRequest) else pieces,
        content_type=TYPES[asked.form],
        headers={"Content-Disposition": f'attachment; filename="values.{asked.form.value}"'},
    )


def _tables(points: list[int], asked: BulkAsked) -> Iterator[pa.Table]:
    """The values, a short span at a time, so that a year needs no more memory than a day."""
    start = asked.start
    while points and start < asked.end:
        end = min(start + STEP[asked.kind], asked.end)
        query = SeriesQuery(points, asked.factor or None, Kind(asked.kind.value), start, end)
        yield telemetry.store().series(query).select(list(COLUMNS))
        start = end


def _arrow(tables: Iterator[pa.Table]) -> Iterator[bytes]:
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, SCHEMA) as writer:
        for table in tables:
            writer.write_table(table)
            yield _taken(sink)
    yield _taken(sink)


def _taken(sink: io.BytesIO) -> bytes:
    """What was written since the last time."""
    piece = sink.getvalue()
    sink.seek(0)
    sink.truncate()
    return piece


def _csv(tables: Iterator[pa.Table]) -> Iterator[bytes]:
    yield (",".join(COLUMNS) + "\n").encode()
    for table in tables:
        rows = pl.DataFrame(table)
        yield rows.write_csv(include_header=False, datetime_format=ISO).encode()


async def _later(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    while (piece := await sync_to_async(lambda: next(pieces, None))()) is not None:
        yield piece


WRITERS: dict[Form, Callable[[Iterator[pa.Table]], Iterator[bytes]]] = {
    Form.ARROW: _arrow,
    Form.CSV: _csv,
}
