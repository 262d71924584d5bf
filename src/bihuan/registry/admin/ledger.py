"""Kinds of local sources, and the lists of the ledger for administrators."""

from django.contrib import admin

from bihuan.registry.admin.history import HistoryAdmin
from bihuan.registry.models import (
    CheckListEntry,
    Contact,
    Department,
    DischargePermit,
    Duty,
    Equipment,
    LocalSource,
    PermitLimit,
    SourceKind,
    StationSiting,
    Vehicle,
)


@admin.register(SourceKind)
class SourceKindAdmin(HistoryAdmin):
    """Kinds of local sources: a new one needs no programmer."""

    list_display = ("name", "code", "pollutants", "order", "is_active")
    search_fields = ("name", "code")


@admin.register(LocalSource)
class LocalSourceAdmin(HistoryAdmin):
    """Local sources."""

    list_display = ("name", "kind", "district", "level", "state")
    list_filter = ("kind", "state")
    list_select_related = ("kind", "district")
    search_fields = ("name", "address")
    autocomplete_fields = ("district", "enterprise", "department")


class DutyInline(admin.TabularInline[Duty, Department]):
    """Duties of a department."""

    model = Duty
    extra = 0


class ContactInline(admin.TabularInline[Contact, Department]):
    """Contacts of a department."""

    model = Contact
    extra = 0


@admin.register(Department)
class DepartmentAdmin(HistoryAdmin):
    """Departments."""

    list_display = ("name", "organisation", "telephone", "is_active")
    list_select_related = ("organisation",)
    search_fields = ("name", "organisation__name")
    autocomplete_fields = ("organisation",)
    inlines = (DutyInline, ContactInline)


class PermitLimitInline(admin.TabularInline[PermitLimit, DischargePermit]):
    """Limits of a permit."""

    model = PermitLimit
    extra = 0
    autocomplete_fields = ("outlet",)


@admin.register(DischargePermit)
class DischargePermitAdmin(HistoryAdmin):
    """Permits."""

    list_display = ("enterprise", "number", "number_state", "start", "end", "cancelled")
    list_filter = ("number_state", "management")
    list_select_related = ("enterprise",)
    search_fields = ("number", "enterprise__name")
    autocomplete_fields = ("enterprise",)
    readonly_fields = ("number_clean", "number_state")
    inlines = (PermitLimitInline,)


@admin.register(StationSiting)
class StationSitingAdmin(HistoryAdmin):
    """Siting files."""

    list_display = ("station", "address", "power", "accepted")
    list_filter = ("power",)
    list_select_related = ("station",)
    search_fields = ("station__name", "station__code", "address")
    autocomplete_fields = ("station", "maintainer")


@admin.register(Equipment)
class EquipmentAdmin(HistoryAdmin):
    """Instruments and drones."""

    list_display = ("name", "kind", "serial", "station", "state", "calibration_due")
    list_filter = ("kind", "state")
    list_select_related = ("station",)
    search_fields = ("name", "serial", "station__name")
    autocomplete_fields = ("station", "district", "owner")


@admin.register(Vehicle)
class VehicleAdmin(HistoryAdmin):
    """Vehicles."""

    list_display = ("plate", "kind", "owner", "state", "inspection_due")
    list_filter = ("kind", "state")
    list_select_related = ("owner",)
    search_fields = ("plate", "terminal")
    autocomplete_fields = ("district", "owner")


@admin.register(CheckListEntry)
class CheckListEntryAdmin(HistoryAdmin):
    """The random-check list."""

    list_display = ("enterprise", "grade", "start", "end")
    list_filter = ("grade",)
    list_select_related = ("enterprise",)
    search_fields = ("enterprise__name",)
    autocomplete_fields = ("enterprise",)
