"""Queueing: everyone once, in the caller's transaction, through the channels that want it."""

from datetime import timedelta

import pytest
from django.db import transaction

from bihuan.notify.error import UnknownKind
from bihuan.notify.kinds import NoticeKind
from bihuan.notify.models import (
    Channel,
    ChannelMember,
    Delivery,
    Message,
    Notice,
    Preference,
    Roster,
    Shift,
    TextVersion,
)
from bihuan.notify.services import queue
from bihuan.notify.severity import Severity
from tests.people import NOW, People

CONTEXT = {"place": "1#排口", "due": "11月21日 18:00"}


def told(people: list, *, severity: Severity = Severity.NORMAL, key: str = "") -> int:
    return queue(
        "test.step",
        recipients=people,
        context=CONTEXT,
        link="/cases/1/",
        now=NOW,
        severity=severity,
        key=key,
    )


def test_a_notice_stands_in_the_list_of_each_person_once(people: People, step: NoticeKind) -> None:
    assert told([people.wang, people.li, people.wang]) == 2
    notice = Notice.objects.of(people.wang).get()
    assert notice.message.text == "1#排口超标，请于11月21日 18:00前说明。"
    assert notice.read_at is None


def test_the_same_key_is_told_once_to_each_person(people: People, step: NoticeKind) -> None:
    assert told([people.wang], key="case:1") == 1
    assert told([people.wang, people.li], key="case:1") == 1
    assert Notice.objects.count() == 2


def test_a_notice_without_a_key_is_never_held_for_a_double(
    people: People, step: NoticeKind
) -> None:
    told([people.wang])
    told([people.wang])
    assert Notice.objects.count() == 2


def test_a_notice_dies_with_the_transaction_of_its_caller(people: People, step: NoticeKind) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        told([people.wang])
        raise RuntimeError
    assert not Message.objects.exists()


def test_inactive_people_are_not_told(people: People, step: NoticeKind) -> None:
    people.wang.is_active = False
    assert told([people.wang]) == 0
    assert not Message.objects.exists()


def test_an_unknown_kind_is_named(people: People) -> None:
    with pytest.raises(UnknownKind, match="nobody"):
        queue("nobody", recipients=[people.wang], context={}, link="", now=NOW)


def test_a_group_gets_one_message_that_mentions_its_members(
    people: People, step: NoticeKind
) -> None:
    group = Channel.objects.create(code="wecom", name="巩义执法群")
    for one in (people.wang, people.li):
        ChannelMember.objects.create(channel=group, person=one)
    told([people.wang, people.li, people.zhao])
    delivery = Delivery.objects.get()
    assert sorted(delivery.mentioned) == sorted([people.wang.pk, people.li.pk])


def test_a_group_without_any_of_the_people_hears_nothing(people: People, step: NoticeKind) -> None:
    Channel.objects.create(code="wecom", name="巩义执法群")
    told([people.wang])
    assert not Delivery.objects.exists()


def test_messages_below_the_channels_least_urgency_stay_inside(
    people: People, step: NoticeKind
) -> None:
    people.wang.phone = "13800000001"
    Channel.objects.create(code="sms", name="短信", least=Severity.HIGH)
    told([people.wang])
    assert not Delivery.objects.exists()
    told([people.wang], severity=Severity.HIGH)
    assert Delivery.objects.count() == 1


def test_who_wants_no_sms_gets_none(people: People, step: NoticeKind) -> None:
    people.wang.phone = "13800000001"
    Channel.objects.create(code="sms", name="短信")
    Preference.objects.create(person=people.wang, by_sms=False)
    told([people.wang])
    assert not Delivery.objects.exists()


def test_the_highest_urgency_reaches_whoever_is_on_call(people: People, step: NoticeKind) -> None:
    roster = Roster.objects.create(name="应急", district_id="410181")
    roster.members.add(people.wang)
    hour = timedelta(hours=1)
    Shift.objects.create(roster=roster, person=people.engineer, start=NOW - hour, end=NOW + hour)
    Shift.objects.create(roster=roster, person=people.li, start=NOW + hour, end=NOW + 2 * hour)
    assert told([people.wang], severity=Severity.HIGH) == 1
    assert told([people.wang], severity=Severity.HIGHEST) == 2
    assert Notice.objects.filter(recipient=people.engineer).count() == 1


def test_the_newest_published_text_speaks(people: People, step: NoticeKind) -> None:
    for number, text in ((1, "旧"), (2, "请看{点位}")):
        TextVersion.objects.create(
            kind="test.step", number=number, title="{点位}", text=text, note="改", at=NOW
        )
    told([people.wang])
    message = Message.objects.get()
    assert message.text == "请看1#排口"
    assert message.text_version is not None
    assert message.text_version.number == 2
