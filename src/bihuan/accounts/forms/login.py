"""The login form."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.utils import timezone

from bihuan.accounts.address import is_within
from bihuan.accounts.policy import MANAGEMENT_ADDRESSES
from bihuan.accounts.queries.setting import setting_at
from bihuan.accounts.roles import ADMINISTRATORS


class LoginForm(AuthenticationForm):
    """Name and password (登录); one sentence for every failure, so that no account is revealed."""

    error_messages = {
        "invalid_login": "用户名或密码不正确，或账号已停用。",
        "inactive": "用户名或密码不正确，或账号已停用。",
    }

    def confirm_login_allowed(self, user: Any) -> None:
        """Administrators come only from the addresses that are set (管理员登录地址限制)."""
        super().confirm_login_allowed(user)
        address = self.request.META.get("REMOTE_ADDR", "") if self.request else ""
        allowed = setting_at(MANAGEMENT_ADDRESSES, timezone.now())
        if allowed and user.data_scope.roles & ADMINISTRATORS and not is_within(address, allowed):
            raise self.get_invalid_login_error()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Django's form with our labels."""
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "用户名"
        self.fields["password"].label = "密码"
