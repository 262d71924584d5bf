"""`bihuan scheduler`: put the periodic jobs into the queue when they are due; one runs."""

from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand

from bihuan.main import schedule
from bihuan.main.heartbeat import beating
from bihuan.main.stopping import stop_event


class Command(BaseCommand):
    """Run the timetable (定时计划进程)."""

    help = "按计划把定时任务放入队列；只运行一个"

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at the timetable until SIGTERM."""
        stop = stop_event()
        with beating("scheduler"):
            schedule.run(stop, clock=lambda: datetime.now(UTC))
