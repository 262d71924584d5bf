"""The rows of the link monitor that its filters let through (链路监控筛选)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bihuan.accounts.models import User
from bihuan.registry.models import LinkGap
from bihuan.registry.queries.link import LinkRow

GAPS_SHOWN = timedelta(days=7)


def matching(
    rows: Iterable[LinkRow], *, text: str = "", cause: str = "", carrier: str = ""
) -> list[LinkRow]:
    """The rows with every word of the text, this cause and this carrier, in their order."""
    words = text.split()
    return [
        row
        for row in rows
        if _is_of(row, cause)
        and (not carrier or carrier in row.carrier)
        and all(word in _searched(row) for word in words)
    ]


def _is_of(row: LinkRow, cause: str) -> bool:
    if cause == "silent":
        return row.diagnosis.is_silent
    if cause == "heard":
        return not row.diagnosis.is_silent
    return not cause or row.diagnosis.cause == cause


def _searched(row: LinkRow) -> str:
    return " ".join((row.mn, row.name, row.address, *(name for _, name in row.points)))


def recent_gaps(user: User, now: datetime) -> list[LinkGap]:
    """The silences of the last week that this person may see (中断记录), the newest first."""
    gaps = LinkGap.objects.visible_to(user).filter(start__gte=now - GAPS_SHOWN)
    return list(gaps.select_related("device").order_by("-start")[:500])
