"""What a page may load (内容安全策略): only what the platform itself serves, no inline scripts."""

from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

TIANDITU = "https://t0.tianditu.gov.cn"


def policy() -> str:
    """The policy (内容安全策略); pictures of 天地图 only where the administrator set its key."""
    pictures = f" {TIANDITU}" if settings.TIANDITU_KEY else ""
    return "; ".join(
        (
            "default-src 'self'",
            f"img-src 'self' data: blob:{pictures}",
            "font-src 'self'",
            "script-src 'self'",
            "style-src 'self'",
            "style-src-attr 'unsafe-inline'",  # ECharts and progress bars set style attributes
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


class ContentPolicyMiddleware:
    """Adds the content security policy to every answer that has none of its own."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self._get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        """Pass on, then add the header."""
        if iscoroutinefunction(self._get_response):
            return self._later(request)
        return _with_policy(self._get_response(request))

    async def _later(self, request: HttpRequest) -> HttpResponseBase:
        return _with_policy(await self._get_response(request))


def _with_policy(response: HttpResponseBase) -> HttpResponseBase:
    response.headers.setdefault("Content-Security-Policy", policy())
    return response
