"""Each channel against a server that speaks its real format."""

from datetime import UTC, datetime
from email import message_from_string, policy

import pytest

from bihuan.notify.channels.contract import Mention, Outgoing
from bihuan.notify.channels.registry import SENDERS, sender_of
from bihuan.notify.error import ChannelError
from tests.notify import stub

NOW = datetime(2026, 11, 21, 0, 30, tzinfo=UTC)
ZHOU = Mention("周工", "13800000009", "zhougong")
WU = Mention("吴工", "13800000008")


def outgoing(**more: object) -> Outgoing:
    given = {
        "reference": "bihuan-7",
        "title": "1#排口超标",
        "text": "二氧化硫 120 mg/m³，限值 100，请于11月21日 18:00前说明。",
        "link": "http://platform/cases/7/",
        "now": NOW,
        **more,
    }
    return Outgoing(**given)  # type: ignore[arg-type]


@pytest.mark.requirement("A2.6")
def test_wecom_gets_the_text_and_mentions_by_id_or_telephone() -> None:
    with stub.http_stub(stub.wecom) as server:
        sender_of("wecom").send(outgoing(mentions=[ZHOU, WU]), {"url": server.url})
    (body,) = server.heard
    assert body["text"]["content"].startswith("1#排口超标\n二氧化硫 120")
    assert body["text"]["mentioned_list"] == ["zhougong"]
    assert body["text"]["mentioned_mobile_list"] == ["13800000008"]


@pytest.mark.requirement("A4.5", "A2.6")
def test_wecom_gets_the_picture_after_the_text() -> None:
    with stub.http_stub(stub.wecom) as server:
        sender_of("wecom").send(outgoing(picture=b"\x89PNG picture"), {"url": server.url})
    assert [body["msgtype"] for body in server.heard] == ["text", "image"]


def test_a_refused_picture_does_not_send_the_text_again() -> None:
    with stub.http_stub(stub.wecom) as server:
        real = server.judge
        server.judge = lambda own, path, body: (
            real(own, path, body) if body["msgtype"] == "text" else (200, {"errcode": 40008})
        )
        receipt = sender_of("wecom").send(outgoing(picture=b"png"), {"url": server.url})
    assert "40008" in str(receipt.answer["picture"])


@pytest.mark.requirement("A2.6")
def test_wecom_text_keeps_to_2048_bytes_and_keeps_its_link() -> None:
    with stub.http_stub(stub.wecom) as server:
        sender_of("wecom").send(outgoing(text="超" * 3000), {"url": server.url})
    content = server.heard[0]["text"]["content"]
    assert len(content.encode()) <= 2048
    assert content.endswith("http://platform/cases/7/")


@pytest.mark.parametrize(
    ("answer", "permanent", "wait"),
    [
        ((200, {"errcode": 45009, "errmsg": "freq"}), False, 60),
        ((200, {"errcode": 93000, "errmsg": "invalid webhook"}), True, 0),
        ((200, {"errcode": -1, "errmsg": "busy"}), False, 0),
        ((503, {}), False, 0),
        ((404, {}), True, 0),
    ],
)
def test_wecom_errors_say_whether_trying_again_helps(
    answer: stub.Answer, permanent: bool, wait: int
) -> None:
    with stub.http_stub(stub.wecom) as server:
        server.faults.append(answer)
        with pytest.raises(ChannelError) as raised:
            sender_of("wecom").send(outgoing(), {"url": server.url})
    assert (raised.value.permanent, raised.value.wait_s) == (permanent, wait)


def test_nobody_listening_is_temporary() -> None:
    with pytest.raises(ChannelError, match="连接失败") as raised:
        sender_of("wecom").send(outgoing(), {"url": "http://127.0.0.1:9/x"})
    assert not raised.value.permanent


def test_a_local_file_is_no_address() -> None:
    with pytest.raises(ChannelError, match="http"):
        sender_of("wecom").send(outgoing(), {"url": "file:///etc/passwd"})


@pytest.mark.requirement("A2.6")
def test_dingtalk_takes_the_signed_message_with_mentions_in_the_text() -> None:
    with stub.http_stub(stub.dingtalk) as server:
        given = {"url": server.url, "secret": stub.DING_SECRET}
        sender_of("dingtalk").send(outgoing(mentions=[WU]), given)
    (body,) = server.heard
    assert body["at"]["atMobiles"] == ["13800000008"]
    assert "@13800000008" in body["text"]["content"]


def test_dingtalk_refuses_a_wrong_secret_for_good() -> None:
    with stub.http_stub(stub.dingtalk) as server, pytest.raises(ChannelError) as raised:
        sender_of("dingtalk").send(outgoing(), {"url": server.url, "secret": "SECwrong"})
    assert raised.value.permanent


