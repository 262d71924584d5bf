"""What the scheduler calls: the clock is read here."""

from django.utils import timezone

from bihuan.registry.search.upkeep import refresh_all
from bihuan.registry.services import record_link_gaps, time_out_commands


def watch_links() -> int:
    """Keep the history of silences (记录通信中断); once a minute."""
    return record_link_gaps(now=timezone.now())


def end_overdue_commands() -> int:
    """End commands that nobody will report on any more (清理超时命令); once a minute."""
    return time_out_commands(now=timezone.now())


def refresh_search() -> int:
    """Compare the search index with what exists (更新检索); how many entries were mended."""
    brought = refresh_all()
    return brought.added + brought.changed + brought.removed
