"""Channels and their members (通知渠道)."""

from collections.abc import Mapping
from typing import Any

from django import forms

from bihuan.accounts.models import User
from bihuan.notify.channels.contract import Sender
from bihuan.notify.kinds import all_kinds
from bihuan.notify.models import Channel

TIME = forms.TimeInput({"type": "time"}, format="%H:%M")
KEPT = "已保存，留空则不修改"


class ChannelForm(forms.ModelForm[Channel]):
    """A channel: what all of them have, then the fields of its own furniture."""

    kinds = forms.MultipleChoiceField(
        label="消息类型",
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
        help_text="不选则接收全部类型",
    )

    class Meta:
        model = Channel
        fields = (
            "name",
            "least",
            "quiet_from",
            "quiet_until",
            "secret_file",
            "kinds",
            "is_active",
        )
        widgets = {"quiet_from": TIME, "quiet_until": TIME}
        help_texts = {
            "least": "低于此程度的消息不从本渠道发出",
            "quiet_from": "特急消息不受免打扰限制",
            "secret_file": "可代替下方密钥：密钥目录中的 JSON 文件名",
        }

    def __init__(self, data: Mapping[str, Any] | None, *, sender: Sender, instance: Channel):
        super().__init__(data, instance=instance)
        self.sender = sender
        kinds = self.fields["kinds"]
        assert isinstance(kinds, forms.MultipleChoiceField)
        kinds.choices = [(one.key, one.label) for one in all_kinds()]
        if not any(one.is_secret for one in sender.fields):
            del self.fields["secret_file"]
        for one in sender.fields:
            self._add(one.name, one, instance)

    def _add(self, name: str, one: Any, channel: Channel) -> None:
        has = one.is_secret and bool(channel.sealed or channel.secret_file)
        widget: forms.Widget = (
            forms.PasswordInput({"autocomplete": "new-password"})
            if one.is_secret
            else forms.TextInput()
        )
        self.fields[f"own_{name}"] = forms.CharField(
            label=one.label,
            required=one.required and not one.is_secret,
            initial="" if one.is_secret else channel.settings.get(name, one.default),
            help_text=KEPT if has else one.help,
            widget=widget,
            max_length=1000,
        )

    def clean(self) -> dict[str, Any]:
        """A channel needs each required secret, typed now, kept, or in a file."""
        told = super().clean() or {}
        kept = bool(self.instance.sealed or told.get("secret_file"))
        for one in self.sender.fields:
            name = f"own_{one.name}"
            if one.is_secret and one.required and not kept and not told.get(name):
                self.add_error(name, f"请填写{one.label}，或填写密钥文件")
        return told

    @property
    def secrets(self) -> dict[str, str]:
        """The secrets that were typed."""
        return self._own(is_secret=True)

    def channel(self) -> Channel:
        """The channel with what was typed, not saved."""
        channel = self.save(commit=False)
        channel.code = self.sender.code
        channel.settings = self._own(is_secret=False)
        return channel

    def _own(self, *, is_secret: bool) -> dict[str, str]:
        return {
            one.name: str(self.cleaned_data.get(f"own_{one.name}", ""))
            for one in self.sender.fields
            if one.is_secret is is_secret
        }


class MemberForm(forms.Form):
    """A person to be put into a group (群成员)."""

    person = forms.ModelChoiceField(
        User.objects.filter(is_active=True).order_by("name"),
        label="人员",
        error_messages={"required": "请选择人员", "invalid_choice": "没有这个人员"},
    )
    mention_id = forms.CharField(
        label="群内账号",
        required=False,
        max_length=80,
        help_text="企业微信 userid、飞书 open_id；留空按手机号提醒",
    )


class TestForm(forms.Form):
    """Where a test goes, for channels that speak to single people."""

    address = forms.CharField(label="手机号或邮箱", required=False, max_length=120)