@pytest.mark.requirement("A2.6")
def test_feishu_takes_the_signed_message_with_its_mark_of_a_person() -> None:
    with stub.http_stub(stub.feishu) as server:
        given = {"url": server.url, "secret": stub.FEISHU_SECRET}
        sender_of("feishu").send(outgoing(mentions=[ZHOU, WU]), given)
    text = server.heard[0]["content"]["text"]
    assert '<at user_id="zhougong">周工</at>' in text
    assert "@吴工" in text


def test_feishu_refuses_a_wrong_secret_for_good() -> None:
    with stub.http_stub(stub.feishu) as server, pytest.raises(ChannelError) as raised:
        sender_of("feishu").send(outgoing(), {"url": server.url, "secret": "wrong"})
    assert raised.value.permanent


GATEWAY = {
    "token": "t0ken",
    "body": '{"phone": "$phone", "content": "$text", "id": "$id"}',
    "ok_field": "code",
    "ok_value": "0",
    "id_field": "msgid",
    "signature": "巩义生态环境",
}


@pytest.mark.requirement("A2.6")
def test_the_sms_gateway_gets_the_shape_that_was_configured() -> None:
    with stub.http_stub(stub.sms) as server:
        given = {**GATEWAY, "url": server.url}
        receipt = sender_of("sms").send(outgoing(address="13800000008"), given)
    (body,) = server.heard
    assert body["phone"] == "13800000008"
    assert body["content"].startswith("【巩义生态环境】1#排口超标。")
    assert server.headers[0]["Authorization"] == "t0ken"
    assert receipt.reference == "M-bihuan-7"
    assert receipt.answer["segments"] == 1


def test_a_text_with_quotes_cannot_break_out_of_the_sms_body() -> None:
    with stub.http_stub(stub.sms) as server:
        given = {**GATEWAY, "url": server.url}
        sender_of("sms").send(outgoing(text='x", "phone": "1'), given)
    assert server.heard[0]["phone"] == ""


def test_an_sms_that_the_gateway_refuses_is_a_failure() -> None:
    with stub.http_stub(stub.sms) as server:
        server.faults.append((200, {"code": "4001", "message": "余额不足"}))
        with pytest.raises(ChannelError, match="余额不足"):
            sender_of("sms").send(outgoing(), {**GATEWAY, "url": server.url})


def mail_settings(server: stub.MailStub) -> dict[str, str]:
    return {
        "host": "127.0.0.1",
        "port": str(server.port),
        "security": "none",
        "sender": "platform@example.gov.cn",
    }


@pytest.mark.requirement("A2.6", "A4.5")
def test_a_mail_carries_title_text_link_and_picture() -> None:
    with stub.mail_stub() as server:
        given = outgoing(address="wu@example.gov.cn", picture=b"\x89PNG")
        receipt = sender_of("email").send(given, mail_settings(server))
    mail = message_from_string(server.mails[0], policy=policy.default)
    assert mail["Subject"] == "1#排口超标"
    assert mail["Message-ID"] == receipt.reference == "<bihuan-7@example.gov.cn>"
    body = mail.get_body()
    assert body is not None
    assert "http://platform/cases/7/" in body.get_content()
    assert [part.get_content_type() for part in mail.iter_attachments()] == ["image/png"]


@pytest.mark.parametrize(
    ("answer", "permanent"), [("550 no such user", True), ("451 later", False)]
)
def test_a_refused_mailbox_says_whether_trying_again_helps(answer: str, permanent: bool) -> None:
    with stub.mail_stub() as server:
        server.refuse = answer
        with pytest.raises(ChannelError) as raised:
            sender_of("email").send(outgoing(address="x@example.cn"), mail_settings(server))
    assert raised.value.permanent is permanent


def test_other_services_go_through_apprise() -> None:
    with stub.http_stub(stub.sms) as server:
        server.judge = lambda own, path, body: (own.heard.append(body), (200, {}))[1]
        address = server.url.replace("http://", "json://").split("?")[0]
        sender_of("other").send(outgoing(), {"url": address})
    assert "1#排口超标" in str(server.heard[0])


def test_an_address_that_apprise_does_not_know_is_refused_for_good() -> None:
    with pytest.raises(ChannelError) as raised:
        sender_of("other").send(outgoing(), {"url": "nonsense"})
    assert raised.value.permanent


def test_every_channel_has_the_same_furniture() -> None:
    for code, sender in SENDERS.items():
        assert sender.code == code
        assert sender.label
        assert sender.limits.bytes > 0
        assert all(one.label for one in sender.fields)
