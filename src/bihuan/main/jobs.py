"""What the scheduler enqueues (定时任务): the clock is read here and in the rooms' own jobs."""

from django.core.management import call_command
from django.utils import timezone
from django_tasks import task

from bihuan.main import roll_up as rolling
from bihuan.notify import jobs as notify_jobs
from bihuan.registry import jobs as registry_jobs
from bihuan.watch import jobs as watch_jobs


@task()
def watch_links() -> int:
    """Keep the history of silences (记录通信中断)."""
    return registry_jobs.watch_links()


@task()
def end_overdue_commands() -> int:
    """End commands that nobody will report on any more (清理超时命令)."""
    return registry_jobs.end_overdue_commands()


@task()
def refresh_search() -> None:
    """Bring the search box up to date with what was changed in bulk (更新检索)."""
    registry_jobs.refresh_search()


@task()
def watch_values() -> str:
    """Run the rules over what arrived and raise what is due (运行监测规则)."""
    return watch_jobs.watch_values()


@task()
def send_notices() -> int:
    """Send what waits in the outbox (发送待发消息)."""
    return notify_jobs.send_notices()


@task()
def roll_up() -> str:
    """Bring rolled hours and days up to date (数据汇总)."""
    return str(rolling.roll_up(now=timezone.now()))


@task()
def forget_old_jobs() -> None:
    """Delete the records of jobs that were done long ago (清理任务记录)."""
    call_command("prune_db_task_results", min_age_days=7, verbosity=0)
