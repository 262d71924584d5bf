"""`bihuan gateway`: listen to devices until told to stop."""

from argparse import ArgumentParser
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from bihuan import telemetry
from bihuan.gateway.server import run
from bihuan.gateway.settings import CommitLimits, ConnectionLimits, GatewaySettings


class Command(BaseCommand):
    """Run one gateway process (通信网关)."""

    help = "Listen to HJ 212 devices; acknowledge what is on disk. 接收 HJ 212 设备数据"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What an operator may choose."""
        parser.add_argument("--address", default=settings.GATEWAY_ADDRESS, help="listen here")
        parser.add_argument("--port", type=int, default=settings.GATEWAY_PORT, help="TCP port")
        parser.add_argument(
            "--name", default="gateway-1", help="one running process a name; names the journal"
        )
        parser.add_argument(
            "--connections", type=int, default=ConnectionLimits().connections, help="at most"
        )
        parser.add_argument(
            "--commit-interval",
            type=float,
            default=CommitLimits().interval_s,
            help="longest wait of a packet for its commit, seconds",
        )
        parser.add_argument(
            "--leave-new-devices",
            action="store_true",
            help="do not set clock and intervals of devices that connect for the first time",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until SIGTERM."""
        chosen = GatewaySettings(
            name=options["name"],
            address=options["address"],
            port=options["port"],
            initialises_devices=not options["leave_new_devices"],
            connection=replace(ConnectionLimits(), connections=options["connections"]),
            commit=replace(CommitLimits(), interval_s=options["commit_interval"]),
        )
        try:
            run(chosen, telemetry.store(chosen.name))
        except OSError as error:
            raise CommandError(
                f"cannot listen on {chosen.address}:{chosen.port}: {error}"
            ) from error
