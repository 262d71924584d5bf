"""The room as a Django app."""

from django.apps import AppConfig


class WatchConfig(AppConfig):
    """监测预警 (watch)."""

    name = "bihuan.watch"
    label = "watch"
    verbose_name = "监测预警"

    def ready(self) -> None:
        """Hand in the shipped rules and the kinds of notices."""
        from bihuan.notify import kinds
        from bihuan.watch import notices, rules
        from bihuan.watch.shipped import RULES

        rules.register(*RULES)
        kinds.register(notices.EVENT, notices.HAND_OVER)
