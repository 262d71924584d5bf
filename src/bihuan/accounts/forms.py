"""Forms of the room, with Chinese labels."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.validators import RegexValidator

from bihuan.accounts.models import User


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


class ProfileForm(forms.ModelForm[User]):
    """What a person may change of himself (个人资料)."""

    phone = forms.CharField(
        label="手机",
        required=False,
        max_length=20,
        validators=[RegexValidator(r"^1\d{10}$", "请填写 11 位手机号码")],
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )

    class Meta:
        model = User
        fields = ("phone",)
