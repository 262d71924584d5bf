"""What stands between a request and its view: who asks from where, time-out, gates, refusals."""

from collections.abc import Awaitable, Callable
from typing import Any, Final, cast
from urllib.parse import urlencode

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from bihuan.accounts.acts import Act
from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.accounts.session import DOORS, GATES, IDLE, SEEN
from bihuan.ui.request import PageRequest

Answer = HttpResponseBase | Awaitable[HttpResponseBase]
ALWAYS_OPEN: Final = frozenset({"accounts:login", "accounts:logout", "accounts:stay"})
PASSIVE: Final = frozenset({"ui:freshness"})
PASSIVE_HEADER: Final = "X-Bihuan-Passive"
NOTED_EVERY_S: Final = 30.0


class Middleware:
    """Works for synchronous and asynchronous views alike; subclasses hook into Django's calls."""

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


class ActingAddressMiddleware(Middleware):
    """Puts the client's address on ``request.user`` (来源地址); stands after authentication.

    The address is that of the connection; a proxy's ``Forwarded`` headers are the server's
    business, since anyone can send them.
    """

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Note the address just before the view runs, when the person is known."""
        if request.user.is_authenticated:
            request.user.request_address = request.META.get("REMOTE_ADDR") or None

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """Put on record who was refused what (越权访问)."""
        if isinstance(error, PermissionDenied) and request.user.is_authenticated:
            detail = {"path": request.path[:200], "method": request.method, "because": str(error)}
            record_act(
                user=request.user,
                action=Act.DENIED,
                object=None,
                now=cast(PageRequest, request).now,
                detail=detail,
                succeeded=False,
            )


class GateMiddleware(Middleware):
    """Ends sessions that nobody uses, and leads to what must be done first (会话关卡)."""

    def process_view(
        self, request: PageRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Let pass, or answer in the view's place."""
        match = request.resolver_match
        name = match.view_name if match else ""
        if not request.user.is_authenticated:
            return None
        if _timed_out(request):
            return _time_out(request)
        _note_use(request, name)
        gates = request.session.get(GATES, ())
        if not gates or name in ALWAYS_OPEN or name == DOORS[gates[0]]:
            return None
        return _led_to(request, reverse(DOORS[gates[0]]))


def _timed_out(request: PageRequest) -> bool:
    idle, seen = request.session.get(IDLE, 0), request.session.get(SEEN)
    return bool(idle and seen and request.now.timestamp() - seen > idle)


def _time_out(request: PageRequest) -> HttpResponseBase:
    user = cast(User, request.user)
    record_act(user=user, action=Act.TIME_OUT, object=user, now=request.now)
    logout(request)
    return _led_to(request, f"{reverse('accounts:login')}?timed_out=1")


def _note_use(request: PageRequest, name: str) -> None:
    """Remember that the person did something; a page that refreshes itself is no person."""
    is_stream = "text/event-stream" in request.headers.get("Accept", "")
    if name in PASSIVE or is_stream or PASSIVE_HEADER in request.headers:
        return
    now = request.now.timestamp()
    if now - request.session.get(SEEN, 0.0) > NOTED_EVERY_S:
        request.session[SEEN] = now


def _led_to(request: PageRequest, address: str) -> HttpResponseBase:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    if "text/event-stream" in request.headers.get("Accept", ""):
        return HttpResponse(status=403)
    if request.method == "GET" and "next=" not in address:
        joint = "&" if "?" in address else "?"
        address += joint + urlencode({"next": request.get_full_path()})
    return HttpResponseRedirect(address)
