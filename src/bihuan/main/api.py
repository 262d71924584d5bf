"""The outward interface (开放接口): every room's router under one address, one kind of refusal."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as WrongRequest

from bihuan.accounts.api.me import router as me
from bihuan.accounts.api.problem import Refused, problem
from bihuan.air.api import router as air
from bihuan.cases.api import router as cases
from bihuan.documents.error import NotStored
from bihuan.gateway.api import open_to_programs
from bihuan.gateway.api import router as push
from bihuan.notify.api import router as notify
from bihuan.registry.api import router as registry
from bihuan.reports.api import router as reports
from bihuan.watch.api import router as watch

ADVICE = (
    ("认证", "请求头 Authorization: Bearer 令牌；令牌在“个人资料 → 接口令牌”中新建，可随时停用。"),
    ("范围", "只能读到令牌所属人看得到的数据，并受令牌授权范围限制。"),
    ("分页", "列表一次最多 1000 条，答复中的 next 原样作为下一次的 cursor。"),
    ("时间", "带时区的 ISO 8601；不写时区按北京时间。时段用开始时间表示。"),
    ("错误", "application/problem+json，detail 写明原因和办法，errors 逐项列出参数问题。"),
    ("频率", "每个令牌每分钟 600 次，可瞬时 120 次；超过时答复 429 和 Retry-After。"),
)
DESCRIPTION = "碧环平台对外开放的接口。\n\n" + "\n".join(
    f"- {title}：{text}" for title, text in ADVICE
)

api = NinjaAPI(
    title="碧环开放接口",
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    urls_namespace="api",
)
api.add_router("", me)
for room in (registry, air, watch, cases, reports, notify):
    api.add_router("", room)
api.add_router("/push", push)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return problem(refusal)


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    sentence = "令牌缺失、错误、已停用或已到期，请在请求头 Authorization 中提供有效令牌"
    headers = {"WWW-Authenticate": "Bearer"}
    return problem(Refused(HTTPStatus.UNAUTHORIZED, sentence, headers=headers))


@api.exception_handler(PermissionDenied)
def _forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return problem(Refused(HTTPStatus.FORBIDDEN, str(error) or "不在令牌所属人的权限内"))


@api.exception_handler(Http404)
def _absent(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(Refused(HTTPStatus.NOT_FOUND, "没有这个对象，请核对地址和编号"))


@api.exception_handler(NotStored)
def _out_of_store(request: HttpRequest, error: NotStored) -> HttpResponse:
    return problem(Refused(HTTPStatus.SERVICE_UNAVAILABLE, str(error)))


@api.exception_handler(HttpError)
def _failed(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(Refused(HTTPStatus(error.status_code), str(error)))


@api.exception_handler(WrongRequest)
def _wrong(request: HttpRequest, error: WrongRequest) -> HttpResponse:
    faults = [_fault(one) for one in error.errors]
    sentence = "请改正列出的参数后重试"
    return problem(Refused(HTTPStatus.UNPROCESSABLE_ENTITY, sentence, faults=faults))


WORDS = {
    "missing": "缺少此参数",
    "int_parsing": "应为整数",
    "float_parsing": "应为数字",
    "bool_parsing": "应为 true 或 false",
    "greater_than_equal": "小于允许的最小值 {ge}",
    "less_than_equal": "大于允许的最大值 {le}",
    "less_than": "应小于 {lt}",
    "string_too_long": "不能超过 {max_length} 个字符",
    "string_too_short": "不能为空",
    "string_pattern_mismatch": "格式不正确",
    "enum": "只能是 {expected}",
    "too_long": "最多 {max_length} 项",
    "too_short": "至少 {min_length} 项",
    "date_from_datetime_parsing": "应为日期，如 2026-11-21",
    "value_error": "不在允许的范围内",
}


def _fault(error: dict[str, Any]) -> tuple[str, str]:
    """The parameter and a Chinese sentence about it."""
    place = [str(part) for part in error.get("loc", ()) if part not in PLACES]
    kind = error.get("type", "")
    words = WORDS.get(kind, "应为时间，如 2026-11-21T08:00:00+08:00" if "date" in kind else "")
    return ".".join(place), (words or "格式不正确").format(**error.get("ctx", {}))


PLACES = frozenset({"query", "path", "body", "header", "asked", "file", "form"})
urls = open_to_programs(api.urls)
