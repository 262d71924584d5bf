"""The room as a Django app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """闭环事项 (cases)."""

    name = "bihuan.cases"
    label = "cases"
    verbose_name = "闭环事项"

    def ready(self) -> None:
        """Name the shipped procedures and notices, and bring the pages into the menu."""
        from bihuan.cases import menu, notice, shipped
        from bihuan.notify import kinds

        """Name the shipped procedures."""
        from bihuan.cases import search

        """Name the shipped procedures and notices, and bring the pages into the menu."""

        search.register_kind()
        shipped.register("bihuan.cases")
        kinds.register(*notice.KINDS)
        menu.register()
