"""Claiming deliveries (领取): a row belongs to one sender until its claim runs out."""

import uuid
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from bihuan.notify.models import Delivery, DeliveryState

LEASE: Final = timedelta(minutes=5)
UNKNOWN: Final = "上次发送中断，结果未知，已重新发送"


@transaction.atomic
def claim(*, now: datetime, most: int = 50) -> str:
    """Take the deliveries that are due, and those whose sender died (领取待发送).

    A row that its dead sender had not put on the wire is simply sent; of one that was on the
    wire nobody can know, so it is sent again and says so.

    Returns:
        The token on the rows taken.
    """
    token = uuid.uuid4().hex
    due = Q(state=DeliveryState.WAITING, due_at__lte=now)
    dead = Q(state=DeliveryState.CLAIMED, claimed_at__lte=now - LEASE)
    wanted = Delivery.objects.filter(due | dead).order_by("due_at", "pk")
    keys = list(wanted.values_list("pk", flat=True)[:most])
    rows = Delivery.objects.filter(due | dead, pk__in=keys)
    rows.filter(on_wire_at__isnull=False, state=DeliveryState.CLAIMED).update(because=UNKNOWN)
    rows.update(state=DeliveryState.CLAIMED, claim=token, claimed_at=now, on_wire_at=None)
    return token


def put_on_wire(delivery: Delivery, *, now: datetime) -> bool:
    """Note that the message goes out now (即将发出); false when the row is no longer ours."""
    mine = Delivery.objects.filter(
        pk=delivery.pk, claim=delivery.claim, state=DeliveryState.CLAIMED
    )
    return bool(mine.update(on_wire_at=now, attempts=delivery.attempts + 1))


def postpone(delivery: Delivery, until: datetime, because: str) -> None:
    """Give the row back until later (暂缓发送)."""
    Delivery.objects.filter(pk=delivery.pk, claim=delivery.claim).update(
        state=DeliveryState.WAITING, claim="", due_at=until, because=because
    )
