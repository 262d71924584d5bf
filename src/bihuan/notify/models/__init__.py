"""Facts about notices: messages, who has read them, channels, deliveries, texts, rosters."""

from bihuan.notify.models.channel import Channel, ChannelMember
from bihuan.notify.models.delivery import Delivery, DeliveryState
from bihuan.notify.models.message import Message, Notice
from bihuan.notify.models.preference import Preference
from bihuan.notify.models.roster import Roster, Shift
from bihuan.notify.models.text import TextVersion

__all__ = [
    "Channel",
    "ChannelMember",
    "Delivery",
    "DeliveryState",
    "Message",
    "Notice",
    "Preference",
    "Roster",
    "Shift",
    "TextVersion",
]
