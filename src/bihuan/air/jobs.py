"""What the scheduler and the workers call."""

from django.utils import timezone
from django_tasks import task

from bihuan.air.models import AuditedImport, AuditedState
from bihuan.air.services import audited
from bihuan.air.services.doubt import mark_doubts as mark
from bihuan.air.services.reminder import remind_of_bulletins as remind


def mark_doubts() -> int:
    """Run quality control over the last days (质控标记)."""
    return mark(now=timezone.now()).raised


def remind_of_bulletins() -> int:
    """Tell of bulletins that are late (预报简报逾期提醒); every five minutes."""
    return remind(now=timezone.now())


@task()
def take_audited(pk: int) -> None:
    """Write an import of audited values that somebody confirmed (写入审核后数据)."""
    made = AuditedImport.objects.select_related("file", "by").get(pk=pk)
    if made.state == AuditedState.WAITING:
        audited.take_audited(made, now=timezone.now())
