"""The room as a Django app."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """基础台账 (registry)."""

    name = "bihuan.registry"
    label = "registry"
    verbose_name = "基础台账"

    def ready(self) -> None:
        """Bring the room's pages into the menu, and tell the top bar how fresh the data are."""
        from bihuan.registry import map_layer, menu
        from bihuan.registry.interface import known
        from bihuan.registry.interface.effect import OWN
        from bihuan.registry.ledger.declared import register_ledgers
        from bihuan.registry.search.registered import register_kinds

        register_ledgers()
        menu.register()
        map_layer.register()
        known.register(*OWN)
        register_kinds()
