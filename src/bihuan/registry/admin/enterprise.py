"""Enterprises, their people and contractors, the lists of key units."""

from django.contrib import admin

from bihuan.registry.admin.history import HistoryAdmin
from bihuan.registry.admin.read_only import ReadOnlyAdmin
from bihuan.registry.models import (
    Enterprise,
    EnterpriseOperator,
    EnterprisePerson,
    KeyListEntry,
    Outlet,
)


class PersonInline(admin.TabularInline[EnterprisePerson, Enterprise]):
    """People who act for an enterprise."""

    model = EnterprisePerson
    extra = 0
    autocomplete_fields = ("user",)


class OperatorInline(admin.TabularInline[EnterpriseOperator, Enterprise]):
    """Maintenance contractors of an enterprise."""

    model = EnterpriseOperator
    extra = 0
    autocomplete_fields = ("organisation",)


class OutletInline(admin.TabularInline[Outlet, Enterprise]):
    """Outlets of an enterprise."""

    model = Outlet
    extra = 0


@admin.register(Enterprise)
class EnterpriseAdmin(HistoryAdmin):
    """Enterprises."""

    list_display = ("name", "credit_code", "credit_code_state", "district", "industry", "is_key")
    list_filter = ("is_key", "credit_code_state")
    list_select_related = ("district",)
    search_fields = ("name", "credit_code", "credit_code_clean")
    autocomplete_fields = ("district",)
    readonly_fields = ("credit_code_clean", "credit_code_state", "is_key")
    inlines = (PersonInline, OperatorInline, OutletInline)


@admin.register(KeyListEntry)
class KeyListEntryAdmin(ReadOnlyAdmin):
    """Membership of the lists of key units; changed by services, looked at here."""

    list_display = ("enterprise", "kind", "year", "start", "end", "reason")
    list_filter = ("kind", "year")
    list_select_related = ("enterprise",)
    search_fields = ("enterprise__name",)
