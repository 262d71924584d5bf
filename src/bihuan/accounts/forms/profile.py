"""What a person changes of himself."""

from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.core.validators import RegexValidator

from bihuan.accounts.models import User

MOBILE = RegexValidator(r"^1\d{10}$", "请填写 11 位手机号码")


class ProfileForm(forms.ModelForm[User]):
    """What a person may change of himself (个人资料)."""

    phone = forms.CharField(
        label="手机",
        required=False,
        max_length=20,
        validators=[MOBILE],
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )

    class Meta:
        model = User
        fields = ("phone",)


class OwnPasswordForm(PasswordChangeForm):
    """Old password once, new one twice (修改密码)."""

    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": "原密码不正确，请重新输入。",
        "password_mismatch": "两次输入的新密码不一致。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Django's form with our labels."""
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "原密码"
        self.fields["new_password1"].label = "新密码"
        self.fields["new_password2"].label = "再次输入新密码"
