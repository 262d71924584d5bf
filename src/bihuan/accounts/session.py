"""What a session knows of its person from the login on (会话): time-out, gates, watermark.

Computed once at login, whichever door was used, so that a page asks no question about it.
"""

from datetime import datetime
from typing import Any, Final, cast

from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

from bihuan.accounts.models import User
from bihuan.accounts.policy import (
    IDLE_MINUTES,
    ONE_SESSION,
    PASSWORD_AGE,
    SECOND_FACTOR_ROLES,
    WATERMARK,
)
from bihuan.accounts.queries.agreement import agreement_due
from bihuan.accounts.queries.setting import settings_at
from bihuan.accounts.roles import Role

IDLE, SEEN, GATES, MARKED = "idle_s", "seen_at", "gates", "watermark"
WALL_SCREEN_S: Final = 400 * 24 * 3600
SECOND_FACTOR, PASSWORD, AGREEMENT = "second_factor", "password", "agreement"
DOORS: Final = {
    SECOND_FACTOR: "accounts:second_factor",
    PASSWORD: "accounts:password_change",
    AGREEMENT: "accounts:agreement",
}
"""Gates in the order in which they are passed, and the page of each."""


def connect() -> None:
    """Called once at start (apps.py)."""
    user_logged_in.connect(_logged_in, dispatch_uid="accounts.session")


def gates_of(user: User, told: dict[str, Any], now: datetime) -> list[str]:
    """What stands between this person and the pages (登录关卡), in the order of `DOORS`."""
    due = {
        SECOND_FACTOR: bool(user.data_scope.roles & set(told[SECOND_FACTOR_ROLES.key])),
        PASSWORD: user.must_change_password or _is_old(user, told[PASSWORD_AGE.key], now),
        AGREEMENT: agreement_due(user) is not None,
    }
    return [gate for gate in DOORS if due[gate]]


def pass_gate(session: SessionBase, gate: str) -> None:
    """Note that a gate was passed."""
    session[GATES] = [one for one in session.get(GATES, []) if one != gate]


def is_wall_screen(user: User) -> bool:
    """Whether the account is a wall screen's and nothing else: such a session does not end."""
    return user.data_scope.roles == {Role.WALL_SCREEN}


def _logged_in(sender: object, request: HttpRequest, user: Any, **more: Any) -> None:
    now: datetime = getattr(request, "now", None) or timezone.now()
    kinds = (IDLE_MINUTES, ONE_SESSION, PASSWORD_AGE, SECOND_FACTOR_ROLES, WATERMARK)
    told = settings_at(kinds, now)
    session = request.session
    session[SEEN] = now.timestamp()
    session[GATES] = gates_of(user, told, now)
    session[MARKED] = told[WATERMARK.key]
    session[IDLE] = told[IDLE_MINUTES.key] * 60
    if is_wall_screen(user):
        session[IDLE] = 0
        session.set_expiry(WALL_SCREEN_S)
    _note_key(cast(User, user), session, is_only=told[ONE_SESSION.key])


def _note_key(user: User, session: SessionBase, *, is_only: bool) -> None:
    if session.session_key is None:
        session.create()
    if is_only and user.session_key and user.session_key != session.session_key:
        type(session)(user.session_key).delete()
    User.objects.filter(pk=user.pk).update(session_key=session.session_key)


def _is_old(user: User, days: int, now: datetime) -> bool:
    if not days or user.password_changed_at is None or is_wall_screen(user):
        return False
    return (now - user.password_changed_at).days >= days
