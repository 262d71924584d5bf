"""The room as a Django app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """闭环事项 (cases)."""

    name = "bihuan.cases"
    label = "cases"
    verbose_name = "闭环事项"

    def ready(self) -> None:
        """Hand in what other rooms ask of this one, and bring the pages into the menu."""
        from bihuan.accounts import holidays
        from bihuan.cases import menu, notice, search, shipped
        from bihuan.cases.figure import FIGURES
        from bihuan.cases.office_calendar import working_calendar
        from bihuan.notify import kinds
        from bihuan.ui.manual.figure import register_figures

        holidays.register(working_calendar)
        search.register_kind()
        shipped.register("bihuan.cases")
        kinds.register(*notice.KINDS)
        menu.register()
        register_figures("procedure", FIGURES)
