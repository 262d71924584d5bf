"""The gateway as an app: it brings its command, the push address and the devices' keys."""

from django.apps import AppConfig


class GatewayConfig(AppConfig):
    """Receives from devices and programs (通信网关)."""

    name = "bihuan.gateway"
    label = "gateway"
    verbose_name = "通信网关"
