"""Devices, assignments, code mappings, commands, push sources."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from bihuan.accounts.admin import AuditedAdmin
from bihuan.registry.admin.directory import DirectoryAdmin
from bihuan.registry.admin.history import ReasonForm
from bihuan.registry.admin.read_only import ReadOnlyAdmin
from bihuan.registry.device_password import password_hash
from bihuan.registry.device_setting import checked_addresses, checked_tolerance
from bihuan.registry.error import WrongSetting
from bihuan.registry.models import (
    CodeMapping,
    Device,
    DeviceAssignment,
    DeviceCommand,
    LinkGap,
    PushSource,
)

V = TypeVar("V")


class DeviceForm(ReasonForm):
    """Settings of a device; the password is typed, kept as a hash and never shown."""

    password = forms.CharField(
        label="访问密码 PW",
        required=False,
        widget=forms.PasswordInput,
        help_text="留空则不修改。密码以密文保存，报文中为明文传输。",
    )

    class Meta:
        model = Device
        exclude = ("password_hash", "points")

    def clean_tolerance(self) -> dict[str, Any]:
        """Readable, or refused with the offending value."""
        return _checked(checked_tolerance, self.cleaned_data["tolerance"] or {})

    def clean_allowed_addresses(self) -> list[str]:
        """Addresses and networks only."""
        return _checked(checked_addresses, self.cleaned_data["allowed_addresses"] or [])

    def save(self, commit: bool = True) -> Any:
        """Hash the password when one was typed."""
        if password := self.cleaned_data.get("password"):
            self.instance.password_hash = password_hash(self.instance.mn, password)
        return super().save(commit)


def _checked(check: Callable[[Any], V], value: Any) -> V:
    try:
        return check(value)
    except WrongSetting as error:
        raise ValidationError(str(error)) from error


class AssignmentInline(admin.TabularInline[DeviceAssignment, Device]):
    """Points of a device."""

    model = DeviceAssignment
    extra = 0
    autocomplete_fields = ("point",)


class CodeMappingInline(admin.TabularInline[CodeMapping, Device]):
    """Codes of a device."""

    model = CodeMapping
    extra = 0


@admin.register(Device)
class DeviceAdmin(DirectoryAdmin):
    """Devices."""

    form = DeviceForm
    list_display = ("mn", "name", "edition", "carrier", "is_active")
    list_filter = ("is_active", "edition", "carrier")
    search_fields = ("mn", "name")
    inlines = (AssignmentInline, CodeMappingInline)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Device | None = None
    ) -> tuple[str, ...]:
        """The MN is part of the password's hash: another MN is another device."""
        return ("mn",) if obj else ()


@admin.register(DeviceCommand)
class DeviceCommandAdmin(ReadOnlyAdmin):
    """Commands."""

    list_display = (
        "requested_at",
        "device",
        "command_code",
        "state",
        "requested_by",
        "result_text",
    )
    list_filter = ("state", "command_code")
    list_select_related = ("device", "requested_by")
    search_fields = ("device__mn", "device__name", "request_id")
    date_hierarchy = "requested_at"


@admin.register(LinkGap)
class LinkGapAdmin(ReadOnlyAdmin):
    """Silences."""

    list_display = ("device", "start", "end", "cause", "because")
    list_filter = ("cause",)
    list_select_related = ("device",)
    search_fields = ("device__mn", "device__name")
    date_hierarchy = "start"


@admin.register(PushSource)
class PushSourceAdmin(AuditedAdmin):
    """Push sources; keys are made by the platform and shown once, so none is made here."""

    list_display = ("name", "is_active", "created_at")
    search_fields = ("name",)
    autocomplete_fields = ("points",)
    readonly_fields = ("created_at",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A source made here would have no key."""
        return False
