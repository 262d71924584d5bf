"""The room as a Django app."""

from django.apps import AppConfig


class AirConfig(AppConfig):
    """空气质量监测与研判 (air)."""

    name = "bihuan.air"
    label = "air"
    verbose_name = "空气质量监测与研判"

    def ready(self) -> None:
        """Bring the room's pages into the menu and its reports to the others."""
        from bihuan.air import menu
        from bihuan.air.reporting import kinds

        menu.register()
        kinds.register()
