"""A JSON answer over HTTP (定时读取)."""

import http.client
import urllib.error
import urllib.request
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from bihuan.gateway.pull.credential import Credential
from bihuan.gateway.pull.error import PullFailed
from bihuan.gateway.pull.setting import HttpSetting
from bihuan.gateway.pull.source.fetched import Fetched, rows_of_json
from bihuan.gateway.pull.source.span import span_of

MOST_BYTES = 64 * 1024 * 1024
TRY_AGAIN = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})


class _Straight(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: a credential goes only where it was meant for."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Refuse."""


_opener = urllib.request.build_opener(_Straight, urllib.request.ProxyHandler({}))


def fetch_http(setting: HttpSetting, secret: Credential, cursor: str, *, now: datetime) -> Fetched:
    """Ask for the window and read the rows of the answer.

    Raises:
        PullFailed: no answer, a refusal, or no rows in it.
    """
    span = span_of(cursor, setting.window, now=now)
    zone = ZoneInfo(setting.mapping.zone)
    words = {
        name: quote(moment.astimezone(zone).strftime(setting.query_format), safe="")
        for name, moment in (("since", span.start), ("until", span.end))
    }
    try:
        address = setting.address.format(**words)
    except (KeyError, IndexError, ValueError) as error:
        raise PullFailed("地址中只能使用 {since} 和 {until}", helps_again=False) from error
    headers = {"Accept": "application/json", "User-Agent": "bihuan"}
    if secret.secret:
        headers[setting.header] = setting.prefix + secret.secret
    data = _answer(urllib.request.Request(address, headers=headers), setting.timeout_s)
    rows = rows_of_json(data, setting.rows)
    return Fetched(rows, data, span.start, span.end, span.end.isoformat(), span.is_all)


def _answer(request: urllib.request.Request, timeout_s: float) -> bytes:
    host = urlsplit(request.full_url).hostname or ""
    try:
        with _opener.open(request, timeout=timeout_s) as answer:
            data: bytes = answer.read(MOST_BYTES + 1)
    except urllib.error.HTTPError as error:
        helps = error.code >= HTTPStatus.INTERNAL_SERVER_ERROR or error.code in TRY_AGAIN
        raise PullFailed(_refusal(host, error.code), helps_again=helps) from None
    except (OSError, http.client.HTTPException) as error:
        kind = "超时" if isinstance(error, TimeoutError) else "连接不上或中途断开"
        raise PullFailed(f"{host} {kind}，将自动重试", helps_again=True) from None
    if len(data) > MOST_BYTES:
        raise PullFailed(f"{host} 的答复超过 64 MB，请缩短回读时段", helps_again=False)
    return data


def _refusal(host: str, code: int) -> str:
    if code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return f"{host} 拒绝访问（{code}），请核对凭据"
    if code == HTTPStatus.NOT_FOUND:
        return f"{host} 没有这个地址（404），请核对地址"
    if code < HTTPStatus.BAD_REQUEST:
        return f"{host} 要求转到别处（{code}），请改用最终地址"
    return f"{host} 答复错误 {code}"
