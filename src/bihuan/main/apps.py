"""The roof as an app: it hands the telemetry store its folder."""

from django.apps import AppConfig
from django.conf import settings


class MainConfig(AppConfig):
    """The composing room (main)."""

    name = "bihuan.main"
    label = "main"

    def ready(self) -> None:
        """Tell the store where it lives, once, before anything asks for it."""
        from bihuan import telemetry

        telemetry.configure(settings.TELEMETRY_ROOT)
        self._enter_menu()

    @staticmethod
    def _enter_menu() -> None:
        from bihuan.main.views.health import may_see_health
        from bihuan.ui.menu import MenuItem, register

        register(
            MenuItem(
                key="main.health",
                label="系统健康",
                icon="heartbeat",
                route="health",
                order=95,
                allowed=may_see_health,
            )
        )
