"""Administration of accounts: for administrators, never for daily work."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import UserCreationForm
from django.db.models import Model, QuerySet
from django.forms import BaseInlineFormSet, BaseModelForm
from django.http import HttpRequest
from django.utils import timezone

from bihuan.accounts.acts import Act
from bihuan.accounts.models import AuditEntry, District, Organisation, Post, User
from bihuan.accounts.services import record_act


class AuditedAdmin(admin.ModelAdmin[Any]):
    """Administration pages whose every change enters the audit trail."""

    def save_model(
        self, request: HttpRequest, obj: Model, form: BaseModelForm[Any], change: bool
    ) -> None:
        """Save, and say which fields were touched."""
        super().save_model(request, obj, form, change)
        _record(request, Act.ADMIN_SAVE, obj, {"fields": form.changed_data, "is_new": not change})

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save what is edited on the same page, and say what of it."""
        super().save_related(request, form, formsets, change)
        if rows := [text for formset in formsets for text in _touched(formset)]:
            _record(request, Act.ADMIN_SAVE, form.instance, {"rows": rows})

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """Delete, and say so."""
        _record(request, Act.ADMIN_DELETE, obj, {})
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Delete what was chosen in a list, and say so of each."""
        for row in queryset:
            _record(request, Act.ADMIN_DELETE, row, {})
        super().delete_queryset(request, queryset)


def _touched(formset: BaseInlineFormSet[Any, Any, Any]) -> list[str]:
    return [
        *(f"+ {row}" for row in formset.new_objects),
        *(f"* {row} {fields}" for row, fields in formset.changed_objects),
        *(f"- {row}" for row in formset.deleted_objects),
    ]


def _record(request: HttpRequest, action: Act, row: Model, detail: dict[str, Any]) -> None:
    record_act(
        user=request.user,
        action=action,
        object=row,
        now=timezone.now(),
        detail=detail,
        address=request.META.get("REMOTE_ADDR") or None,
    )


class PostInline(admin.TabularInline[Post, User]):
    """Posts on their person's page."""

    model = Post
    extra = 0
    autocomplete_fields = ("district", "organisation")


class NewUserForm(UserCreationForm[User]):
    """A new person: name beside user name and password."""

    class Meta:
        model = User
        fields = ("username", "name")


@admin.register(User)
class UserAdmin(AuditedAdmin, DjangoUserAdmin[User]):
    """People."""

    add_form = NewUserForm
    list_display = ("username", "name", "organisation", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "posts__role")
    list_select_related = ("organisation",)
    search_fields = ("username", "name")
    autocomplete_fields = ("organisation",)
    inlines = (PostInline,)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("个人资料", {"fields": ("name", "phone", "email", "organisation")}),
        ("权限", {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        ("时间", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "name", "password1", "password2")}),)


@admin.register(District)
class DistrictAdmin(AuditedAdmin):
    """Administrative divisions."""

    list_display = ("code", "name", "level", "parent")
    list_filter = ("level",)
    list_select_related = ("parent",)
    search_fields = ("code", "name")
    autocomplete_fields = ("parent",)

    def get_readonly_fields(
        self, request: HttpRequest, obj: District | None = None
    ) -> tuple[str, ...]:
        """The code is the key: it is set once."""
        return ("code",) if obj else ()


@admin.register(Organisation)
class OrganisationAdmin(AuditedAdmin):
    """Bodies."""

    list_display = ("name", "kind", "district", "parent")
    list_filter = ("kind",)
    list_select_related = ("district", "parent")
    search_fields = ("name",)
    autocomplete_fields = ("district", "parent")


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin[AuditEntry]):
    """The audit trail, to be read only."""

    list_display = ("at", "user_name", "action_name", "object_kind", "object_name", "address")
    list_filter = ("action",)
    search_fields = ("user_name", "object_name", "action_name")
    date_hierarchy = "at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody writes here by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        """Nobody edits."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        """Nobody deletes."""
        return False
