"""What django-axes asks us (登录锁定): how many failures, for how long, and what the page says."""

import hashlib
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bihuan.accounts.forms.login import LoginForm
from bihuan.accounts.models import User
from bihuan.accounts.policy import LOCK_FAILURES, LOCK_MINUTES
from bihuan.accounts.queries.setting import setting_at

TOO_MANY_REQUESTS = 429


def failure_limit(*args: Any) -> int:
    """After how many failures in a row an account is locked."""
    return int(setting_at(LOCK_FAILURES, timezone.now()))


def cool_off(*args: Any) -> timedelta:
    """For how long."""
    return timedelta(minutes=setting_at(LOCK_MINUTES, timezone.now()))


def name_to_count(request: HttpRequest | None, credentials: Any = None) -> str:
    """Under which name failures are counted: the account's, else a digest.

    Somebody who types his password where the name belongs does not leave it in the database.
    """
    given = (credentials or {}).get("username") or (request.POST.get("username") if request else "")
    typed = str(given or "")
    if User.objects.filter(username=typed).exists():
        return typed
    return "?" + hashlib.sha256(typed.encode()).hexdigest()[:32]


def locked_page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """The login page that says how long to wait; the same for every name (账号锁定)."""
    minutes = setting_at(LOCK_MINUTES, timezone.now())
    said = f"连续登录失败次数过多，已锁定 {minutes} 分钟。请稍后再试，或联系安全管理员解除锁定。"
    context = {"form": LoginForm(request), "locked": said, "next": request.POST.get("next", "")}
    return render(request, "accounts/login.html", context, status=TOO_MANY_REQUESTS)
