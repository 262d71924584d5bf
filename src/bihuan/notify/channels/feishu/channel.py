"""The Feishu group robot: text with mentions by open id, signed with the secret."""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from bihuan.notify.channels.contract import Field, Limits, Mention, Outgoing, Receipt
from bihuan.notify.channels.fitting import whole
from bihuan.notify.channels.wire import post_json
from bihuan.notify.error import ChannelError

TOO_OFTEN: Final = frozenset({9499, 11232, 99991400})


class Feishu:
    """飞书群机器人."""

    code = "feishu"
    label = "飞书群机器人"
    is_group = True
    limits = Limits(
        bytes=18000,
        per_minute=100,
        picture="群机器人不收图片，只发文字和平台链接，图片在链接页面查看",
    )
    fields = (
        Field("url", "Webhook 地址", is_secret=True, help="群设置中添加自定义机器人后复制"),
        Field("secret", "签名密钥", is_secret=True, help="安全设置选择“签名校验”后复制"),
    )

    def send(self, outgoing: Outgoing, settings: Mapping[str, str]) -> Receipt:
        """Text; whom the group does not know by id is named in the text."""
        named = _named(outgoing.mentions)
        room = self.limits.bytes - len(named.encode())
        content = whole(outgoing.title, outgoing.text, outgoing.link, room) + named
        moment = round(outgoing.now.timestamp())
        body: dict[str, object] = {
            "timestamp": str(moment),
            "sign": signature(settings["secret"], moment),
            "msg_type": "text",
            "content": {"text": content},
        }
        return _receipt(post_json(settings["url"], body))


def signature(secret: str, moment: int) -> str:
    """What proves the sender (签名校验): time and secret are the key, the message is empty.

    Args:
        moment: now. [s since 1970]
    """
    key = f"{moment}\n{secret}".encode()
    return base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()


def _named(people: Sequence[Mention]) -> str:
    marks = [
        f"<at user_id={quoteattr(one.id)}>{escape(one.name)}</at>" if one.id else f"@{one.name}"
        for one in people
    ]
    return "\n" + " ".join(marks) if marks else ""


def _receipt(answer: dict[str, object]) -> Receipt:
    code = answer.get("code", answer.get("StatusCode"))
    if code == 0:
        return Receipt(answer=answer)
    words = f"飞书返回 {code}：{answer.get('msg', '')}"
    raise ChannelError(words, permanent=code not in TOO_OFTEN, wait_s=60)
