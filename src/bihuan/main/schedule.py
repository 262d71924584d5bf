"""The timetable (定时计划): which job is due when, and the loop that enqueues it."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.db import OperationalError, close_old_connections
from django.db.models import Q
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from bihuan.main import jobs

log = logging.getLogger(__name__)

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
GIVEN_UP_AFTER: Final = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Periodic:
    """A job and its beat: `every` so long, `after` so long into the beat.

    Attributes:
        after: from midnight UTC, or the full hour or minute, whichever `every` says.
    """

    job: Task[Any, Any]
    every: timedelta
    after: timedelta = timedelta()

    def slot(self, now: datetime) -> datetime:
        """The last moment at which the job was due.

        >>> daily = Periodic(jobs.forget_old_jobs, timedelta(days=1), timedelta(hours=18))
        >>> daily.slot(datetime(2026, 11, 21, 3, tzinfo=UTC)).isoformat()
        '2026-11-20T18:00:00+00:00'
        """
        beats = (now - EPOCH - self.after) // self.every
        return EPOCH + self.after + beats * self.every


TIMETABLE: Final = (
    Periodic(jobs.roll_up, timedelta(minutes=1), timedelta(seconds=5)),
    Periodic(jobs.watch_links, timedelta(minutes=1), timedelta(seconds=20)),
    Periodic(jobs.end_overdue_commands, timedelta(minutes=1), timedelta(seconds=40)),
    Periodic(jobs.watch_values, timedelta(minutes=1), timedelta(seconds=30)),
    Periodic(jobs.send_notices, timedelta(seconds=15)),
    Periodic(jobs.release_stuck_imports, timedelta(minutes=5), timedelta(minutes=2)),
    Periodic(jobs.refresh_search, timedelta(minutes=10), timedelta(minutes=3)),
    Periodic(jobs.run_interfaces, timedelta(minutes=1), timedelta(seconds=30)),
    Periodic(jobs.forget_old_runs, timedelta(days=1), timedelta(hours=18, minutes=40)),
    Periodic(jobs.seal_audit, timedelta(minutes=1), timedelta(seconds=50)),
    Periodic(jobs.anchor_audit, timedelta(hours=1), timedelta(minutes=1)),
    Periodic(jobs.archive_audit, timedelta(days=1), timedelta(hours=18, minutes=30)),
    Periodic(jobs.close_unused_accounts, timedelta(days=1), timedelta(hours=17, minutes=10)),
    Periodic(jobs.speak_up_on_cases, timedelta(minutes=1), timedelta(seconds=15)),
    Periodic(jobs.anchor_case_history, timedelta(days=1), timedelta(hours=16, minutes=5)),
    Periodic(jobs.back_up, timedelta(days=1), timedelta(hours=18, minutes=10)),
    Periodic(jobs.drill_backup, timedelta(days=7), timedelta(days=3, hours=19, minutes=30)),
    Periodic(jobs.mark_doubts, timedelta(hours=1), timedelta(minutes=8)),
    Periodic(jobs.remind_of_bulletins, timedelta(minutes=5), timedelta(minutes=1)),
    Periodic(jobs.draft_reports, timedelta(hours=1), timedelta(minutes=12)),
    Periodic(jobs.find_affected_reports, timedelta(minutes=10), timedelta(minutes=4)),
    Periodic(jobs.convert_reports, timedelta(minutes=5), timedelta(minutes=1)),
    Periodic(jobs.forget_old_jobs, timedelta(days=1), timedelta(hours=18, minutes=50)),
)


def enqueue_due(timetable: Sequence[Periodic], *, now: datetime) -> list[str]:
    """Enqueue every job whose last due moment has no record yet (任务入列).

    A job that still waits or runs is left alone, so that a slow one never piles up; one that
    was missed while the scheduler was away is made up for once.

    Returns:
        Names of the jobs that were enqueued.
    """
    enqueued = []
    for periodic in timetable:
        records = DBTaskResult.objects.filter(task_path=periodic.job.module_path)
        if records.filter(_unfinished(now)).exists():
            continue
        if not records.filter(enqueued_at__gte=periodic.slot(now)).exists():
            periodic.job.enqueue()
            enqueued.append(periodic.job.name)
    return enqueued


def _unfinished(now: datetime) -> Q:
    """Waiting, or running for not too long: a worker that was killed leaves its job running."""
    running = Q(status=TaskResultStatus.RUNNING, started_at__gt=now - GIVEN_UP_AFTER)
    return Q(status=TaskResultStatus.READY) | running


def run(stop: threading.Event, *, clock: Callable[[], datetime], look_every_s: float = 5.0) -> None:
    """Look at the timetable every few seconds until told to stop."""
    while not stop.is_set():
        try:
            enqueue_due(TIMETABLE, now=clock())
        except OperationalError as error:
            log.warning("timetable not read error=%s", error)
        close_old_connections()
        stop.wait(look_every_s)
