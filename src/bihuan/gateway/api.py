"""The address that programs push values to; `main` mounts the router under /api/v1/push."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver
from django.utils import timezone
from ninja import Router, Schema, Status
from ninja.errors import HttpError
from ninja.security import HttpBearer

from bihuan.gateway.push.fault import ForeignPoints, PushRefused, TooLarge
from bihuan.gateway.push.service import store_push
from bihuan.gateway.push.value import MOST_BYTES, PUSHED
from bihuan.registry.queries import PushSourceEntry, push_source_for
from bihuan.telemetry import StoreFull


class PushKey(HttpBearer):
    """The key of a push source in the header Authorization: Bearer (推送密钥)."""

    def authenticate(self, request: HttpRequest, token: str) -> PushSourceEntry | None:
        """The source that the key belongs to; None answers 401."""
        return push_source_for(token)


class Accepted(Schema):
    """All values are on disk."""

    accepted: int


class Fault(Schema):
    """What is wrong with one row; row 0 is the request itself."""

    row: int
    field: str
    message: str


class Refused(Schema):
    """Nothing was stored, and why; `total` counts all faults, `faults` shows the first of them."""

    detail: str
    total: int
    faults: list[Fault]


ApiUrls = tuple[list[URLResolver | URLPattern], str, str]
DESCRIPTIONS = frozenset({"openapi-json", "openapi-view", "api-root"})

router = Router(tags=["数据推送"], auth=PushKey())

_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": PUSHED.json_schema(ref_template="#/$defs/{model}")}
        },
    }
}


@router.post(
    "/values",
    response={200: Accepted, 403: Refused, 413: Refused, 422: Refused},
    summary="推送监测数据",
    description="凭推送密钥（不是接口令牌）推送；一次请求全部入库或全部不入库，重复推送不会重复入库。",
    openapi_extra=_BODY,
)
def push_values(request: HttpRequest) -> Status[dict[str, Any]]:
    """Store the values of one request, all or none; the same request again changes nothing."""
    source: PushSourceEntry = request.auth  # type: ignore[attr-defined]
    try:
        accepted = store_push(_body(request), source, now=timezone.now())
    except PushRefused as refusal:
        return Status(_status(refusal), _told(refusal))
    except StoreFull as error:
        raise HttpError(HTTPStatus.SERVICE_UNAVAILABLE, "平台暂时无法入库，请稍后重试") from error
    return Status(HTTPStatus.OK, {"accepted": accepted})


def _body(request: HttpRequest) -> bytes:
    """Read the body up to one byte more than it may have, whatever its header says."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if announced.isdigit() and int(announced) > MOST_BYTES:
        return b" " * (MOST_BYTES + 1)
    return request.read(MOST_BYTES + 1)


def _status(refusal: PushRefused) -> HTTPStatus:
    match refusal:
        case ForeignPoints():
            return HTTPStatus.FORBIDDEN
        case TooLarge():
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        case _:
            return HTTPStatus.UNPROCESSABLE_ENTITY


def _told(refusal: PushRefused) -> dict[str, Any]:
    faults = [
        {"row": fault.row, "field": fault.field, "message": fault.message}
        for fault in refusal.faults
    ]
    return {"detail": "整批未入库，请改正后重新推送", "total": refusal.total, "faults": faults}


def open_to_programs(urls: ApiUrls) -> ApiUrls:
    """The addresses of an API whose callers bring keys: no login page stands before them.

    Pages that describe the API stay behind the login.
    """
    patterns, app_name, namespace = urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern) and pattern.name not in DESCRIPTIONS:
            login_not_required(pattern.callback)
    return patterns, app_name, namespace
