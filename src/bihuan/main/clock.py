"""The clock of the web process (时钟): read once a request, handed to views as ``request.now``."""

from collections.abc import Awaitable, Callable
from typing import cast

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from bihuan.ui.request import PageRequest

Answer = HttpResponse | Awaitable[HttpResponse]


class ClockMiddleware:
    """Stamps each request with its time of arrival, so that no view reads the clock."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Answer]) -> None:
        self._get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Answer:
        """Stamp and pass on."""
        stamped = cast(PageRequest, request)
        stamped.now = timezone.now()
        stamped.clock = timezone.now
        return self._get_response(stamped)
