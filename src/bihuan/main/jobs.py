"""What the scheduler enqueues (定时任务): the clock is read here and in the rooms' own jobs."""

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django_tasks import task

from bihuan.accounts import jobs as accounts_jobs
from bihuan.air import jobs as air_jobs
from bihuan.cases import jobs as case_jobs
from bihuan.gateway import jobs as gateway_jobs
from bihuan.main import roll_up as rolling
from bihuan.main.backup.error import BackupError
from bihuan.main.backup.make import newest_backup
from bihuan.main.backup.restore import drill
from bihuan.notify import jobs as notify_jobs
from bihuan.registry import jobs as registry_jobs
from bihuan.registry.exchange import jobs as exchange_jobs
from bihuan.reports import jobs as report_jobs
from bihuan.watch import jobs as watch_jobs


@task()
def watch_links() -> int:
    """Keep the history of silences (记录通信中断)."""
    return registry_jobs.watch_links()


@task()
def release_stuck_imports() -> int:
    """Give back imports whose worker died (释放中断的导入)."""
    return exchange_jobs.release_stuck_imports()


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
def run_interfaces() -> int:
    """Enqueue the pull adapters whose time has come (到期拉取)."""
    return gateway_jobs.enqueue_due()


@task()
def forget_old_runs() -> int:
    """Delete the records of pulls that are half a year old (清理拉取记录)."""
    return gateway_jobs.forget_runs()


@task()
def roll_up() -> str:
    """Bring rolled hours and days up to date (数据汇总)."""
    return str(rolling.roll_up(now=timezone.now()))


@task()
def forget_old_jobs() -> None:
    """Delete the records of jobs that were done long ago (清理任务记录)."""
    call_command("prune_db_task_results", min_age_days=7, verbosity=0)


@task()
def seal_audit() -> int:
    """Grow the chain of the audit trail (封存审计记录)."""
    return accounts_jobs.seal()


@task()
def anchor_audit() -> int:
    """Keep the head of the chain outside the database (留存链首)."""
    return accounts_jobs.anchor()


@task()
def archive_audit() -> str:
    """Archive entries past their term (归档审计记录)."""
    return accounts_jobs.archive()


@task()
def close_unused_accounts() -> int:
    """Disable dormant and expired accounts (停用长期不用的账号)."""
    return accounts_jobs.close_unused()


@task()
def speak_up_on_cases() -> int:
    """Reminders, escalations and time-outs of cases (事项到时处理)."""
    return case_jobs.speak_up_on_cases()


@task()
def anchor_case_history() -> str:
    """Anchor the history of cases outside its table (每日锚定)."""
    return case_jobs.anchor_case_history()


@task()
def back_up() -> str:
    """Back up to the folder that is set (定时备份); nothing where none is."""
    if settings.BACKUPS is None:
        return ""
    call_command("backup")
    return str(newest_backup(settings.BACKUPS))


@task()
def drill_backup() -> str:
    """Prove that the last backup restores (恢复演练).

    Raises:
        BackupError: it does not; the failed job shows on the health page.
    """
    folder = newest_backup(settings.BACKUPS) if settings.BACKUPS else None
    if folder is None:
        return ""
    proof = drill(folder, scratch=settings.HOME / "drill", now=timezone.now())
    if proof.faults:
        raise BackupError("；".join(proof.faults))
    return proof.backup


@task()
def mark_doubts() -> int:
    """Put doubtful values of air into the review queue (质控标记)."""
    return air_jobs.mark_doubts()


@task()
def remind_of_bulletins() -> int:
    """Tell of forecast bulletins that are late (预报简报逾期提醒)."""
    return air_jobs.remind_of_bulletins()


@task()
def draft_reports() -> int:
    """Draft the documents that the plans ask for (到期拟稿)."""
    return report_jobs.draft_reports()


@task()
def find_affected_reports() -> int:
    """List issued documents whose numbers changed (受影响文稿)."""
    return report_jobs.find_affected()


@task()
def convert_reports() -> int:
    """Turn Word files of documents into PDF, in batches (报告转 PDF)."""
    return report_jobs.convert_reports()
