"""Copy-ready text with one picture: waits for a person, who says to which group it was sent."""

from collections.abc import Mapping

from bihuan.notify.channels.contract import Field, Limits, Outgoing, Receipt
from bihuan.notify.error import ChannelError


class CopyText:
    """普通微信群（人工转发）."""

    code = "copy_text"
    label = "普通微信群（人工转发）"
    is_group = True
    limits = Limits(bytes=6000, per_minute=0, picture="在转发页面下载，和文字一起发到群里")
    fields: tuple[Field, ...] = ()

    def send(self, outgoing: Outgoing, settings: Mapping[str, str]) -> Receipt:
        """Nothing goes on a wire; the outbox keeps such a delivery for a person."""
        raise ChannelError("普通微信群须由人员复制转发", permanent=True)
