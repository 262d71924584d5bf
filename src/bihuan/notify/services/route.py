"""Which ways a message takes out of the platform: asked once for a whole batch."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from bihuan.accounts.models import User
from bihuan.notify.channels.registry import is_group
from bihuan.notify.models import (
    Channel,
    ChannelMember,
    Delivery,
    DeliveryState,
    Message,
    Preference,
)
from bihuan.notify.severity import Severity

Told = tuple[Message, Sequence[User]]


def deliveries_of(told: Sequence[Told], now: datetime) -> list[Delivery]:
    """The deliveries of messages to their people through every channel that wants them."""
    channels = list(Channel.objects.filter(is_active=True))
    keys = {one.pk for _, people in told for one in people}
    members = _members([one for one in channels if is_group(one.code)], keys)
    wishes = _wishes(channels, keys)
    return [
        delivery
        for message, people in told
        for channel in channels
        if channel.wants(message.kind, Severity(message.severity))
        for delivery in (
            _to_group(message, channel, people, members.get(channel.pk, set()), now)
            if is_group(channel.code)
            else _to_people(message, channel, people, wishes, now)
        )
    ]


def _members(groups: Sequence[Channel], keys: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    if groups:
        rows = ChannelMember.objects.filter(channel__in=groups)
        for channel, person in rows.values_list("channel_id", "person_id"):
            if person in keys:
                found.setdefault(channel, set()).add(person)
    return found


def _wishes(channels: Sequence[Channel], keys: Collection[int]) -> dict[int, Preference]:
    if all(is_group(one.code) for one in channels):
        return {}
    return Preference.objects.in_bulk(list(keys))


def _to_group(
    message: Message,
    channel: Channel,
    people: Sequence[User],
    members: Collection[int],
    now: datetime,
) -> Iterator[Delivery]:
    mentioned = [one.pk for one in people if one.pk in members]
    if mentioned:
        yield _delivery(message, channel, now, mentioned=mentioned)


def _to_people(
    message: Message,
    channel: Channel,
    people: Sequence[User],
    wishes: dict[int, Preference],
    now: datetime,
) -> Iterator[Delivery]:
    for one in people:
        if _takes(one, channel.code, wishes.get(one.pk)):
            yield _delivery(message, channel, now, recipient=one)


def _takes(person: User, code: str, wish: Preference | None) -> bool:
    if code == "sms":
        return bool(person.phone) and (wish is None or wish.by_sms)
    return bool(person.email) and (wish is None or wish.by_email)


def _delivery(
    message: Message,
    channel: Channel,
    now: datetime,
    *,
    recipient: User | None = None,
    mentioned: Sequence[int] = (),
) -> Delivery:
    return Delivery(
        message=message,
        channel=channel,
        recipient=recipient,
        kind=message.kind,
        key=message.key,
        mentioned=list(mentioned),
        due_at=now,
        state=DeliveryState.BY_HAND if channel.code == "copy_text" else DeliveryState.WAITING,
    )
