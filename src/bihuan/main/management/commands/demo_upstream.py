"""`bihuan demo_upstream`: the demo's upper platform, from which adapters read."""

import threading
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from bihuan.main.demo.upstream.server import make_server
from bihuan.main.heartbeat import beating
from bihuan.main.stopping import stop_event


class Command(BaseCommand):
    """Run the upper platform (演示上级平台)."""

    help = "演示上级平台：省控站和气象小时数据，供拉取接口读取"

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer until SIGTERM."""
        if not settings.DEMO:
            raise CommandError("演示上级平台只能在 BIHUAN_DEMO=1 时运行")
        server = make_server(settings.UPSTREAM_PORT, clock=lambda: datetime.now(UTC))
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        with beating("upstream"):
            thread.start()
            stop_event().wait()
        server.shutdown()
        server.server_close()
