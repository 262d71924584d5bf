"""Queueing notices: rows in the caller's transaction, nothing on the wire."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from bihuan.accounts.models import User
from bihuan.notify.kinds import kind_of
from bihuan.notify.models import Delivery, Message, Notice, TextVersion
from bihuan.notify.queries.roster import on_call_with
from bihuan.notify.services.route import Told, deliveries_of
from bihuan.notify.services.text import published_texts, wording
from bihuan.notify.severity import Severity

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class NewNotice:
    """Something that people are to be told (待发消息).

    Args:
        kind: a registered `NoticeKind`.
        recipients: whom; inactive people and doubles are left out.
        context: values of the kind's fields, already in words.
        link: address within the platform, such as ``"/cases/17/"``.
        severity: which channels it takes, and whether quiet hours hold it.
        key: a person who was told of this kind and key before is not told again.
    """

    kind: str
    recipients: Sequence[User]
    context: Mapping[str, str]
    link: str
    severity: Severity = Severity.NORMAL
    key: str = ""


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

    Returns:
        How many people were told.

    Raises:
        UnknownKind: nobody registered the kind.
    """
    return queue_all([NewNotice(kind, recipients, context, link, severity, key)], now=now)


@transaction.atomic
def queue_all(notices: Sequence[NewNotice], *, now: datetime) -> int:
    """Tell many things at once (批量消息入列), in as many statements as one takes.

    Returns:
        How many people were told, each notice counted.

    Raises:
        UnknownKind: nobody registered one of the kinds; nothing was written.
    """
    for kind in {one.kind for one in notices}:
        kind_of(kind)
    told = list(_not_yet_told(notices, now))
    if not told:
        return 0
    texts = published_texts({one.kind for one, _ in told})
    messages = Message.objects.bulk_create(
        [_message(one, texts, now) for one, _ in told], batch_size=AT_ONCE
    )
    told_of: list[Told] = [
        (message, people) for message, (_, people) in zip(messages, told, strict=True)
    ]
    rows = [
        Notice(message=message, recipient=one, kind=message.kind, key=message.key)
        for message, people in told_of
        for one in people
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=AT_ONCE)
    ways = deliveries_of(told_of, now)
    Delivery.objects.bulk_create(ways, ignore_conflicts=True, batch_size=AT_ONCE)
    return len(rows)


def _message(one: NewNotice, texts: Mapping[str, TextVersion], now: datetime) -> Message:
    full = {**one.context, "link": one.link, "severity": one.severity.label}
    words = wording(kind_of(one.kind), full, texts)
    return Message(
        kind=one.kind,
        key=one.key,
        severity=one.severity,
        title=words.title,
        text=words.text,
        link=one.link,
        context=dict(one.context),
        text_version=words.version,
        created_at=now,
    )


def _not_yet_told(
    notices: Sequence[NewNotice], now: datetime
) -> Iterator[tuple[NewNotice, list[User]]]:
    known = _told_before(notices)
    on_call: dict[frozenset[int], list[User]] = {}
    for one in notices:
        people = []
        for person in _everyone(one, now, on_call):
            mark = (one.kind, one.key, person.pk)
            if not one.key or mark not in known:
                people.append(person)
                known.add(mark)
        if people:
            yield one, people


def _told_before(notices: Sequence[NewNotice]) -> set[tuple[str, str, int]]:
    kinds = {one.kind for one in notices}
    keys = sorted({one.key for one in notices if one.key})
    return {
        mark
        for start in range(0, len(keys), AT_ONCE)
        for mark in Notice.objects.filter(
            kind__in=kinds, key__in=keys[start : start + AT_ONCE]
        ).values_list("kind", "key", "recipient_id")
    }


def _everyone(
    one: NewNotice, now: datetime, on_call: dict[frozenset[int], list[User]]
) -> list[User]:
    people = {each.pk: each for each in one.recipients if each.is_active}
    if one.severity is Severity.HIGHEST and people:
        group = frozenset(people)
        if group not in on_call:
            on_call[group] = on_call_with(group, now)
        people |= {each.pk: each for each in on_call[group]}
    return list(people.values())
