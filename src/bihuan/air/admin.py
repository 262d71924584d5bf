"""For administrators: the library of measures (管控措施库)."""

from django.contrib import admin

from bihuan.air.models import Measure


@admin.register(Measure)
class MeasureAdmin(admin.ModelAdmin[Measure]):
    """Measures with their conditions; approval beforehand is an act of a manager, not of admin."""

    list_display = ("code", "title", "cause", "lead", "is_active", "approved_by")
    list_filter = ("cause", "is_active")
    search_fields = ("code", "title", "text")
    readonly_fields = ("approved_by", "approved_at")
