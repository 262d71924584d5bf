"""Working off the outbox (发送): claim, put on the wire, keep the receipt or try again later."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils.timezone import localtime

from bihuan.accounts.models import User
from bihuan.notify.channels.contract import Mention, Outgoing, Receipt
from bihuan.notify.channels.registry import sender_of
from bihuan.notify.error import ChannelError
from bihuan.notify.models import ChannelMember, Delivery, DeliveryState
from bihuan.notify.picture import picture_of
from bihuan.notify.quiet import quiet_until
from bihuan.notify.secret import settings_of
from bihuan.notify.services.claim import claim, postpone, put_on_wire
from bihuan.notify.severity import Severity

log = logging.getLogger(__name__)

WAITS: Final = (60, 120, 300, 900, 1800, 3600, 7200)
"""How long to wait after each failed attempt before the next. [s]"""

MINUTE: Final = timedelta(minutes=1)


def send_due(clock: Callable[[], datetime], *, most: int = 50) -> int:
    """Send what is due (发送待发消息).

    Args:
        clock: gives the present moment; sending takes time.
        most: how many at once.

    Returns:
        How many rows were worked off, sent or not.
    """
    token = claim(now=clock(), most=most)
    rows = Delivery.objects.filter(claim=token, state=DeliveryState.CLAIMED)
    rows = rows.select_related("message", "channel", "recipient__notice_preference")
    taken = list(rows.order_by("due_at", "pk"))
    for delivery in taken:
        send_one(delivery, clock)
    return len(taken)


def send_one(delivery: Delivery, clock: Callable[[], datetime]) -> None:
    """Send a claimed delivery, or hold it back for quiet hours or the channel's rate."""
    now = clock()
    if held := _held_until(delivery, now):
        postpone(delivery, *held)
        return
    try:
        sender, given = sender_of(delivery.channel.code), settings_of(delivery.channel)
        outgoing = outgoing_of(delivery, now)
        if not put_on_wire(delivery, now=now):
            return
        receipt = sender.send(outgoing, given)
    except ChannelError as error:
        _failed(delivery, error, clock())
    else:
        _sent(delivery, receipt, clock())


def outgoing_of(delivery: Delivery, now: datetime) -> Outgoing:
    """The message of a delivery as its channel gets it."""
    message, person = delivery.message, delivery.recipient
    address = "" if person is None else _address(person, delivery.channel.code)
    return Outgoing(
        reference=f"bihuan-{delivery.pk}",
        title=message.title,
        text=message.text,
        link=f"{settings.PUBLIC_ADDRESS}{message.link}" if message.link else "",
        now=now,
        address=address,
        mentions=_mentions(delivery),
        picture=picture_of(message),
    )


def _address(person: User, code: str) -> str:
    return person.phone if code == "sms" else person.email


def _mentions(delivery: Delivery) -> list[Mention]:
    if not delivery.mentioned:
        return []
    rows = ChannelMember.objects.filter(
        channel=delivery.channel_id, person__in=delivery.mentioned
    ).select_related("person")
    return [Mention(str(one.person), one.person.phone, one.mention_id) for one in rows]


def _held_until(delivery: Delivery, now: datetime) -> tuple[datetime, str] | None:
    if delivery.message.severity != Severity.HIGHEST:
        quiet = _quiet(delivery, now)
        if quiet is not None:
            return quiet, f"免打扰时段，{localtime(quiet):%m-%d %H:%M} 后发送"
    most = sender_of(delivery.channel.code).limits.per_minute
    lately = Delivery.objects.filter(channel=delivery.channel_id, on_wire_at__gt=now - MINUTE)
    if most and lately.count() >= most:
        return now + MINUTE, f"该渠道每分钟最多 {most} 条，稍后发送"
    return None


def _quiet(delivery: Delivery, now: datetime) -> datetime | None:
    channel = delivery.channel
    until = quiet_until(now, channel.quiet_from, channel.quiet_until)
    wish = getattr(delivery.recipient, "notice_preference", None)
    own = quiet_until(now, wish.quiet_from, wish.quiet_until) if wish else None
    return max((one for one in (until, own) if one is not None), default=None)


def _sent(delivery: Delivery, receipt: Receipt, now: datetime) -> None:
    kept = {"reference": receipt.reference, "answer": dict(receipt.answer)}
    Delivery.objects.filter(pk=delivery.pk, claim=delivery.claim).update(
        state=DeliveryState.SENT, claim="", sent_at=now, receipt=kept
    )
    log.info("notice sent delivery=%s channel=%s", delivery.pk, delivery.channel_id)


def _failed(delivery: Delivery, error: ChannelError, now: datetime) -> None:
    done = delivery.attempts + 1
    over = error.permanent or done > len(WAITS)
    wait = 0 if over else max(error.wait_s, WAITS[done - 1])
    Delivery.objects.filter(pk=delivery.pk, claim=delivery.claim).update(
        state=DeliveryState.FAILED if over else DeliveryState.WAITING,
        claim="",
        attempts=done,
        due_at=now + timedelta(seconds=wait),
        because=str(error)[:300],
    )
    log.warning("notice not sent delivery=%s permanent=%s", delivery.pk, error.permanent)
