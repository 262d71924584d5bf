"""`bihuan web`: serve the pages and the interfaces."""

from argparse import ArgumentParser
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management.base import BaseCommand

from bihuan.main.heartbeat import beating

LAST_WORDS_S = 3


class Command(BaseCommand):
    """Run one web process (网页进程); many may run behind a balancer."""

    help = "网页与接口"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen."""
        parser.add_argument("--address", default=settings.WEB_ADDRESS, help="监听地址")
        parser.add_argument("--port", type=int, default=settings.WEB_PORT, help="监听端口")
        parser.add_argument("--name", default="web-1", help="进程名，用于心跳")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until SIGTERM."""
        with beating(options["name"]):
            uvicorn.run(
                "bihuan.main.asgi:application",
                host=options["address"],
                port=options["port"],
                log_config=None,
                access_log=False,
                lifespan="off",
                timeout_graceful_shutdown=LAST_WORDS_S,
            )
