"""The gateway as an app: it brings its command, the push address and the devices' keys."""

from django.apps import AppConfig


class GatewayConfig(AppConfig):
    """Receives from devices and programs (通信网关)."""

    name = "bihuan.gateway"
    label = "gateway"
    verbose_name = "通信网关"

    def ready(self) -> None:
        """Say how an interface runs at once, and bring the way in over MQTT into the register."""
        from bihuan.gateway.interface import MQTT
        from bihuan.gateway.jobs import enqueue_run
        from bihuan.gateway.pull.setting import problem_of
        from bihuan.registry.interface import known, runner

        known.register(MQTT)
        runner.register(runner.Runner(enqueue_run, problem_of))
