"""Which answer a packet gets once it is on disk."""

from enum import Enum

from bihuan.hj212.answer import ANSWER_CODES, AnswerCode
from bihuan.hj212.conversation.center import NOTICES_OF_DEVICES
from bihuan.hj212.segment import Packet


class Reply(Enum):
    """How a packet is answered (应答方式)."""

    NONE = ""
    NOTICE = AnswerCode.NOTICE.value
    DATA = AnswerCode.DATA.value


def reply_to(packet: Packet) -> Reply:
    """The answer that belongs to a packet (对应的应答), whether or not it asks for one.

    Notices get 9013, answers get none, everything else 9014, unknown commands included.

    Source: HJ 212-2017 6.6.

    >>> reply_to(Packet(None, "32", "1013", None, "A", flag=5)).value
    '9013'
    """
    if packet.command_code in ANSWER_CODES:
        return Reply.NONE
    return Reply.NOTICE if packet.command_code in NOTICES_OF_DEVICES else Reply.DATA
