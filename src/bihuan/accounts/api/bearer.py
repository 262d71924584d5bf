"""Who asks: the token in the header ``Authorization: Bearer`` (接口认证)."""

from http import HTTPStatus
from math import ceil
from typing import Any, cast

from django.http import HttpRequest
from ninja.security import HttpBearer

from bihuan.accounts.api.problem import Refused
from bihuan.accounts.api.rate import LIMIT
from bihuan.accounts.models import ApiToken
from bihuan.accounts.token.queries import token_for
from bihuan.accounts.token.scope import Scope
from bihuan.accounts.token.services import note_use
from bihuan.ui.request import PageRequest


class Bearer(HttpBearer):
    """Lets a token pass that holds a scope; the request is then its person's."""

    def __init__(self, scope: Scope | None = None) -> None:
        """`scope` is what the operation needs; None lets any valid token pass."""
        super().__init__()
        self._scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """The token; None answers 401.

        Raises:
            Refused: it lacks the scope, or asks too often.
        """
        asked = cast(PageRequest, request)
        found = token_for(token, now=asked.now)
        if found is None:
            return None
        if wait_s := LIMIT.wait_s(found.pk):
            seconds = ceil(wait_s)
            raise Refused(
                HTTPStatus.TOO_MANY_REQUESTS,
                f"请在 {seconds} 秒后再试，并降低请求频率",
                headers={"Retry-After": str(seconds)},
            )
        if self._scope is not None and self._scope.value not in found.scopes:
            raise Refused(
                HTTPStatus.FORBIDDEN,
                f"令牌没有“{self._scope.value}”授权，请在“接口令牌”页新建带此授权的令牌",
            )
        address = request.META.get("REMOTE_ADDR") or None
        note_use(found, address=address, now=asked.now)
        request.user = found.user
        found.user.request_address = address
        return found


def bearer(scope: Scope) -> Any:
    """The authentication of an operation that needs a scope."""
    return Bearer(scope)
