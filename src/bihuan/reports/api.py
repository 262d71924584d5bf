"""Documents for programs (报告文稿接口): what a person may read on the pages, as data and files."""

from datetime import date, datetime
from http import HTTPStatus
from typing import Any, Literal

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import Field, Path, Query, Router, Schema

from bihuan.accounts.api.bearer import bearer
from bihuan.accounts.api.page import Page, PageQuery, page_of
from bihuan.accounts.api.problem import PROBLEMS, Refused
from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.accounts.token.scope import Scope
from bihuan.documents.services.file import open_file
from bihuan.registry.api.asked import ALL, ONE, Code, Key, ListQuery, only, who
from bihuan.reports.acts import Act
from bihuan.reports.models import Report, ReportVersion, State
from bihuan.reports.queries.document import versions_for
from bihuan.reports.queries.files import file_name
from bihuan.reports.queries.listing import ReportFilter, reports_of

router = Router(tags=["报告文稿"], auth=bearer(Scope.READ_REPORTS))
WHEN = "2026-11-20T12:00:00+08:00"
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FILE = {
    "responses": {
        200: {
            "description": "文件",
            "content": {
                kind: {"schema": {"type": "string", "format": "binary"}} for kind in TYPES.values()
            },
        }
    }
}


class ReportOut(Schema):
    """A document (报告), by kind, district and period."""

    id: int = Field(description="报告编号（平台）", examples=[41])
    kind: str = Field(description="种类", examples=["air.daily"])
    title: str = Field(description="标题", examples=["巩义市环境空气质量日报"])
    district: str = Field(description="行政区划代码", examples=["410181"])
    period_kind: str = Field(description="周期", examples=["day"])
    first: date = Field(description="期间首日", examples=["2026-11-20"])
    last: date = Field(description="期间末日", examples=["2026-11-20"])
    due_at: datetime | None = Field(description="应交时间", examples=[WHEN])
    issued_at: datetime | None = Field(description="首次印发时间；未印发为 null")
    number: str | None = Field(description="最新版本的文号；未印发为 null")
    state: State | None = Field(description="最新版本的环节")


class ReportPage(Page):
    """A page of documents."""

    items: list[ReportOut] = Field(description="本页的报告")


class VersionOut(Schema):
    """One version of a document (版本)."""

    serial: int = Field(description="版次", examples=[1])
    state: State = Field(description="环节")
    number: str | None = Field(description="文号")
    reason: str = Field(description="重发原因；首版为空")
    composed_at: datetime = Field(description="取数时间", examples=[WHEN])
    issued_at: datetime | None = Field(description="印发时间")
    content_hash: str = Field(description="内容哈希")
    files: dict[str, str] = Field(
        description="归档文件的 SHA-256，按格式", examples=[{"docx": "9f86d081…"}]
    )


class ReportDetail(ReportOut):
    """A document with its versions."""

    versions: list[VersionOut] = Field(description="可读的版本，最新的在前")


class FigureOut(Schema):
    """A number, picture or sheet of a version, with what derives it (数据溯源)."""

    id: int = Field(description="数据项编号", examples=[9001])
    what: str = Field(description="类型：figure、picture、sheet", examples=["figure"])
    key: str = Field(description="标识", examples=["county.pm25"])
    label: str = Field(description="名称", examples=["细颗粒物日均值"])
    value: str | None = Field(description="数值；缺失为 null", examples=["35"])
    reason: str = Field(description="缺失原因")
    unit: str = Field(description="单位", examples=["μg/m³"])
    printed: str = Field(description="印出文字", examples=["35"])
    query: str = Field(description="查询", examples=["air.county_mean"])
    arguments: dict[str, Any] = Field(description="查询参数", examples=[{}])
    edition: str = Field(description="标准版本", examples=["HJ633-2026"])
    data_version: str = Field(description="数据版本")


class FigurePage(Page):
    """A page of figures."""

    items: list[FigureOut] = Field(description="本页的数据项")


class ReportQuery(ListQuery):
    """Which documents."""

    kind: Code = Field(default="", description="种类", examples=["air.daily"])
    state: State | None = Field(default=None, description="最新版本的环节")
    since: date | None = Field(default=None, description="期间末日不早于", examples=["2026-11-01"])
    until: date | None = Field(default=None, description="期间末日不晚于", examples=["2026-11-30"])


