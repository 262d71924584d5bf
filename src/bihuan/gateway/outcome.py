"""What became of a frame: exactly one of these, so that the counts add up."""

from enum import StrEnum


class Refusal(StrEnum):
    """Why a readable frame was refused (拒收原因), beside the reasons of `hj212.RejectReason`."""

    MALFORMED = "malformed"
    NO_DEVICE_ID = "no_device_id"
    UNKNOWN_DEVICE = "unknown_device"
    INACTIVE_DEVICE = "inactive_device"
    WRONG_PASSWORD = "wrong_password"
    FOREIGN_ADDRESS = "foreign_address"
    UNKNOWN_SYSTEM = "unknown_system"
    UNDECODABLE = "undecodable"
    NO_DATA_TIME = "no_data_time"
    NO_POINT = "no_point"


class Outcome(StrEnum):
    """What became of a frame that was not refused (处理结果).

    A CONTROL frame (notice, answer, unknown command) is kept as raw packet and brings no values.
    """

    STORED = "stored"
    CONTROL = "control"
    DUPLICATE = "duplicate"


REJECTED = "rejected:"


def rejected(reason: str) -> str:
    """The outcome of a refused frame, as the raw table keeps it.

    >>> rejected(Refusal.UNKNOWN_DEVICE)
    'rejected:unknown_device'
    """
    return REJECTED + reason
