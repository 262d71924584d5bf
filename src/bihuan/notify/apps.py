"""The room as a Django app."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """消息通知 (notify)."""

    name = "bihuan.notify"
    label = "notify"
    verbose_name = "消息通知"

    def ready(self) -> None:
        """Bring the room's pages into the menu, and the bell into the bar."""
        from bihuan.notify import menu

        menu.register()
