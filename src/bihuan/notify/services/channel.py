"""What administrators do with channels (通知渠道)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.notify.acts import Act
from bihuan.notify.channels.contract import Outgoing, Receipt
from bihuan.notify.channels.registry import sender_of
from bihuan.notify.models import Channel, ChannelMember
from bihuan.notify.secret import sealed, secrets_of, settings_of


@transaction.atomic
def save_channel(
    channel: Channel, *, secrets: Mapping[str, str], by: User | None, now: datetime
) -> Channel:
    """Save a channel (保存通知渠道); secrets that are left empty stay as they are.

    Args:
        channel: with its new values.
        secrets: those that were typed; never put on record.
    """
    typed = {name: value for name, value in secrets.items() if value}
    if typed:
        kept = secrets_of(channel) if channel.pk and channel.sealed else {}
        channel.sealed, channel.secret_file = sealed({**kept, **typed}), ""
    channel.save()
    detail = {"code": channel.code, "secrets": sorted(typed), "active": channel.is_active}
    record_act(user=by, action=Act.SAVE_CHANNEL, object=channel, now=now, detail=detail)
    return channel


@transaction.atomic
def save_member(
    channel: Channel, person: User, *, mention_id: str, by: User | None, now: datetime
) -> ChannelMember:
    """Put a person into a group, or change the id by which he is mentioned (保存群成员)."""
    member, _ = ChannelMember.objects.update_or_create(
        channel=channel, person=person, defaults={"mention_id": mention_id}
    )
    detail = {"person": person.pk}
    record_act(user=by, action=Act.SAVE_MEMBER, object=channel, now=now, detail=detail)
    return member


@transaction.atomic
def remove_member(member: ChannelMember, *, by: User, now: datetime) -> None:
    """Take a person out of a group (移出群成员)."""
    detail = {"person": member.person_id}
    record_act(user=by, action=Act.REMOVE_MEMBER, object=member.channel, now=now, detail=detail)
    member.delete()


def test_channel(channel: Channel, *, address: str, by: User, now: datetime) -> Receipt:
    """Send a sentence through a channel and show what came back (测试发送).

    Raises:
        ChannelError: not taken, with the reason.
    """
    record_act(user=by, action=Act.TEST_CHANNEL, object=channel, now=now)
    words = Outgoing(
        reference=f"bihuan-test-{channel.pk}-{round(now.timestamp())}",
        title="碧环测试消息",
        text=f"这是一条测试消息，由{by}发送，收到即表示渠道“{channel}”可用。",
        link="",
        now=now,
        address=address,
    )
    return sender_of(channel.code).send(words, settings_of(channel))
