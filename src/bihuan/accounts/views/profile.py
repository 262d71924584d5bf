"""One's own account: profile, password, authenticator."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth import views as auth_views
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy

from bihuan.accounts.forms.profile import OwnPasswordForm, ProfileForm
from bihuan.accounts.models import User
from bihuan.accounts.services import change_profile
from bihuan.accounts.services.person import change_password
from bihuan.accounts.services.second_factor import has_factor
from bihuan.accounts.session import GATES, PASSWORD, pass_gate
from bihuan.accounts.views.access import person
from bihuan.ui.request import PageRequest


class PasswordChangeView(auth_views.PasswordChangeView):
    """Change of one's own password (修改密码); other sessions of the account end."""

    template_name = "accounts/password_change.html"
    form_class = OwnPasswordForm
    success_url = reverse_lazy("accounts:profile")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say why, where the change is asked for."""
        is_due = PASSWORD in self.request.session.get(GATES, ())
        return super().get_context_data(is_due=is_due, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Change it."""
        request = cast(PageRequest, self.request)
        change_password(person(request), form.cleaned_data["new_password1"], now=request.now)
        update_session_auth_hash(request, person(request))
        pass_gate(request.session, PASSWORD)
        messages.success(request, "密码已修改，其他设备上的登录已失效。")
        return redirect("home" if request.session.get(GATES) else str(self.success_url))


def profile(request: PageRequest) -> HttpResponse:
    """One's own account: name, unit, posts; the telephone number can be changed (个人资料)."""
    user = cast(User, request.user)
    form = ProfileForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        change_profile(user, phone=form.cleaned_data["phone"], now=request.now)
        messages.success(request, "个人资料已保存。")
        return redirect("accounts:profile")
    posts = user.posts.in_force().select_related("district", "organisation")
    context = {"form": form, "posts": posts, "has_factor": has_factor(user)}
    return render(request, "accounts/profile.html", context)
