"""The channels that exist (渠道类型), by code."""

from bihuan.notify.channels.contract import Sender
from bihuan.notify.channels.copy_text.channel import CopyText
from bihuan.notify.channels.dingtalk.channel import DingTalk
from bihuan.notify.channels.email.channel import Email
from bihuan.notify.channels.feishu.channel import Feishu
from bihuan.notify.channels.other.channel import Other
from bihuan.notify.channels.sms.channel import Sms
from bihuan.notify.channels.wecom.channel import WeCom
from bihuan.notify.error import ChannelError

SENDERS: dict[str, Sender] = {
    one.code: one for one in (CopyText(), WeCom(), DingTalk(), Feishu(), Sms(), Email(), Other())
}


def sender_of(code: str) -> Sender:
    """The channel of a code.

    Raises:
        ChannelError: there is none, for instance after a folder was removed.
    """
    try:
        return SENDERS[code]
    except KeyError:
        raise ChannelError(f"没有“{code}”这种通知渠道", permanent=True) from None


def is_group(code: str) -> bool:
    """Whether a channel speaks to a group rather than to single people."""
    return code in SENDERS and SENDERS[code].is_group
