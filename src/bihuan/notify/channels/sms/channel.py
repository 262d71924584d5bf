"""The SMS gateway: JSON whose shape the administrator writes, since every gateway has its own."""

import json
from collections.abc import Mapping
from math import ceil
from typing import Any

from bihuan.notify.channels.contract import Field, Limits, Outgoing, Receipt
from bihuan.notify.channels.fitting import fit
from bihuan.notify.channels.wire import post_json
from bihuan.notify.error import ChannelError

BODY = '{"phone": "$phone", "content": "$text", "id": "$id"}'


class Sms:
    """短信网关."""

    code = "sms"
    label = "短信网关"
    is_group = False
    limits = Limits(
        bytes=900, per_minute=600, picture="不发图片；超过 70 字按 67 字一条计费，以运营商为准"
    )
    fields = (
        Field("url", "网关地址"),
        Field("token", "访问令牌", is_secret=True, required=False, help="作为 Authorization 发送"),
        Field("body", "请求体（JSON）", default=BODY, help="可用 $phone、$text、$id"),
        Field("ok_field", "成功标志字段", default="code", help="多层用点号，如 data.code"),
        Field("ok_value", "成功标志值", default="0"),
        Field("id_field", "回执编号字段", required=False, default="msgid"),
        Field("signature", "短信签名", required=False, help="如：巩义生态环境"),
    )

    def send(self, outgoing: Outgoing, settings: Mapping[str, str]) -> Receipt:
        """One message to one telephone number."""
        signature = settings.get("signature", "")
        mark = f"【{signature}】" if signature else ""
        words = fit(f"{mark}{outgoing.title}。{outgoing.text}", self.limits.bytes)
        values = {"phone": outgoing.address, "text": words, "id": outgoing.reference}
        token = settings.get("token", "")
        headers = {"Authorization": token} if token else {}
        answer = post_json(settings["url"], _filled(settings["body"], values), headers)
        return _receipt(answer, settings, words)


def segments(text: str) -> int:
    """How many SMS a text is charged as (计费条数): 70 characters, or 67 each when joined.

    >>> segments("超" * 70), segments("超" * 71)
    (1, 2)
    """
    return 1 if len(text) <= 70 else ceil(len(text) / 67)


def _filled(body: str, values: Mapping[str, str]) -> dict[str, Any]:
    """The body with its values put into the parsed JSON, so that no text can break out of it."""
    try:
        parsed = json.loads(body)
    except ValueError as error:
        raise ChannelError("请求体不是有效的 JSON，请修改渠道参数", permanent=True) from error
    filled = _put(parsed, values)
    return filled if isinstance(filled, dict) else {"body": filled}


def _put(node: Any, values: Mapping[str, str]) -> Any:
    if isinstance(node, dict):
        return {name: _put(one, values) for name, one in node.items()}
    if isinstance(node, list):
        return [_put(one, values) for one in node]
    if isinstance(node, str):
        for name, value in values.items():
            node = value if node == f"${name}" else node.replace(f"${name}", value)
    return node


def _receipt(answer: dict[str, object], settings: Mapping[str, str], words: str) -> Receipt:
    if str(_at(answer, settings["ok_field"])) != settings["ok_value"]:
        said = json.dumps(answer, ensure_ascii=False)[:160]
        raise ChannelError(f"短信网关未受理：{said}", permanent=True)
    number = _at(answer, settings.get("id_field", "") or "msgid")
    kept = {**answer, "segments": segments(words)}
    return Receipt(reference="" if number is None else str(number), answer=kept)


def _at(answer: object, path: str) -> object:
    for name in path.split("."):
        answer = answer.get(name) if isinstance(answer, dict) else None
    return answer
