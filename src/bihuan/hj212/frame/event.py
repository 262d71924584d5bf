"""What a byte stream is cut into, and what a device may do wrong."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from bihuan.hj212.check_code import CheckVariant, printed_code


class RejectReason(StrEnum):
    """Why bytes did not become a frame (拒收原因)."""

    NOISE = "noise"
    BAD_LENGTH = "bad_length"
    TOO_LONG = "too_long"
    BAD_CHECK_CODE = "bad_check_code"
    HALF_FRAME = "half_frame"


class Frame(NamedTuple):
    """A frame whose check code agreed (通讯包).

    Neither the raw bytes nor the segment are printed: both hold the password. (A tuple, as are
    Packet and Upload: a frozen dataclass takes three times as long to make.)

    Args:
        raw: from the `##` to the last digit of the code, without the line end.
        segment: the data segment (数据段).
        check_given: the four hex digits as received.
        variant: the rule that the code follows.
        quirks: names of `Quirk`; the line end missed is that of the frame before.
    """

    raw: bytes
    segment: bytes
    check_given: bytes
    variant: CheckVariant
    quirks: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return (
            f"Frame(<{len(self.segment)} bytes>, check_given={self.check_given!r}, "
            f"variant={self.variant!r}, quirks={self.quirks!r})"
        )


@dataclass(frozen=True, slots=True)
class Rejected:
    """Bytes that did not become a frame, kept as evidence (拒收的字节)."""

    raw: bytes = field(repr=False)
    reason: RejectReason


Event = Frame | Rejected
Decipher = Callable[[bytes], bytes | None]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """What one device may do wrong and still be read (容差, a setting of the device).

    Args:
        variants: check code rules accepted beside the standard one.
        constants: upper-case codes that this device sends on every packet.
        wrong_length: find the end by `&&`, a code and the line end when the length is wrong.
    """

    variants: frozenset[CheckVariant] = frozenset({CheckVariant.STANDARD})
    constants: frozenset[bytes] = frozenset()
    wrong_length: bool = False


STRICT = Tolerance()


@dataclass(frozen=True, slots=True)
class FrameLimits:
    """Bounds of what a connection may make us hold (缓冲上限).

    Args:
        segment: longest data segment read. [bytes], at most 9999. The standard says 1024.
        noise: bytes between frames that make one event. [bytes]
    """

    segment: int = 9999
    noise: int = 1024


def write_frame(segment: bytes) -> bytes:
    """A whole frame (通讯包) around a data segment.

    Raises:
        ValueError: a segment that four digits of length cannot say.

    Source: HJ 212-2017 6.3.1.

    >>> write_frame(b"ST=91;CN=9014;CP=&&&&")
    b'##0021ST=91;CN=9014;CP=&&&&4980\\r\\n'
    """
    if not 0 < len(segment) <= 9999:
        raise ValueError(f"a segment of {len(segment)} bytes cannot be framed")
    return b"##%04d%b%b\r\n" % (len(segment), segment, printed_code(segment))
