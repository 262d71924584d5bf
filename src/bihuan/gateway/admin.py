"""Keys for administrators; a key is typed once and never shown."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from bihuan.accounts.seal import seal
from bihuan.gateway.device_key import WrongKey, checked_key
from bihuan.gateway.models import DeviceKey
from bihuan.registry.admin.directory import DirectoryAdmin
from bihuan.registry.admin.history import ReasonForm


class DeviceKeyForm(ReasonForm):
    """A device's key, typed in clear and kept sealed."""

    key = forms.CharField(
        label="密钥",
        widget=forms.PasswordInput,
        strip=False,
        help_text="16 个字符。以密文保存，保存后不再显示。",
    )

    class Meta:
        model = DeviceKey
        fields = ("device", "since")

    def clean_key(self) -> str:
        """Sixteen characters, or refused."""
        try:
            return checked_key(self.cleaned_data["key"])
        except WrongKey as error:
            raise ValidationError(str(error)) from error

    def save(self, commit: bool = True) -> Any:
        """Seal the key."""
        self.instance.sealed = seal(self.cleaned_data["key"])
        return super().save(commit)


@admin.register(DeviceKey)
class DeviceKeyAdmin(DirectoryAdmin):
    """Keys are added; what was in use stays, so that old packets can be read."""

    form = DeviceKeyForm
    list_display = ("device", "since")
    list_select_related = ("device",)
    search_fields = ("device__mn", "device__name")
    autocomplete_fields = ("device",)

    def has_change_permission(self, request: HttpRequest, obj: DeviceKey | None = None) -> bool:
        """A key that was in use is history."""
        return False
