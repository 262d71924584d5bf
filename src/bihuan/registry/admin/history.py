"""Administration pages whose every change says why and enters the object's history."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import BaseModelForm
from django.http import HttpRequest
from django.utils import timezone

from bihuan.accounts.admin import AuditedAdmin
from bihuan.registry.ledger.difference import differences
from bihuan.registry.models import ChangeRecord, ChangeWay
from bihuan.registry.services.history import (
    GONE,
    Because,
    FieldChange,
    record_birth,
    record_change,
)

DELETED = "后台删除"


class ReasonForm(forms.ModelForm[Any]):
    """A row with the reason of its change."""

    change_reason = forms.CharField(
        label="变更原因",
        max_length=300,
        widget=forms.TextInput({"class": "vTextField"}),
        help_text="写入变更记录",
    )


class HistoryAdmin(AuditedAdmin):
    """Rows whose changes are kept field by field."""

    form = ReasonForm

    def save_model(
        self, request: HttpRequest, obj: Model, form: BaseModelForm[Any], change: bool
    ) -> None:
        """Save, and tell what differs from before."""
        before = type(obj)._default_manager.filter(pk=obj.pk).first() if change else None
        super().save_model(request, obj, form, change)
        because = _because(request, form)
        if before is None:
            record_birth(obj, because)
        elif changes := differences(before, obj, _names(obj)):
            record_change(obj, changes, because)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save what is edited on the same page, and tell what of it changed."""
        super().save_related(request, form, formsets, change)
        changes = [told for formset in formsets for told in _rows_told(formset)]
        if changes:
            record_change(form.instance, changes, _because(request, form))

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """Delete, and leave the end in the history."""
        _end(request, obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Delete what was chosen, and leave each end in its history."""
        for row in queryset:
            _end(request, row)
        super().delete_queryset(request, queryset)


def _because(request: HttpRequest, form: BaseModelForm[Any]) -> Because:
    reason = form.cleaned_data["change_reason"]
    return Because(request.user, timezone.now(), reason, ChangeWay.ADMIN)


def _end(request: HttpRequest, row: Model) -> None:
    because = Because(request.user, timezone.now(), DELETED, ChangeWay.ADMIN)
    record_change(row, [FieldChange("", GONE, before=str(row))], because)


def _names(row: Model) -> list[str]:
    return [one.name for one in row._meta.concrete_fields if one.editable]


def _rows_told(formset: Any) -> list[FieldChange]:
    title = str(formset.model._meta.verbose_name)
    return [
        *(FieldChange("rows", title, after=str(row)) for row in formset.new_objects),
        *(
            FieldChange("rows", title, after=f"{row}：修改了{'、'.join(fields)}")
            for row, fields in formset.changed_objects
        ),
        *(FieldChange("rows", title, before=str(row)) for row in formset.deleted_objects),
    ]


@admin.register(ChangeRecord)
class ChangeRecordAdmin(admin.ModelAdmin[ChangeRecord]):
    """The history, to be read only."""

    list_display = ("at", "by_name", "object_kind", "object_name", "title", "reason", "way")
    list_filter = ("way", "object_kind")
    search_fields = ("object_name", "by_name", "reason")
    date_hierarchy = "at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody writes here by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: ChangeRecord | None = None) -> bool:
        """Nobody edits."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ChangeRecord | None = None) -> bool:
        """Nobody deletes."""
        return False
