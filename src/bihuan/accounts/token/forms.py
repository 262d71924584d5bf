"""The form of a new token."""

from django import forms

from bihuan.accounts.token.scope import Scope

DAYS = ((30, "30 天"), (90, "90 天"), (365, "一年"))


class TokenForm(forms.Form):
    """What a new token is for and what it opens (新建接口令牌)."""

    name = forms.CharField(
        label="用途",
        max_length=80,
        help_text="写明哪个系统在用，例如：县大数据局共享平台",
        error_messages={"required": "请填写用途，便于日后辨认"},
    )
    scopes = forms.MultipleChoiceField(
        label="授权范围",
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一项授权范围"},
    )
    days = forms.TypedChoiceField(label="有效期", choices=DAYS, coerce=int, initial=90)
