"""The roof as an app: it hands the telemetry store its folder."""

from django.apps import AppConfig
from django.conf import settings

SYSTEMS = (
    ("air", "空气质量监测与研判"),
    ("sources", "重点污染源自动监控"),
    ("enforcement", "量化监管与现场执法"),
    ("credit", "企业环境信用评价"),
    ("tax", "环保税涉税数据交换"),
    ("emergency", "环境应急"),
    ("servicedesk", "运维运营"),
)


class MainConfig(AppConfig):
    """The composing room (main)."""

    name = "bihuan.main"
    label = "main"

    def ready(self) -> None:
        """Tell the store where it lives, once, before anything asks for it."""
        from bihuan import telemetry

        telemetry.configure(settings.TELEMETRY_ROOT)
        self._enter_menu()
        self._name_systems()

    @staticmethod
    def _name_systems() -> None:
        from bihuan.accounts import systems

        for key, label in SYSTEMS:
            systems.register(key, label)

    @staticmethod
    def _enter_menu() -> None:
        from bihuan.main.views.health import may_see_health
        from bihuan.main.views.materials import may_see_materials
        from bihuan.ui.menu import MenuItem, register

        register(
            MenuItem(
                key="main.health",
                manual="live",
                label="系统健康",
                icon="heartbeat",
                route="health",
                order=95,
                allowed=may_see_health,
            ),
            MenuItem(
                key="main.materials",
                label="软件物料清单",
                icon="packages",
                route="materials",
                parent="accounts",
                order=90,
                allowed=may_see_materials,
                manual="security",
            ),
        )
