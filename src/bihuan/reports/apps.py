"""The room as a Django app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """报告与文稿 (reports)."""

    name = "bihuan.reports"
    label = "reports"
    verbose_name = "报告与文稿"

    def ready(self) -> None:
        """Hand in the notice of issue, the source of changes, the search and the menu entries."""
        from bihuan.notify import kinds
        from bihuan.reports import change, menu, notices, search

        kinds.register(notices.ISSUED)
        change.register(change.VALUES)
        search.register_kind()
        menu.register()
