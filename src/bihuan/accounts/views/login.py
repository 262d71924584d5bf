"""The way in and out, and the sign of life that keeps a session."""

from typing import Any, cast

from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from bihuan.accounts.acts import Act
from bihuan.accounts.forms.login import LoginForm
from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.ui.request import PageRequest


class LoginView(auth_views.LoginView):
    """The login page (登录); both outcomes are put on record."""

    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Let in."""
        response = super().form_valid(form)
        _record(self.request, Act.LOG_IN, form.get_user())
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Say no; what was typed is put on record only if it is an account's name."""
        typed = form.data.get("username", "")
        action = Act.LOCKED_OUT if _is_locked(self.request) else Act.LOG_IN_FAILED
        _record(self.request, action, User.objects.filter(username=typed).first())
        return super().form_invalid(form)


class LogoutView(auth_views.LogoutView):
    """The way out (退出登录), by POST."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """End the session."""
        if request.user.is_authenticated:
            _record(request, Act.LOG_OUT, request.user)
        return super().post(request, *args, **kwargs)


@require_POST
def stay(request: PageRequest) -> HttpResponse:
    """Say that somebody is still there (继续使用); the middleware has noted it."""
    return HttpResponse(status=204)


def _is_locked(request: HttpRequest) -> bool:
    return bool(getattr(request, "axes_locked_out", False))


def _record(request: HttpRequest, action: Act, person: User | None) -> None:
    failed = action in {Act.LOG_IN_FAILED, Act.LOCKED_OUT}
    record_act(
        user=AnonymousUser() if failed else person,
        action=action,
        object=person,
        now=cast(PageRequest, request).now,
        address=request.META.get("REMOTE_ADDR") or None,
        succeeded=not failed,
    )
