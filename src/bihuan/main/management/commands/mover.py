"""`bihuan mover`: from the journals to the lake every few seconds, and the lake's upkeep."""

import threading
from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from bihuan.main.heartbeat import beating
from bihuan.main.stopping import stop_event
from bihuan.telemetry import Mover
from bihuan.telemetry.upkeep import Upkeep


def utc_now() -> datetime:
    """The time of day (当前时间)."""
    return datetime.now(UTC)


class Command(BaseCommand):
    """Run the mover and the upkeep (搬运与存储维护)."""

    help = "把日志搬入时序库，并维护存储"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to leave to another process."""
        parser.add_argument("--name", default="mover-1", help="进程名，用于心跳")
        parser.add_argument("--without-upkeep", action="store_true", help="维护由别的进程做")

    def handle(self, *args: Any, **options: Any) -> None:
        """Move until SIGTERM, then once more."""
        stop = stop_event()
        if not options["without_upkeep"]:
            upkeep = Upkeep(settings.TELEMETRY_ROOT)
            threading.Thread(
                target=upkeep.run, args=(stop,), kwargs={"clock": utc_now}, daemon=True
            ).start()
        mover = Mover(settings.TELEMETRY_ROOT)
        with beating(options["name"], lambda: {"lag_s": round(mover.last.lag_s, 1)}):
            mover.run(stop, clock=utc_now)
