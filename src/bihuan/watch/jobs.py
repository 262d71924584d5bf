"""What the scheduler and the workers call: the clock is read here."""

import logging

from django.utils import timezone
from django_tasks import task

from bihuan.watch.error import SomebodyFaster
from bihuan.watch.models import BackTest, BackTestState
from bihuan.watch.services.back_test import run_back_test
from bihuan.watch.services.maintenance import end_forgotten, mark_values
from bihuan.watch.services.raising import raise_due
from bihuan.watch.services.run import run_rules

log = logging.getLogger(__name__)
BROKEN = "计算出错，已记录，请联系系统管理员"


def watch_values() -> str:
    """Run the rules over what arrived, then raise what is due (运行规则); once a minute."""
    now = timezone.now()
    end_forgotten(now=now)
    mark_values(now=now)
    try:
        ran = str(run_rules(now=now))
    except SomebodyFaster as error:
        ran = str(error)
    return f"{ran}，转事项 {raise_due(now=now)} 件"


@task()
def back_test(pk: int) -> None:
    """Try a rule on the past (规则回测); whatever stops the job, the page says so."""
    running = BackTest.objects.filter(pk=pk, state=BackTestState.WAITING)
    if not running.update(state=BackTestState.RUNNING):
        return
    done = False
    try:
        run_back_test(BackTest.objects.get(pk=pk), now=timezone.now())
        done = True
    finally:
        if not done:
            stopped = BackTest.objects.filter(pk=pk, state=BackTestState.RUNNING)
            stopped.update(state=BackTestState.FAILED, problem=BROKEN)
