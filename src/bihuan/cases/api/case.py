"""Cases (事项): who sees one on a page reads the same here."""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema

from bihuan.accounts.api.bearer import bearer
from bihuan.accounts.api.page import Page, page_of
from bihuan.accounts.api.problem import PROBLEMS
from bihuan.accounts.models import User
from bihuan.accounts.token.scope import Scope
from bihuan.cases.models import (
    Case,
    CaseState,
    CaseUnit,
    Evidence,
    SubTask,
)
from bihuan.cases.models.case import within
from bihuan.cases.queries.case_page import Entry, case_page
from bihuan.cases.queries.listing import searched
from bihuan.registry.api.asked import ALL, ONE, Code, Key, ListQuery, Moment, only, who

router = Router(tags=["闭环事项"], auth=bearer(Scope.READ_CASES))

COLUMNS = (
    "id",
    "number",
    "kind",
    "title",
    "district",
    "enterprise",
    "stage",
    "stage_title",
    "state",
    "holder_title",
    "reason",
    "source",
    "hits",
    "raised_at",
    "entered_at",
    "deadline",
    "whole_deadline",
    "is_provisional",
    "paused_at",
    "closed_at",
    "on_time",
    "urges",
    "escalations",
    "returns",
)
ENTRY = (
    "serial",
    "kind",
    "title",
    "stage_after",
    "at",
    "by_name",
    "unit_name",
    "on_behalf_of",
    "note",
    "hash",
)
WHEN = "2026-11-20T08:00:00+08:00"


class CaseOut(Schema):
    """A case of the closed loop (事项)."""

    id: int = Field(description="事项编号（平台）", examples=[812])
    number: str = Field(description="编号", examples=["CB410181202600012"])
    kind: str = Field(description="流程代码", examples=["exceedance_task"])
    procedure_version: int = Field(description="流程版本号", examples=[1])
    title: str = Field(description="标题", examples=["水泥厂 1#排口 二氧化硫小时均值超标"])
    district: str = Field(description="行政区划代码", examples=["410181"])
    district_name: str = Field(description="行政区划", examples=["巩义市"])
    enterprise: int | None = Field(description="企业编号", examples=[12])
    enterprise_name: str | None = Field(description="企业名称")
    stage: str = Field(description="环节代码", examples=["explain"])
    stage_title: str = Field(description="环节", examples=["待解释"])
    state: CaseState = Field(description="办理状态")
    holder_title: str = Field(description="待办方", examples=["企业"])
    handler_name: str | None = Field(description="经办人")
    lead_name: str | None = Field(description="牵头单位")
    reason: str = Field(description="事由", examples=["小时均值 52.3 mg/m³，超过限值 35 mg/m³"])
    source: str = Field(description="来源", examples=["watch:1"])
    hits: int = Field(description="并入次数", examples=[1])
    raised_at: datetime = Field(description="创建时间", examples=[WHEN])
    raised_by_name: str | None = Field(description="创建人；由规则创建的为 null")
    entered_at: datetime = Field(description="进入本环节时间", examples=[WHEN])
    deadline: datetime | None = Field(description="本环节办理期限；没有期限时为 null")
    whole_deadline: datetime | None = Field(description="总期限")
    is_provisional: bool = Field(description="期限是否待确认")
    paused_at: datetime | None = Field(description="中止计时的时间")
    closed_at: datetime | None = Field(description="办结时间")
    on_time: bool | None = Field(description="是否按期；未办结时为 null")
    urges: int = Field(description="催办次数")
    escalations: int = Field(description="升级次数")
    returns: int = Field(description="退回次数")


class CasePage(Page):
    """A page of cases."""

    items: list[CaseOut] = Field(description="本页的事项")


class SaidOut(Schema):
    """One field of a form as it was filled in."""

    title: str = Field(description="项目", examples=["超标原因"])
    value: str = Field(description="内容", examples=["治理设施故障"])


class FileOut(Schema):
    """A file that proves something (凭证)."""

    name: str = Field(description="文件名", examples=["现场.jpg"])
    media_type: str = Field(description="类型", examples=["image/jpeg"])
    size: int = Field(description="大小（字节）", examples=[204800])
    sha256: str = Field(description="SHA-256")
    receipt: str = Field(description="回执号")
    added_at: datetime = Field(description="提交时间", examples=[WHEN])


class EntryOut(Schema):
    """One thing that happened (办理记录), chained by its hash to the one before."""

    serial: int = Field(description="链上序号", examples=[4021])
    kind: str = Field(description="类型：raised、step、act、clock、merged", examples=["step"])
    title: str = Field(description="名称", examples=["提交解释"])
    stage_after: str = Field(description="到达环节代码", examples=["review"])
    at: datetime = Field(description="时间", examples=[WHEN])
    by_name: str = Field(description="办理人", examples=["王科员"])
    unit_name: str = Field(description="单位")
    on_behalf_of: str = Field(description="代录对象，非代录时为空")
    note: str = Field(description="说明")
    values: list[SaidOut] = Field(description="填写的内容")
    evidence: list[FileOut] = Field(description="凭证")
    hash: str = Field(description="摘要（哈希链）")


