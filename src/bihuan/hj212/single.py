"""One whole frame, read on its own (单包解析): check code, header and values."""

from typing import NamedTuple

from bihuan.hj212.check_code import CheckVariant, variant_of
from bihuan.hj212.error import MalformedSegment
from bihuan.hj212.record import Upload, read_upload
from bihuan.hj212.segment import read_header

_HEAD = 6
_CODE = 4


class Single(NamedTuple):
    """What one frame holds (单包内容).

    Args:
        declared: the length field; None when it is no number.
        segment: the data segment that the length says; None when the bytes do not reach.
        check_given: the four characters behind it.
        variant: the rule that made the code; None for a wrong one.
        upload: the packet and its values; None when it cannot be attributed.
        problem: why not.
    """

    declared: int | None
    segment: bytes | None
    check_given: bytes
    variant: CheckVariant | None
    upload: Upload | None
    problem: str


def read_frame(frame: bytes) -> Single:
    """Read a whole frame whatever its check code says (整帧解析).

    Args:
        frame: from `##` on; the line end may be missing.

    >>> single = read_frame(b"##0021ST=91;CN=9014;CP=&&&&4980")
    >>> single.variant.name, single.upload.packet.command_code
    ('STANDARD', '9014')
    """
    digits = frame[2:_HEAD]
    if not frame.startswith(b"##") or len(digits) < 4 or not digits.isdigit():
        return Single(None, None, b"", None, None, "no length after ##")
    declared = int(digits)
    end = _HEAD + declared
    if len(frame) < end + _CODE or not declared:
        return Single(declared, None, b"", None, None, "the length does not fit the bytes")
    segment, given = frame[_HEAD:end], frame[end : end + _CODE]
    variant = variant_of(segment, given)
    try:
        upload = read_upload(read_header(segment))
    except MalformedSegment as error:
        return Single(declared, segment, given, variant, None, error.problem)
    return Single(declared, segment, given, variant, upload, "")
