"""What an answer says when something is wrong (问题说明, RFC 9457)."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, JsonResponse
from ninja import Field, Schema

TITLES: Mapping[int, str] = {
    400: "请求不正确",
    401: "没有有效的令牌",
    403: "没有权限",
    404: "没有找到",
    409: "与平台现有数据不一致",
    413: "请求过大",
    422: "参数不正确",
    429: "请求过于频繁",
    500: "平台内部错误",
    503: "平台暂时无法处理",
}
MEDIA_TYPE = "application/problem+json"


class Fault(Schema):
    """One wrong parameter."""

    field: str = Field(description="参数", examples=["kind"])
    message: str = Field(description="原因", examples=["不是可用的选项"])


class Problem(Schema):
    """What is wrong with a request (问题说明)."""

    type: str = Field(description="类别", examples=["about:blank"])
    title: str = Field(description="概要", examples=["参数不正确"])
    status: int = Field(description="HTTP 状态码", examples=[422])
    detail: str = Field(description="说明，写明怎么办", examples=["请改正列出的参数后重试"])
    errors: list[Fault] = Field(default=[], description="各参数的问题")


class Refused(Exception):
    """A request that is answered with a problem.

    Args:
        status: of the answer.
        detail: a sentence that says what to do.
        faults: pairs of parameter and reason.
        headers: of the answer.
    """

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        *,
        faults: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail
        self.faults, self.headers = tuple(faults), dict(headers or {})


def problem(refusal: Refused) -> HttpResponse:
    """The answer of a refusal."""
    status = int(refusal.status)
    told: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES.get(status, HTTPStatus(status).phrase),
        "status": status,
        "detail": refusal.detail,
        "errors": [{"field": field, "message": message} for field, message in refusal.faults],
    }
    return JsonResponse(
        told,
        status=status,
        content_type=MEDIA_TYPE,
        headers=refusal.headers,
        json_dumps_params={"ensure_ascii": False},
    )


PROBLEMS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 422, 429), Problem)
"""The refusals that every operation declares."""
