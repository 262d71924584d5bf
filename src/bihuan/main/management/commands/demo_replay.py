"""`bihuan demo_replay`: the last real hours and the real packets, over TCP to the gateway."""

import asyncio
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from bihuan.main.demo.reference.beijing import read_beijing
from bihuan.main.demo.reference.folder import ReferenceFiles, reference_files
from bihuan.main.demo.reference.packets import read_packets
from bihuan.main.demo.reference.prepare import PLAYED_HOURS
from bihuan.main.demo.reference.replay import play_hours, play_packets
from bihuan.main.heartbeat import beating


class Command(BaseCommand):
    """Play real data (真实数据回放)."""

    help = "真实数据回放：站点小时数据与公开报文"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to play, and where to."""
        parser.add_argument("--data", type=Path, required=True, help="真实数据文件夹")
        parser.add_argument("--host", default=settings.GATEWAY_ADDRESS, help="网关地址")
        parser.add_argument("--port", type=int, default=settings.GATEWAY_PORT, help="网关端口")

    def handle(self, *args: Any, **options: Any) -> None:
        """Play until SIGTERM."""
        if not settings.DEMO:
            raise CommandError("回放只能在 BIHUAN_DEMO=1 时运行")
        files = reference_files(options["data"])
        with beating("devices"):
            asyncio.run(_play(files, (options["host"], options["port"])))


async def _play(files: ReferenceFiles, address: tuple[str, int]) -> None:
    """All stations side by side, and the packets."""
    hours = read_beijing(files.beijing, files.stations)
    first = hours.last - PLAYED_HOURS
    stations = [
        play_hours(hours, row, first, address=address) for row in range(len(hours.stations))
    ]
    await asyncio.gather(*stations, play_packets(read_packets(files.packets), address=address))
