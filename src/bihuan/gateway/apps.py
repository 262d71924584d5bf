"""The gateway as an app: it brings its command, the push address and the devices' keys."""

from django.apps import AppConfig


class GatewayConfig(AppConfig):
    """Receives from devices and programs (通信网关)."""

    name = "bihuan.gateway"
    label = "gateway"
    verbose_name = "通信网关"

    def ready(self) -> None:
        """Say how the page of an interface lets it run at once."""
        from bihuan.gateway.jobs import enqueue_run
        from bihuan.gateway.pull.setting import problem_of
        from bihuan.registry.interface import runner

        runner.register(runner.Runner(enqueue_run, problem_of))
