"""The page of one's own tokens."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bihuan.accounts.models import ApiToken, User
from bihuan.accounts.token.forms import TokenForm
from bihuan.accounts.token.queries import tokens_of
from bihuan.accounts.token.services import create_token, revoke_token
from bihuan.ui.request import PageRequest


@never_cache
def tokens(request: PageRequest) -> HttpResponse:
    """One's own tokens; a new one's key is shown once, on the very answer (接口令牌)."""
    user, key = cast(User, request.user), ""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        _, key = create_token(
            given["name"], scopes=given["scopes"], days=given["days"], by=user, now=request.now
        )
        form = TokenForm()
    rows = tokens_of(user, now=request.now)
    context = {"form": form, "rows": rows, "key": key, "now": request.now}
    return render(request, "accounts/tokens.html", context)


@require_POST
def revoke(request: PageRequest, pk: int) -> HttpResponse:
    """Stop one of one's own tokens (停用)."""
    user = cast(User, request.user)
    token = get_object_or_404(ApiToken, pk=pk, user=user)
    revoke_token(token, by=user, now=request.now)
    messages.success(request, f"令牌“{token.name}”已停用，使用它的程序将立即被拒绝。")
    return redirect("accounts:tokens")
