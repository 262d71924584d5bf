"""Administration pages whose changes concern the gateway's directory."""

from typing import Any

from django.db.models import Model, QuerySet
from django.forms import BaseModelForm
from django.http import HttpRequest

from bihuan.registry.admin.history import HistoryAdmin
from bihuan.registry.services import bump_directory


class DirectoryAdmin(HistoryAdmin):
    """Every change tells the gateway to load its directory again."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Runs after the row and its inlines are saved, in the same transaction."""
        super().save_related(request, form, formsets, change)
        bump_directory()

    def save_model(
        self, request: HttpRequest, obj: Model, form: BaseModelForm[Any], change: bool
    ) -> None:
        """Runs alone when a list is edited in place."""
        super().save_model(request, obj, form, change)
        bump_directory()

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """Delete and tell."""
        super().delete_model(request, obj)
        bump_directory()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Delete and tell."""
        super().delete_queryset(request, queryset)
        bump_directory()
