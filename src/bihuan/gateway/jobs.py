"""What the scheduler and the pages enqueue (后台任务): the clock is read here."""

from django.utils import timezone
from django_tasks import task

from bihuan.accounts.models import User
from bihuan.gateway.pull.run import pull
from bihuan.registry.interface.run import begin_run, end_run, forget_old_runs, take_due
from bihuan.registry.models import Interface


@task()
def run_interface(interface: int, by: int | None = None) -> str:
    """Run a pull adapter once (运行一次)."""
    found = Interface.objects.get(pk=interface)
    began = timezone.now()
    state = begin_run(found, now=began)
    if state is None:
        return "running"
    ended = pull(found, state.cursor, now=began)
    person = None if by is None else User.objects.get(pk=by)
    run = end_run(found, ended, began=began, by=person, now=timezone.now())
    return str(run.outcome)


def enqueue_run(interface: int, by: int | None) -> None:
    """Let a worker run an adapter now (立即运行)."""
    run_interface.enqueue(interface, by)


def enqueue_due() -> int:
    """Enqueue every adapter whose time has come (到期拉取); returns how many."""
    waiting = take_due(now=timezone.now())
    for interface in waiting:
        enqueue_run(interface, None)
    return len(waiting)


def forget_runs() -> int:
    """Delete old records of runs (清理运行记录)."""
    return forget_old_runs(now=timezone.now())
