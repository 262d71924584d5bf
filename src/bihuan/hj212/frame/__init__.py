"""Frames (通讯包): cutting a byte stream into checked data segments, and framing our own.

`##`, four digits of length, the data segment, four hex digits of check code, CR LF. Framing
goes by the length alone, because log text may hold `&&` and encrypted parameters anything.
What arrived decides, never how it was cut into reads: every split gives the same events.
"""

from bihuan.hj212.frame.event import (
    STRICT,
    Decipher,
    Event,
    Frame,
    FrameLimits,
    Rejected,
    RejectReason,
    Tolerance,
    write_frame,
)
from bihuan.hj212.frame.reader import Reader

__all__ = [
    "STRICT",
    "Decipher",
    "Event",
    "Frame",
    "FrameLimits",
    "Reader",
    "RejectReason",
    "Rejected",
    "Tolerance",
    "write_frame",
]
