"""What the scheduler and the workers call: the clock is read here."""

from django.utils import timezone
from django_tasks import task

from bihuan.reports.models import Batch, BatchState
from bihuan.reports.services.batch import run_batch
from bihuan.reports.services.converting import convert_waiting
from bihuan.reports.services.lineage import look_for_affected
from bihuan.reports.services.planning import draft_due

BROKEN = "生成出错，已记录，请联系系统管理员"


def draft_reports() -> int:
    """Draft what the plans ask for (到期拟稿)."""
    return draft_due(now=timezone.now())


def find_affected() -> int:
    """List issued documents whose numbers changed (受影响文稿)."""
    return look_for_affected(now=timezone.now())


def convert_reports() -> int:
    """Turn issued Word files into PDF (转 PDF)."""
    return convert_waiting(now=timezone.now())


@task()
def make_batch(pk: int) -> None:
    """Make many documents (批量生成); whatever stops the job, the page says so."""
    waiting = Batch.objects.filter(pk=pk, state=BatchState.WAITING)
    if not waiting.update(state=BatchState.RUNNING):
        return
    done = False
    try:
        batch = Batch.objects.select_related("district", "by").get(pk=pk)
        run_batch(batch, now=timezone.now())
        done = True
    finally:
        if not done:
            stopped = Batch.objects.filter(pk=pk, state=BatchState.RUNNING)
            stopped.update(state=BatchState.FAILED, problems=[BROKEN])
