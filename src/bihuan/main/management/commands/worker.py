"""`bihuan worker`: do the jobs that wait in the database."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from bihuan.main.heartbeat import beating

LOOK_EVERY_S = 1.0


class Command(BaseCommand):
    """Run one worker (后台任务进程); many may run."""

    help = "执行后台任务"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How it is called."""
        parser.add_argument("--name", default="worker-1", help="进程名，用于心跳")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until SIGTERM."""
        worker = Worker(
            queue_names=["*"],
            interval=LOOK_EVERY_S,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        worker.configure_signals()
        with beating(options["name"]):
            worker.run()