class UnitOut(Schema):
    """A body that handles the case (承办单位)."""

    name: str = Field(description="单位", examples=["巩义市城管局"])
    is_lead: bool = Field(description="是否牵头")
    task: str = Field(description="分工")
    state: str = Field(description="办理状态：waiting、accepted、done、returned")


class PartOut(Schema):
    """A part of a case (子任务)."""

    title: str = Field(description="内容")
    unit: str | None = Field(description="单位")
    due_at: datetime | None = Field(description="期限")
    done_at: datetime | None = Field(description="完成时间")
    result: str = Field(description="完成情况")


class CaseDetail(CaseOut):
    """A case with everything that its page shows."""

    facts: list[SaidOut] = Field(description="创建时填写的情况")
    points: list[int] = Field(description="监测点编号", examples=[[77]])
    units: list[UnitOut] = Field(description="承办单位，牵头的在前")
    parts: list[PartOut] = Field(description="子任务")
    history: list[EntryOut] = Field(description="办理记录，最新的在前")


class CaseQuery(ListQuery):
    """Which cases."""

    kind: Code = Field(default="", description="流程代码", examples=["exceedance_task"])
    state: CaseState | None = Field(default=None, description="办理状态")
    enterprise: Key | None = Field(default=None, description="企业编号")
    begin: Moment | None = Field(default=None, description="创建时间不早于", examples=[WHEN])
    end: Moment | None = Field(default=None, description="创建时间早于")


def _cases(user: User) -> Any:
    return Case.objects.visible_to(user).values(
        *COLUMNS,
        procedure_version=F("version__number"),
        district_name=F("district__name"),
        enterprise_name=F("enterprise__name"),
        handler_name=F("handler__name"),
        lead_name=F("lead__name"),
        raised_by_name=F("raised_by__name"),
    )


@router.get(
    "/cases",
    response={200: CasePage, **PROBLEMS},
    summary="事项列表",
    description=f"{ALL}text 为编号开头，或标题、企业名称中包含的一段。",
)
def cases(request: HttpRequest, asked: Query[CaseQuery]) -> dict[str, Any]:
    """The cases that this person sees."""
    rows = _cases(who(request))
    exact = {
        "kind": asked.kind or None,
        "state": asked.state,
        "enterprise": asked.enterprise,
        "raised_at__gte": asked.begin,
        "raised_at__lt": asked.end,
    }
    rows = rows.filter(**{path: value for path, value in exact.items() if value is not None})
    if asked.district:
        rows = rows.filter(within(asked.district))
    if asked.text:
        rows = rows.filter(searched(asked.text, Case.objects.visible_to(who(request))))
    return page_of(rows, asked)


@router.get(
    "/cases/{key}",
    response={200: CaseDetail, **PROBLEMS},
    summary="一件事项",
    description=f"{ONE}含填写内容、承办单位、子任务、凭证和全部办理记录。",
)
def case(request: HttpRequest, key: Path[Key]) -> dict[str, Any]:
    """One case with its history."""
    told = only(_cases(who(request)), pk=key)
    page = case_page(Case.objects.select_related("version").get(pk=key), user=who(request))
    return {
        **told,
        "facts": _said(page.facts),
        "points": [one.pk for one in page.points],
        "units": [_unit(one) for one in page.units],
        "parts": [_part(one) for one in page.sub_tasks],
        "history": [_entry(one) for one in page.entries],
    }


def _unit(unit: CaseUnit) -> dict[str, Any]:
    names = ("is_lead", "task", "state")
    return {name: getattr(unit, name) for name in names} | {"name": unit.organisation.name}


def _part(part: SubTask) -> dict[str, Any]:
    names = ("title", "due_at", "done_at", "result")
    unit = part.organisation.name if part.organisation else None
    return {name: getattr(part, name) for name in names} | {"unit": unit}


def _entry(entry: Entry) -> dict[str, Any]:
    event = entry.event
    return {
        **{name: getattr(event, name) for name in ENTRY},
        "values": _said(entry.values),
        "evidence": [_file(one) for one in entry.evidence],
    }


def _file(proof: Evidence) -> dict[str, Any]:
    names = ("name", "media_type", "size", "sha256", "receipt")
    return {name: getattr(proof.file, name) for name in names} | {"added_at": proof.added_at}


def _said(pairs: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"title": title, "value": str(value)} for title, value in pairs]
