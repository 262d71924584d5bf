"""What goes out, and how long it takes (发送记录与时效)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.db.models import Count, QuerySet

from bihuan.accounts.models import User
from bihuan.notify.models import Delivery, DeliveryState, Message

HELD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Timeliness:
    """From the making of a message to its sending (消息时效). Minutes; None for no message."""

    count: int
    median_min: float | None
    p95_min: float | None


def outbox(*, state: str = "", channel: int | None = None) -> QuerySet[Delivery]:
    """Deliveries, the newest first."""
    rows = Delivery.objects.select_related("message", "channel", "recipient")
    rows = rows.filter(state=state) if state else rows
    return rows.filter(channel=channel) if channel else rows


def counts() -> dict[str, int]:
    """How many deliveries stand how."""
    rows = Delivery.objects.order_by().values("state").annotate(count=Count("pk"))
    found = {row["state"]: row["count"] for row in rows}
    return {state.value: found.get(state.value, 0) for state in DeliveryState}


def timeliness(since: datetime) -> Timeliness:
    """How soon messages went out since a moment (传递时效), quiet hours included."""
    rows = Delivery.objects.filter(state=DeliveryState.SENT, sent_at__gte=since)
    told = rows.values_list("message__created_at", "sent_at")[:100_000]
    minutes = [(sent - made).total_seconds() / 60 for made, sent in told if sent is not None]
    if not minutes:
        return Timeliness(0, None, None)
    median, high = np.percentile(minutes, [50, 95])
    return Timeliness(len(minutes), float(median), float(high))


def waiting_for(user: User) -> QuerySet[Delivery]:
    """What waits for this person to paste it into an ordinary group (待转发)."""
    rows = Delivery.objects.filter(
        state=DeliveryState.BY_HAND, channel__members__person=user, channel__is_active=True
    )
    return rows.select_related("message", "channel").order_by("-pk")


def failed_count() -> int:
    """Deliveries that need a person."""
    return Delivery.objects.filter(state=DeliveryState.FAILED).count()


def recent_messages(kind: str, *, most: int = 10) -> list[Message]:
    """The newest messages of a kind, for a preview on a real object."""
    return list(Message.objects.filter(kind=kind).order_by("-created_at", "-pk")[:most])
