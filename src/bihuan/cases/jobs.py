"""What the scheduler calls (定时任务): the clock is read here."""

from django.utils import timezone

from bihuan.cases.services.history import anchor_history
from bihuan.cases.services.timer import speak_up
from bihuan.documents.services.upload import drop_stale_uploads


def speak_up_on_cases() -> int:
    """Reminders, escalations and time-outs of cases (事项到时处理)."""
    return speak_up(timezone.now())


def anchor_case_history() -> str:
    """Anchor the history outside its table, and forget dead uploads (每日锚定)."""
    now = timezone.now()
    drop_stale_uploads(now)
    return str(anchor_history(now))
