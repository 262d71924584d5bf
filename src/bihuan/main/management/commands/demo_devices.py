"""`bihuan demo_devices`: the demo's live devices, speaking HJ 212 to the gateway."""

import asyncio
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from bihuan.hj212.simulator import Tally
from bihuan.main.demo.live.fleet import run_devices
from bihuan.main.heartbeat import beating


class Command(BaseCommand):
    """Run the live devices (演示设备)."""

    help = "演示设备：按 HJ 212 向网关持续上报"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the gateway is."""
        parser.add_argument("--host", default=settings.GATEWAY_ADDRESS, help="网关地址")
        parser.add_argument("--port", type=int, default=settings.GATEWAY_PORT, help="网关端口")

    def handle(self, *args: Any, **options: Any) -> None:
        """Drive the devices until SIGTERM."""
        if not settings.DEMO:
            raise CommandError("演示设备只能在 BIHUAN_DEMO=1 时运行")
        tally = Tally()
        with beating("devices", lambda: {"sent": tally.sent, "acknowledged": tally.acknowledged}):
            asyncio.run(run_devices(settings.HOME, options["host"], options["port"], tally=tally))
