"""Forms of the gates after login."""

from django import forms


class CodeForm(forms.Form):
    """A code of the authenticator, or a recovery code (动态口令)."""

    code = forms.CharField(
        label="动态口令",
        max_length=16,
        help_text="手机验证器上的 6 位数字；手机不在身边时填写一个恢复码",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
    )


class SignatureForm(forms.Form):
    """One's name as a signature (签署)."""

    name = forms.CharField(label="签署姓名", max_length=40, help_text="与账号登记的姓名一致")
    is_read = forms.BooleanField(label="我已阅读并同意以上内容")
