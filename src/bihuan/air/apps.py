"""The room as a Django app."""

from django.apps import AppConfig


class AirConfig(AppConfig):
    """空气质量监测与研判 (air)."""

    name = "bihuan.air"
    label = "air"
    verbose_name = "空气质量监测与研判"

    def ready(self) -> None:
        """Hand in quality control's rules and bring the room's pages into the menu."""
        from bihuan.air import menu
        from bihuan.air.quality.watch_rule import RULES
        from bihuan.watch import rules

        rules.register(*RULES)
        menu.register()
