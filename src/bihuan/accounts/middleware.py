"""Notes on the acting person where the request comes from, for the audit trail."""

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponseBase

Answer = HttpResponseBase | Awaitable[HttpResponseBase]


class ActingAddressMiddleware:
    """Puts the client's address on ``request.user`` (来源地址); stands after authentication.

    The address is that of the connection; a proxy's ``Forwarded`` headers are the server's
    business, since anyone can send them.
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Answer]) -> None:
        """Wrap the rest of the chain."""
        self._get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Answer:
        """Pass on."""
        return self._get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Note the address just before the view runs, when the person is known."""
        if request.user.is_authenticated:
            request.user.request_address = request.META.get("REMOTE_ADDR") or None
