"""Other services through Apprise, such as Bark, ServerChan, PushDeer or Matrix."""

import logging
from collections.abc import Mapping

from bihuan.notify.channels.contract import Field, Limits, Outgoing, Receipt
from bihuan.notify.channels.fitting import whole
from bihuan.notify.error import ChannelError


class Other:
    """其他渠道（Apprise 地址）."""

    code = "other"
    label = "其他渠道（Apprise 地址）"
    is_group = True
    limits = Limits(bytes=3000, per_minute=20, picture="不发图片，只发文字和平台链接")
    fields = (
        Field("url", "Apprise 地址", is_secret=True, help="如 schan://令牌、bark://主机/设备"),
    )

    def send(self, outgoing: Outgoing, settings: Mapping[str, str]) -> Receipt:
        """Apprise tells only whether it worked; why not stands in the server's log."""
        import apprise  # slow to load, and only those who use it need it

        logging.getLogger("apprise").setLevel(logging.WARNING)
        service = apprise.Apprise()
        if not service.add(settings["url"]):
            raise ChannelError("Apprise 不认识这个地址，请对照其说明检查", permanent=True)
        words = whole("", outgoing.text, outgoing.link, self.limits.bytes)
        if not service.notify(title=outgoing.title, body=words.strip()):
            raise ChannelError("Apprise 未能送出，原因见服务器日志", permanent=False)
        return Receipt(answer={"apprise": True})
