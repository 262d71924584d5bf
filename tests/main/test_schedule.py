"""The timetable: each due job once, none on top of another."""

from datetime import UTC, datetime, timedelta

import pytest
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from bihuan.main import jobs
from bihuan.main.schedule import TIMETABLE, Periodic, enqueue_due

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 8, 30, 45, tzinfo=UTC)
MINUTELY = Periodic(jobs.watch_links, timedelta(minutes=1))


@pytest.fixture(autouse=True)
def database_tasks(settings: Settings) -> None:
    """Jobs wait in the database, as in production."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def test_a_due_job_is_enqueued_once() -> None:
    assert enqueue_due([MINUTELY], now=NOW) == ["watch_links"]
    assert enqueue_due([MINUTELY], now=NOW) == []


def test_a_job_that_still_waits_is_not_enqueued_again() -> None:
    enqueue_due([MINUTELY], now=NOW)
    assert enqueue_due([MINUTELY], now=NOW + timedelta(minutes=5)) == []


def test_a_finished_job_is_enqueued_at_the_next_beat() -> None:
    enqueue_due([MINUTELY], now=NOW)
    DBTaskResult.objects.update(
        status=TaskResultStatus.SUCCESSFUL, enqueued_at=NOW, finished_at=NOW
    )
    assert enqueue_due([MINUTELY], now=NOW + timedelta(seconds=10)) == []
    assert enqueue_due([MINUTELY], now=NOW + timedelta(seconds=20)) == ["watch_links"]


def test_a_job_whose_worker_was_killed_is_given_up_in_the_end() -> None:
    enqueue_due([MINUTELY], now=NOW)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, enqueued_at=NOW, started_at=NOW)
    assert enqueue_due([MINUTELY], now=NOW + timedelta(hours=1)) == []
    assert enqueue_due([MINUTELY], now=NOW + timedelta(hours=3)) == ["watch_links"]


def test_every_job_of_the_timetable_can_be_called() -> None:
    for periodic in TIMETABLE:
        periodic.job.call()
