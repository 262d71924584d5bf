"""Outlets, stations, points, factors and limits."""

from django.contrib import admin

from bihuan.registry.admin.directory import DirectoryAdmin
from bihuan.registry.admin.history import HistoryAdmin
from bihuan.registry.models import FactorLimit, MonitoringPoint, Outlet, PointFactor, Station


@admin.register(Outlet)
class OutletAdmin(HistoryAdmin):
    """Outlets."""

    list_display = ("name", "code", "enterprise", "medium")
    list_filter = ("medium",)
    list_select_related = ("enterprise",)
    search_fields = ("name", "code", "enterprise__name")
    autocomplete_fields = ("enterprise",)


@admin.register(Station)
class StationAdmin(HistoryAdmin):
    """Stations."""

    list_display = ("name", "code", "station_class", "district", "owner")
    list_filter = ("station_class", "functional_area")
    list_select_related = ("district", "owner")
    search_fields = ("name", "code")
    autocomplete_fields = ("district", "owner")


class FactorInline(admin.TabularInline[PointFactor, MonitoringPoint]):
    """Factors of a point."""

    model = PointFactor
    extra = 0
    show_change_link = True


@admin.register(MonitoringPoint)
class MonitoringPointAdmin(DirectoryAdmin):
    """Points."""

    list_display = ("id", "name", "medium", "district", "is_active")
    list_filter = ("is_active", "medium")
    list_select_related = ("district",)
    search_fields = ("name", "outlet__enterprise__name", "station__name")
    autocomplete_fields = ("outlet", "station", "district")
    inlines = (FactorInline,)


class LimitInline(admin.TabularInline[FactorLimit, PointFactor]):
    """Limits of a factor."""

    model = FactorLimit
    extra = 0


@admin.register(PointFactor)
class PointFactorAdmin(HistoryAdmin):
    """Factors of points."""

    list_display = ("point", "factor", "name_zh", "unit", "decimals")
    list_select_related = ("point",)
    search_fields = ("factor", "name_zh", "point__name")
    autocomplete_fields = ("point",)
    inlines = (LimitInline,)
