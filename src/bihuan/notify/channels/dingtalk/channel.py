"""The DingTalk group robot: text with mentions by telephone number, signed with the secret."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from bihuan.notify.channels.contract import Field, Limits, Outgoing, Receipt
from bihuan.notify.channels.fitting import whole
from bihuan.notify.channels.wire import post_json
from bihuan.notify.error import ChannelError

TOO_OFTEN: Final = frozenset({130101, 410100, 660026})
BUSY: Final = -1


class DingTalk:
    """钉钉群机器人."""

    code = "dingtalk"
    label = "钉钉群机器人"
    is_group = True
    limits = Limits(
        bytes=18000,
        per_minute=20,
        picture="群机器人不收图片，只发文字和平台链接，图片在链接页面查看",
    )
    fields = (
        Field("url", "Webhook 地址", is_secret=True, help="群设置中添加自定义机器人后复制"),
        Field("secret", "加签密钥", is_secret=True, help="安全设置选择“加签”，以 SEC 开头"),
    )

    def send(self, outgoing: Outgoing, settings: Mapping[str, str]) -> Receipt:
        """Text; a number that is mentioned must stand in the text as well."""
        phones = [one.phone for one in outgoing.mentions if one.phone]
        named = "".join(f" @{phone}" for phone in phones)
        room = self.limits.bytes - len(named.encode())
        content = whole(outgoing.title, outgoing.text, outgoing.link, room) + named
        at = {"atMobiles": phones, "isAtAll": False}
        ids = [one.id for one in outgoing.mentions if one.id]
        body = {"msgtype": "text", "text": {"content": content}, "at": {**at, "atUserIds": ids}}
        moment = round(outgoing.now.timestamp() * 1000)
        answer = post_json(signed(settings["url"], settings["secret"], moment), body)
        return _receipt(answer)


def signed(url: str, secret: str, moment: int) -> str:
    """The address with time and signature (加签).

    Args:
        url: of the robot, with its access token.
        secret: begins with SEC.
        moment: now. [ms since 1970]

    >>> signed("https://x/send?access_token=1", "SECx", 1577262236757)[:55]
    'https://x/send?access_token=1&timestamp=1577262236757&s'
    """
    digest = hmac.new(secret.encode(), f"{moment}\n{secret}".encode(), hashlib.sha256).digest()
    query = urlencode({"timestamp": moment, "sign": base64.b64encode(digest).decode()})
    return f"{url}{'&' if '?' in url else '?'}{query}"


def _receipt(answer: dict[str, object]) -> Receipt:
    code = answer.get("errcode")
    if code == 0:
        return Receipt(answer=answer)
    words = f"钉钉返回 {code}：{answer.get('errmsg', '')}"
    if code in TOO_OFTEN:
        raise ChannelError(words, permanent=False, wait_s=600)
    raise ChannelError(words, permanent=code != BUSY)
