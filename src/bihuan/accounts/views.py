"""Pages of the room: log in, log out, password, profile."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy

from bihuan.accounts.acts import Act
from bihuan.accounts.forms import LoginForm, ProfileForm
from bihuan.accounts.models import User
from bihuan.accounts.services import change_profile, record_act
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
        _record(self.request, Act.LOG_IN_FAILED, User.objects.filter(username=typed).first())
        return super().form_invalid(form)


class LogoutView(auth_views.LogoutView):
    """The way out (退出登录), by POST."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """End the session."""
        if request.user.is_authenticated:
            _record(request, Act.LOG_OUT, request.user)
        return super().post(request, *args, **kwargs)


class PasswordChangeView(auth_views.PasswordChangeView):
    """Change of one's own password (修改密码); other sessions of the account end."""

    template_name = "accounts/password_change.html"
    success_url = reverse_lazy("accounts:profile")

    def form_valid(self, form: Any) -> HttpResponse:
        """Change it."""
        response = super().form_valid(form)
        _record(self.request, Act.CHANGE_PASSWORD, cast(User, self.request.user))
        messages.success(self.request, "密码已修改，其他设备上的登录已失效。")
        return response


def profile(request: PageRequest) -> HttpResponse:
    """One's own account: name, unit, posts; the telephone number can be changed (个人资料)."""
    user = cast(User, request.user)
    form = ProfileForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        change_profile(user, phone=form.cleaned_data["phone"], now=request.now)
        messages.success(request, "个人资料已保存。")
        return redirect("accounts:profile")
    posts = user.posts.filter(is_active=True).select_related("district", "organisation")
    return render(request, "accounts/profile.html", {"form": form, "posts": posts})


def _record(request: HttpRequest, action: Act, person: User | None) -> None:
    record_act(
        user=AnonymousUser() if action is Act.LOG_IN_FAILED else person,
        action=action,
        object=person,
        now=cast(PageRequest, request).now,
        address=request.META.get("REMOTE_ADDR") or None,
    )
