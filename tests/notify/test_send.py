"""The outbox: claimed rows, retries, quiet hours, rates, and a sender that dies."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from itertools import pairwise

import pytest

from bihuan.notify.channels.wecom.channel import WeCom
from bihuan.notify.error import ChannelError, WrongState
from bihuan.notify.kinds import NoticeKind
from bihuan.notify.models import Channel, ChannelMember, Delivery, DeliveryState, Preference
from bihuan.notify.secret import masked, settings_of
from bihuan.notify.services import queue
from bihuan.notify.services.channel import save_channel
from bihuan.notify.services.claim import LEASE, claim
from bihuan.notify.services.outbox import drop, record_posting, retry
from bihuan.notify.services.send import send_due
from bihuan.notify.severity import Severity
from tests.notify import stub
from tests.people import NOW, People


def clock(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def told(people: People, severity: Severity = Severity.NORMAL) -> Delivery:
    queue(
        "test.step",
        recipients=[people.wang],
        context={"place": "1#排口"},
        link="/cases/1/",
        now=NOW,
        severity=severity,
    )
    return Delivery.objects.get()


@pytest.fixture
def robot() -> Iterator[stub.HttpStub]:
    with stub.http_stub(stub.wecom) as server:
        yield server


@pytest.fixture
def group(people: People, step: NoticeKind, robot: stub.HttpStub) -> Channel:
    channel = Channel(code="wecom", name="巩义执法群")
    save_channel(channel, secrets={"url": robot.url}, by=None, now=NOW)
    ChannelMember.objects.create(channel=channel, person=people.wang, mention_id="wang")
    return channel


@pytest.mark.requirement("A2.6")
def test_a_delivery_is_sent_once_and_its_receipt_kept(
    people: People, group: Channel, robot: stub.HttpStub
) -> None:
    delivery = told(people)
    assert send_due(clock(NOW)) == 1
    assert send_due(clock(NOW + timedelta(hours=1))) == 0
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENT
    assert delivery.receipt["answer"]["errcode"] == 0
    assert robot.heard[0]["text"]["mentioned_list"] == ["wang"]


@pytest.mark.requirement("A2.6")
def test_a_temporary_failure_is_tried_again_with_growing_waits(
    people: People, group: Channel, robot: stub.HttpStub
) -> None:
    delivery = told(people)
    robot.faults += [(503, {}), (200, {"errcode": -1, "errmsg": "busy"})]
    moments = []
    for _ in range(3):
        delivery.refresh_from_db()
        moments.append(delivery.due_at)
        send_due(clock(delivery.due_at))
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENT
    assert [after - before for before, after in pairwise(moments)] == [
        timedelta(seconds=60),
        timedelta(seconds=120),
    ]
    assert len(robot.heard) == 1


def test_a_permanent_failure_waits_for_a_person(
    people: People, group: Channel, robot: stub.HttpStub
) -> None:
    delivery = told(people)
    robot.faults.append((200, {"errcode": 93000, "errmsg": "invalid webhook"}))
    send_due(clock(NOW))
    delivery.refresh_from_db()
    assert (delivery.state, "93000" in delivery.because) == (DeliveryState.FAILED, True)
    retry(delivery, by=people.system_admin, now=NOW)
    send_due(clock(NOW))
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENT


def test_after_many_attempts_it_gives_up(
    people: People, group: Channel, robot: stub.HttpStub
) -> None:
    delivery = told(people)
    robot.faults += [(503, {})] * 20
    for _ in range(8):
        delivery.refresh_from_db()
        send_due(clock(delivery.due_at))
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.FAILED
    assert delivery.attempts == 8


def test_a_sender_that_dies_before_the_wire_loses_and_doubles_nothing(
    people: People, group: Channel, robot: stub.HttpStub
) -> None:
    delivery = told(people)
    claim(now=NOW)  # and its process is killed here
    assert send_due(clock(NOW + LEASE / 2)) == 0
    assert send_due(clock(NOW + LEASE)) == 1
    delivery.refresh_from_db()
    assert len(robot.heard) == 1
    assert delivery.because == ""


def test_a_sender_that_dies_on_the_wire_sends_again_and_says_so(
    people: People, group: Channel, robot: stub.HttpStub, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = told(people)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(WeCom, "send", killed)
        with pytest.raises(KeyboardInterrupt):
            send_due(clock(NOW))
    assert send_due(clock(NOW + LEASE)) == 1
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENT
    assert "结果未知" in delivery.because


def test_two_senders_never_take_the_same_row(people: People, group: Channel) -> None:
    told(people)
    first, second = claim(now=NOW), claim(now=NOW)
    assert Delivery.objects.filter(claim=first).count() == 1
    assert not Delivery.objects.filter(claim=second).exists()


NIGHT = NOW.replace(hour=15, minute=0)  # 23:00 in Shanghai


def test_quiet_hours_hold_a_message_until_morning(
    people: People, group: Channel, robot: stub.HttpStub
) -> None:
    Channel.objects.update(quiet_from=time(22), quiet_until=time(7))
    delivery = told(people)
    send_due(clock(NIGHT))
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.WAITING
    assert delivery.due_at == NIGHT + timedelta(hours=8)
    assert "免打扰" in delivery.because
    send_due(clock(delivery.due_at))
    assert len(robot.heard) == 1


def test_quiet_hours_never_hold_the_highest_urgency(
    people: People, group: Channel, robot: stub.HttpStub
) -> None:
    Channel.objects.update(quiet_from=time(22), quiet_until=time(7))
    told(people, Severity.HIGHEST)
    send_due(clock(NIGHT))
    assert len(robot.heard) == 1


def test_a_persons_own_quiet_hours_hold_his_sms(people: People, step: NoticeKind) -> None:
    people.wang.phone = "13800000001"
    people.wang.save()
    Channel.objects.create(code="sms", name="短信")
    Preference.objects.create(person=people.wang, quiet_from=time(22), quiet_until=time(7))
    delivery = told(people)
    send_due(clock(NIGHT))
    delivery.refresh_from_db()
    assert delivery.due_at == NIGHT + timedelta(hours=8)


def test_a_robots_rate_is_kept(people: People, group: Channel, robot: stub.HttpStub) -> None:
    for _ in range(25):
        queue("test.step", recipients=[people.wang], context={}, link="", now=NOW)
    send_due(clock(NOW))
    assert len(robot.heard) == 20
    send_due(clock(NOW + timedelta(minutes=1, seconds=1)))
    assert len(robot.heard) == 25


def test_an_ordinary_group_waits_for_a_person_who_says_where_it_went(
    people: People, step: NoticeKind
) -> None:
    channel = Channel.objects.create(code="copy_text", name="大气攻坚群")
    ChannelMember.objects.create(channel=channel, person=people.wang)
    delivery = told(people)
    assert send_due(clock(NOW)) == 0
    record_posting(delivery, group="大气攻坚群", by=people.wang, now=NOW)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.receipt["group"]) == (DeliveryState.SENT, "大气攻坚群")
    with pytest.raises(WrongState, match="已发送"):
        record_posting(delivery, group="大气攻坚群", by=people.wang, now=NOW)


def test_a_dropped_delivery_keeps_its_reason_and_is_not_sent(
    people: People, group: Channel, robot: stub.HttpStub
) -> None:
    delivery = told(people)
    drop(delivery, reason="重复", by=people.system_admin, now=NOW)
    send_due(clock(NOW))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.because, robot.heard) == (DeliveryState.DROPPED, "重复", [])


def test_a_secret_is_sealed_masked_and_kept_when_left_empty(group: Channel) -> None:
    assert "127.0.0.1" not in group.sealed
    assert masked(group) == [("Webhook 地址", "******")]
    save_channel(group, secrets={"url": ""}, by=None, now=NOW)
    assert settings_of(group)["url"].startswith("http://127.0.0.1")


def test_a_secret_may_lie_in_a_file_of_the_server_and_nowhere_else(
    group: Channel, settings: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("secrets")
    (folder / "robot.json").write_text('{"url": "http://robot"}', "utf-8")
    settings.CHANNEL_SECRETS = folder  # type: ignore[attr-defined]
    group.secret_file = "robot.json"
    assert settings_of(group)["url"] == "http://robot"
    group.secret_file = "../../etc/passwd"
    with pytest.raises(ChannelError, match="密钥目录"):
        settings_of(group)
