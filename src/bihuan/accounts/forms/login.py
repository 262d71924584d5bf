"""The login form."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm


class LoginForm(AuthenticationForm):
    """Name and password (登录); one sentence for every failure, so that no account is revealed."""

    error_messages = {
        "invalid_login": "用户名或密码不正确，或账号已停用。",
        "inactive": "用户名或密码不正确，或账号已停用。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Django's form with our labels."""
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "用户名"
        self.fields["password"].label = "密码"
