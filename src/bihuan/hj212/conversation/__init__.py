"""Every exchange of HJ 212, for both ends, as state machines without sockets or clocks."""

from bihuan.hj212.conversation.action import (
    Accepted,
    Acknowledged,
    Action,
    Arrived,
    Completed,
    LinkDown,
    Noticed,
    Refused,
    Requested,
    Send,
    Stage,
    Stray,
    TimedOut,
)
from bihuan.hj212.conversation.center import CenterRole
from bihuan.hj212.conversation.equipment import EquipmentRole, Message
from bihuan.hj212.conversation.error import (
    BadField,
    BadRequest,
    MissingField,
    NotInEdition,
    UnknownRequest,
)
from bihuan.hj212.conversation.first_connection import FirstConnection
from bihuan.hj212.conversation.identity import Identity
from bihuan.hj212.conversation.patience import Patience
from bihuan.hj212.conversation.request import Request, read_request, request_of
from bihuan.hj212.conversation.request_id import RequestIds

__all__ = [
    "Accepted",
    "Acknowledged",
    "Action",
    "Arrived",
    "BadField",
    "BadRequest",
    "CenterRole",
    "Completed",
    "EquipmentRole",
    "FirstConnection",
    "Identity",
    "LinkDown",
    "Message",
    "MissingField",
    "NotInEdition",
    "Noticed",
    "Patience",
    "Refused",
    "Request",
    "RequestIds",
    "Requested",
    "Send",
    "Stage",
    "Stray",
    "TimedOut",
    "UnknownRequest",
    "read_request",
    "request_of",
]