def _told(rows: Any) -> Any:
    columns = ("id", "kind", "title", "district", "period_kind", "first", "last")
    return rows.values(
        *columns,
        "due_at",
        "issued_at",
        number=F("current__number__text"),
        state=F("current__state"),
    )


@router.get("/reports", response={200: ReportPage, **PROBLEMS}, summary="报告列表", description=ALL)
def reports(request: HttpRequest, asked: Query[ReportQuery]) -> dict[str, Any]:
    """The documents that this person sees."""
    chosen = ReportFilter(
        text=asked.text,
        kind=asked.kind,
        state=asked.state or "",
        district=asked.district,
        since=asked.since,
        until=asked.until,
    )
    now: datetime = request.now  # type: ignore[attr-defined]
    return page_of(_told(reports_of(who(request), chosen, now).select_related(None)), asked)


@router.get(
    "/reports/{key}",
    response={200: ReportDetail, **PROBLEMS},
    summary="一份报告",
    description=f"{ONE}含可读的版本；未印发的版本只有编制岗位可读。",
)
def report(request: HttpRequest, key: Path[Key]) -> dict[str, Any]:
    """One document with its versions."""
    user = who(request)
    told = only(_told(Report.objects.visible_to(user)), pk=key)
    found = Report.objects.get(pk=key)
    return {**told, "versions": [_version(one) for one in versions_for(found, user)]}


@router.get(
    "/reports/{key}/versions/{serial}/figures",
    response={200: FigurePage, **PROBLEMS},
    summary="报告的数据项",
    description="一个版本中的全部数据、图和附表，以及各自的查询、参数、标准版本和数据版本。",
)
def figures(
    request: HttpRequest, key: Path[Key], serial: Path[Key], asked: Query[PageQuery]
) -> dict[str, Any]:
    """The figures of a version with their lineage."""
    rows = _of(who(request), key, serial).figures.values(*FigureOut.model_fields)
    return page_of(rows, asked)


@router.get(
    "/reports/{key}/versions/{serial}/file",
    response={200: None, **PROBLEMS},
    summary="报告的归档文件",
    description="印发时归档的 Word、PDF 或 Excel 附表，原样给出，下载留痕。",
    openapi_extra=FILE,
)
def file(
    request: HttpRequest,
    key: Path[Key],
    serial: Path[Key],
    form: Literal["docx", "pdf", "xlsx"] = "docx",
) -> HttpResponse:
    """A file as it lies in the archive."""
    version = _of(who(request), key, serial)
    held = _files(version).get(form)
    if held is None:
        raise Refused(HTTPStatus.NOT_FOUND, "这个版本没有此格式的归档文件；归档文件在印发时生成")
    now: datetime = request.now  # type: ignore[attr-defined]
    record_act(user=who(request), action=Act.EXPORT, object=version, now=now, detail={"form": form})
    with open_file(held) as source:
        answer = HttpResponse(source.read(), content_type=TYPES[form])
    name = content_disposition_header(True, file_name(version, form))
    answer["Content-Disposition"] = name
    return answer


def _of(user: User, key: int, serial: int) -> ReportVersion:
    """The version, if this person may read it.

    Raises:
        Refused: there is none, or it is not theirs to read.
    """
    found = Report.objects.visible_to(user).filter(pk=key).first()
    versions = versions_for(found, user) if found else []
    for version in versions:
        if version.serial == serial:
            return version
    raise Refused(HTTPStatus.NOT_FOUND, "没有这个版本，或尚未印发，或不在数据范围内")


def _files(version: ReportVersion) -> dict[str, Any]:
    held = {"docx": version.word, "pdf": version.pdf, "xlsx": version.annex}
    return {form: one for form, one in held.items() if one is not None}


def _version(version: ReportVersion) -> dict[str, Any]:
    names = ("serial", "state", "reason", "composed_at", "issued_at", "content_hash")
    return {name: getattr(version, name) for name in names} | {
        "number": version.number.text if version.number else None,
        "files": {form: one.sha256 for form, one in _files(version).items()},
    }
