"""The design system as a Django app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, tags and static files of the design system (界面)."""

    name = "bihuan.ui"
    label = "ui"

    def ready(self) -> None:
        """Bring the map into the menu of those who have something to see on it."""
        from bihuan.ui.map.layer import may_see_map
        from bihuan.ui.menu import MenuItem, register

        register(
            MenuItem(
                key="map",
                label="一张图",
                icon="map-2",
                route="map:page",
                order=12,
                allowed=may_see_map,
            )
        )
