"""The WeCom group robot: text of at most 2,048 bytes, then one picture."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from typing import Final

from bihuan.notify.channels.contract import Field, Limits, Mention, Outgoing, Receipt
from bihuan.notify.channels.fitting import whole
from bihuan.notify.channels.wire import post_json
from bihuan.notify.error import ChannelError

TOO_OFTEN: Final = 45009
BUSY: Final = -1
MOST_PICTURE: Final = 2 * 1024 * 1024


class WeCom:
    """企业微信群机器人."""

    code = "wecom"
    label = "企业微信群机器人"
    is_group = True
    limits = Limits(
        bytes=2048, per_minute=20, picture="随文字另发一张，PNG 或 JPG，不超过 2 MB，超过的不发"
    )
    fields = (Field("url", "Webhook 地址", is_secret=True, help="群设置中添加机器人后复制"),)

    def send(self, outgoing: Outgoing, settings: Mapping[str, str]) -> Receipt:
        """Text with mentions, and the picture as a message of its own."""
        url = settings["url"]
        content = whole(outgoing.title, outgoing.text, outgoing.link, self.limits.bytes)
        text = {"content": content, **_mentions(outgoing.mentions)}
        answer = _asked(url, {"msgtype": "text", "text": text})
        if outgoing.picture:
            answer |= {"picture": _picture_sent(url, outgoing.picture)}
        return Receipt(answer=answer)


def _mentions(people: Sequence[Mention]) -> dict[str, list[str]]:
    """By id where the group's own is known, otherwise by telephone number."""
    return {
        "mentioned_list": [one.id for one in people if one.id],
        "mentioned_mobile_list": [one.phone for one in people if one.phone and not one.id],
    }


def _picture(content: bytes) -> dict[str, object]:
    body = base64.b64encode(content).decode()
    check = hashlib.md5(content, usedforsecurity=False).hexdigest()  # the protocol asks for MD5
    return {"msgtype": "image", "image": {"base64": body, "md5": check}}


def _picture_sent(url: str, content: bytes) -> object:
    """The picture's own answer; the text is out already, so a failure is only noted."""
    if len(content) > MOST_PICTURE:
        return f"图片 {len(content) / 2**20:.1f} MB，超过 2 MB，未发送"
    try:
        return _asked(url, _picture(content))
    except ChannelError as error:
        return str(error)


def _asked(url: str, body: Mapping[str, object]) -> dict[str, object]:
    answer = post_json(url, body)
    code = answer.get("errcode")
    if code == 0:
        return answer
    words = f"企业微信返回 {code}：{answer.get('errmsg', '')}"
    if code == TOO_OFTEN:
        raise ChannelError(words, permanent=False, wait_s=60)
    raise ChannelError(words, permanent=code != BUSY)
