"""Queueing a notice: rows in the caller's transaction, nothing on the wire."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from bihuan.accounts.models import User
from bihuan.notify.channels.registry import is_group
from bihuan.notify.kinds import kind_of
from bihuan.notify.models import (
    Channel,
    ChannelMember,
    Delivery,
    DeliveryState,
    Message,
    Notice,
    Preference,
)
from bihuan.notify.queries.roster import on_call_with
from bihuan.notify.services.text import wording
from bihuan.notify.severity import Severity


@transaction.atomic
def queue(
    kind: str,
    *,
    recipients: Sequence[User],
    context: Mapping[str, str],
    link: str,
    now: datetime,
    severity: Severity = Severity.NORMAL,
    key: str = "",
) -> int:
    """Tell people something (消息入列), in the transaction of what it is about.

    Everyone gets it in his list at once; what leaves the platform waits in the outbox for the
    sender. Of the highest severity whoever is on call in a recipient's roster is told as well.

    Args:
        kind: a registered `NoticeKind`.
        recipients: whom; inactive people and doubles are left out.
        context: values of the kind's fields, already in words.
        link: address within the platform, such as ``"/cases/17/"``.
        now: when. [aware]
        severity: which channels it takes, and whether quiet hours hold it.
        key: a person who was told of this kind and key before is not told again.

    Returns:
        How many people were told.

    Raises:
        UnknownKind: nobody registered the kind.
    """
    given = kind_of(kind)
    told = _not_yet_told(_everyone(recipients, severity, now), kind, key)
    if not told:
        return 0
    full = {**context, "link": link, "severity": severity.label}
    words = wording(given, full)
    message = Message.objects.create(
        kind=kind,
        key=key,
        severity=severity,
        title=words.title,
        text=words.text,
        link=link,
        context=dict(context),
        text_version=words.version,
        created_at=now,
    )
    notices = [Notice(message=message, recipient=one, kind=kind, key=key) for one in told]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    Delivery.objects.bulk_create(_deliveries(message, told, now), ignore_conflicts=True)
    return len(told)


def _everyone(recipients: Sequence[User], severity: Severity, now: datetime) -> list[User]:
    people = {one.pk: one for one in recipients if one.is_active}
    if severity is Severity.HIGHEST and people:
        people |= {one.pk: one for one in on_call_with(people, now)}
    return list(people.values())


def _not_yet_told(people: list[User], kind: str, key: str) -> list[User]:
    if not key or not people:
        return people
    before = Notice.objects.filter(kind=kind, key=key, recipient__in=people)
    known = set(before.values_list("recipient_id", flat=True))
    return [one for one in people if one.pk not in known]


def _deliveries(message: Message, told: Sequence[User], now: datetime) -> list[Delivery]:
    severity = Severity(message.severity)
    active = Channel.objects.filter(is_active=True)
    channels = [one for one in active if one.wants(message.kind, severity)]
    groups = [one for one in channels if is_group(one.code)]
    single = [one for one in channels if not is_group(one.code)]
    return [
        *_to_groups(message, groups, {one.pk for one in told}, now),
        *_to_people(message, single, told, now),
    ]


def _to_groups(
    message: Message, groups: Sequence[Channel], told: Collection[int], now: datetime
) -> list[Delivery]:
    if not groups:
        return []
    members: dict[int, list[int]] = {}
    rows = ChannelMember.objects.filter(channel__in=groups, person__in=told)
    for channel, person in rows.values_list("channel_id", "person_id"):
        members.setdefault(channel, []).append(person)
    return [
        _delivery(message, one, now, mentioned=members[one.pk])
        for one in groups
        if one.pk in members
    ]


def _to_people(
    message: Message, channels: Sequence[Channel], told: Sequence[User], now: datetime
) -> list[Delivery]:
    if not channels:
        return []
    wishes = Preference.objects.in_bulk([one.pk for one in told])
    return [
        _delivery(message, channel, now, recipient=one)
        for channel in channels
        for one in told
        if _takes(one, channel.code, wishes.get(one.pk))
    ]


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
