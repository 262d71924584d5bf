"""`bihuan mqtt`: receive from a broker until told to stop."""

from argparse import ArgumentParser
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from bihuan import telemetry
from bihuan.gateway.mqtt.process import run
from bihuan.gateway.mqtt.settings import BrokerSettings, WrongAddress, broker_at
from bihuan.gateway.settings import CommitLimits, GatewaySettings

COMMIT_S = 0.05
"""A broker holds back further messages until some are acknowledged, so commits come sooner."""


class Command(BaseCommand):
    """Run the process that receives over MQTT (MQTT 接收)."""

    help = "Receive frames and values from an MQTT broker. 从 MQTT 服务器接收数据"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What an operator may choose."""
        parser.add_argument("--name", default="mqtt-1", help="one running process a name")
        parser.add_argument("--commit-interval", type=float, default=COMMIT_S, help="seconds")
        parser.add_argument("--leave-new-devices", action="store_true", help="as of the gateway")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until SIGTERM."""
        if not settings.MQTT_URL:
            raise CommandError("BIHUAN_MQTT_URL is not set, e.g. mqtt://127.0.0.1:1883")
        name = options["name"]
        chosen = GatewaySettings(
            name=name,
            initialises_devices=not options["leave_new_devices"],
            commit=replace(CommitLimits(), interval_s=options["commit_interval"]),
        )
        try:
            run(chosen, _broker(name), telemetry.store(name))
        except OSError as error:
            raise CommandError(f"BIHUAN_MQTT_CA: {error}") from error


def _broker(name: str) -> BrokerSettings:
    """The broker that the settings name."""
    try:
        return broker_at(
            settings.MQTT_URL,
            settings.MQTT_PASSWORD,
            authority=settings.MQTT_CA,
            client=f"bihuan-{name}",
            prefix=settings.MQTT_PREFIX,
        )
    except WrongAddress as error:
        raise CommandError(f"BIHUAN_MQTT_URL: {error}") from error
