"""The data segment (数据段): header fields, then CP between `&&` and `&&`."""

import re
from sys import intern
from typing import NamedTuple

from bihuan.hj212.command import command
from bihuan.hj212.edition import Edition
from bihuan.hj212.error import MalformedSegment, UnwritablePacket
from bihuan.hj212.header import Header, read_leniently
from bihuan.hj212.quirk import Quirk, quirks_in

_ANSWER_BIT = 1
_SPLIT_BIT = 2


class Packet(NamedTuple):
    """What a data segment says (数据段内容).

    Password and parameters are not printed: parameters may hold a new password or key.

    Args:
        request_id: QN, `YYYYMMDDhhmmsszzz` where it follows the standard; None when absent.
        system_code: ST, '' when absent.
        command_code: CN, four digits.
        password: PW, in clear as on the wire; None when absent.
        device_id: MN; '' only in answers and in activation packets of 2025.
        flag: Flag, 0 when absent.
        packet_total: PNUM, None when absent.
        packet_number: PNO from 1, None when absent.
        replay: RF=1, stored data sent again.
        parameters: CP between its marks, still bytes.
        quirks: names of `Quirk`.
    """

    request_id: str | None
    system_code: str
    command_code: str
    password: str | None
    device_id: str
    flag: int = 0
    packet_total: int | None = None
    packet_number: int | None = None
    replay: bool = False
    parameters: bytes = b""
    quirks: tuple[str, ...] = ()

    def __repr__(self) -> str:
        shown = [
            f"{name}={getattr(self, name)!r}"
            for name in self._fields
            if name not in ("password", "parameters")
        ]
        return f"Packet({', '.join(shown)})"

    @property
    def wants_answer(self) -> bool:
        """Bit 0 of Flag: the receiver shall answer (应答标志)."""
        return bool(self.flag & _ANSWER_BIT)

    @property
    def is_split(self) -> bool:
        """One of several parts (拆分包); a set split bit alone does not prove it."""
        return self.packet_total is not None and self.packet_total > 1

    @property
    def version(self) -> int:
        """Version bits of Flag (版本号) as the device says: 0 is 2005, 1 is 2017, 2 is 2025."""
        return self.flag >> 2


_TOKEN = r"[^\x00-\x20,;=&\x7f-\xff]*"
_REGULAR = re.compile(
    rf"(?:QN=(?P<QN>{_TOKEN});)?"
    rf"ST=(?P<ST>{_TOKEN});CN=(?P<CN>{_TOKEN});(?:PW=(?P<PW>{_TOKEN});)?MN=(?P<MN>{_TOKEN});"
    rf"(?:Flag=(?P<Flag>{_TOKEN});)?"
    rf"(?:PNUM=(?P<PNUM>{_TOKEN});PNO=(?P<PNO>{_TOKEN});)?(?:RF=(?P<RF>{_TOKEN});)?"
    r"CP=&&(?P<CP>.*)&&",
    re.DOTALL,
)
_PARAMETERS = b"CP=&&"
_AFTER_ID = len("QN=20160801085857223")
_Head = tuple[str, str, str | None, str, int, int | None, int | None, bool]
_KNOWN_HEADS: dict[bytes, tuple[_Head, tuple[str, ...]]] = {}
_MOST_HEADS = 65536
_LONGEST_HEAD = 160
_new = tuple.__new__
_COMMAND = re.compile(r"[0-9A-Za-z]{1,8}")
_DEVICE_ID = re.compile(r"[!-~]{1,40}")
_NUMBER = re.compile(r"[0-9]{1,9}")


def read_header(segment: bytes) -> Packet:
    """The packet in a data segment (数据段解析); parameters stay bytes.

    Lenient: any order, case and spacing of the fields, missing fields, a missing mark;
    every departure is named in `Packet.quirks`.

    Raises:
        MalformedSegment: no CP, no usable CN, or a missing or unusable MN.

    Source: HJ 212-2017 6.3.2, table 3; HJ/T 212-2005 table 3.

    >>> packet = read_header(b"ST=32;CN=2011;PW=123456;MN=88888880000001;CP=&&&&")
    >>> packet.device_id, packet.flag, [str(quirk) for quirk in packet.quirks]
    ('88888880000001', 0, ['no_request_id', 'no_flag'])
    """
    at = segment.find(_PARAMETERS)
    has_id = segment[:3] == b"QN="
    known = _KNOWN_HEADS.get(segment[_AFTER_ID if has_id else 0 : at])
    if known is None or segment[-2:] != b"&&" or len(segment) < at + 7:
        return _read(segment)
    head, quirks = known
    if not has_id:
        return _new(Packet, (None, *head, segment[at + 5 : -2], quirks))
    digits = segment[3:_AFTER_ID]
    if not digits.isdigit():
        return _read(segment)
    return _new(Packet, (digits.decode(), *head, segment[at + 5 : -2], quirks))


def _read(segment: bytes) -> Packet:
    """Read the header, and remember it when it is regular: a device repeats all but its QN."""
    regular = _REGULAR.fullmatch(segment.decode("latin-1"))
    if regular is None:
        return _packet(*read_leniently(segment), segment)
    start, end = regular.span("CP")
    packet = _packet(regular.groupdict(), segment[start:end], 0, segment)
    if Quirk.ODD_REQUEST_ID not in packet.quirks and start <= _LONGEST_HEAD:
        _remember(segment[0 if packet.request_id is None else _AFTER_ID : start - 5], packet)
    return packet


def read_head(head: bytes) -> Packet | None:
    """What a regular header says without its QN (数据段头), None for an irregular one.

    Args:
        head: from the start of the segment to `CP`, or from the `;` behind a QN of 17 digits.

    >>> read_head(b";ST=32;CN=2011;PW=123456;MN=88888880000001;Flag=5;").command_code
    '2011'
    """
    request_id = b"QN=20000101000000000" if head.startswith(b";") else b""
    segment = request_id + head + b"CP=&&&&"
    try:
        packet = read_header(segment)
    except MalformedSegment:
        return None
    return packet if head in _KNOWN_HEADS else None


def _remember(head: bytes, packet: Packet) -> None:
    if len(_KNOWN_HEADS) >= _MOST_HEADS:
        _KNOWN_HEADS.clear()
    _KNOWN_HEADS[head] = (packet[1:9], packet.quirks)


def _packet(header: Header, parameters: bytes, mask: int, segment: bytes) -> Packet:
    request_id, password = header["QN"], header["PW"]
    command_code = header["CN"] or ""
    if not _COMMAND.fullmatch(command_code):
        raise MalformedSegment(f"no usable CN: {command_code!r}", segment)
    flag, flag_quirks = _flag(header["Flag"])
    total, number, number_quirks = _numbers(header["PNUM"], header["PNO"], flag)
    mask |= flag_quirks | number_quirks | _request_id_quirk(request_id)
    mask |= _password_quirk(password) | _system_code_quirk(header["ST"])
    mask |= _device_id_quirk(header, segment)
    if command(command_code) is None:
        mask |= Quirk.UNKNOWN_COMMAND.bit
    if header["RF"] not in (None, "1"):
        mask |= Quirk.ODD_REPLAY_MARK.bit
    return Packet(
        request_id,
        intern(header["ST"] or ""),
        intern(command_code),
        password,
        header["MN"] or "",
        flag,
        total,
        number,
        header["RF"] == "1",
        parameters,
        quirks_in(mask),
    )


def _request_id_quirk(request_id: str | None) -> int:
    if request_id is None:
        return Quirk.NO_REQUEST_ID.bit
    return 0 if len(request_id) == 17 and request_id.isdigit() else Quirk.ODD_REQUEST_ID.bit


def _system_code_quirk(system_code: str | None) -> int:
    return 0 if system_code and len(system_code) == 2 else Quirk.ODD_SYSTEM_CODE.bit


def _password_quirk(password: str | None) -> int:
    if password is None:
        return Quirk.NO_PASSWORD.bit
    if not password:
        return Quirk.EMPTY_PASSWORD.bit
    return 0 if len(password) == 6 and password.isalnum() else Quirk.ODD_PASSWORD.bit


def _device_id_quirk(header: Header, segment: bytes) -> int:
    """14 characters in 2005, 24 in 2017 and 2025; an answer or an activation may have none."""
    device_id = header["MN"]
    if not device_id:
        if header["ST"] != "91" and header["CN"] != "1001":
            raise MalformedSegment("no MN" if device_id is None else "an empty MN", segment)
        return Quirk.NO_DEVICE_ID.bit
    if not _DEVICE_ID.fullmatch(device_id):
        raise MalformedSegment("an MN that is no token of 1 to 40 characters", segment)
    return 0 if len(device_id) in (14, 24) and device_id.isalnum() else Quirk.ODD_DEVICE_ID.bit


def _flag(text: str | None) -> tuple[int, int]:
    """Flag as a number, and what is odd about it."""
    if text is None:
        return 0, Quirk.NO_FLAG.bit
    if _NUMBER.fullmatch(text) and int(text) <= 255:
        return int(text), 0
    return 0, Quirk.ODD_FLAG.bit


def _numbers(
    total: str | None, number: str | None, flag: int
) -> tuple[int | None, int | None, int]:
    """PNUM and PNO, and what is odd about them."""
    if total is None and number is None:
        return None, None, Quirk.SPLIT_BIT_ALONE.bit if flag & _SPLIT_BIT else 0
    if not (total and number and _NUMBER.fullmatch(total) and _NUMBER.fullmatch(number)):
        return None, None, Quirk.ODD_NUMBERS.bit
    quirks = 0 if flag & _SPLIT_BIT else Quirk.NUMBERS_WITHOUT_BIT.bit
    if total[0] == "0" or number[0] == "0":
        quirks |= Quirk.PADDED_NUMBERS.bit
    if not 1 <= int(number) <= int(total):
        return None, None, quirks | Quirk.ODD_NUMBERS.bit
    return int(total), int(number), quirks


def write_segment(packet: Packet, edition: Edition) -> bytes:
    """The data segment (数据段) of a packet, exactly as the edition prints it.

    A field that is None is left out, and so is the Flag of a packet that was read without one.

    Raises:
        UnwritablePacket: longer than the edition allows, a replay mark before 2025, or a value
            that would break the grammar.

    Source: HJ 212-2017 6.3.2, table 3; HJ/T 212-2005 table 3.

    >>> answer = Packet("20160801085857223", "91", "9014", "123456", "010000A8900016F000169DC0", 4)
    >>> write_segment(answer, Edition.HJ212_2017)[:41]
    b'QN=20160801085857223;ST=91;CN=9014;PW=123'
    """
    rules = edition.rules
    if packet.replay and not rules.replay_mark:
        raise UnwritablePacket(f"HJ 212-{edition} has no replay mark")
    if len(packet.parameters) > rules.longest_parameters:
        raise UnwritablePacket(f"{len(packet.parameters)} bytes of CP; split the message")
    header = _header_of(packet)
    for name, value in header.items():
        if value is not None and not re.fullmatch(_TOKEN, value):
            raise UnwritablePacket(f"{name} holds a character that ends a field")
    fields = [f"{name}={header[name]};" for name in rules.fields if header[name] is not None]
    segment = "".join(fields).encode("latin-1") + b"CP=&&" + packet.parameters + b"&&"
    if len(segment) > rules.longest_segment:
        raise UnwritablePacket(f"a data segment of {len(segment)} bytes; split the message")
    return segment


def _header_of(packet: Packet) -> Header:
    return {
        "QN": packet.request_id,
        "ST": packet.system_code,
        "CN": packet.command_code,
        "PW": packet.password,
        "MN": packet.device_id,
        "Flag": None if Quirk.NO_FLAG in packet.quirks else str(packet.flag),
        "PNUM": None if packet.packet_total is None else str(packet.packet_total),
        "PNO": None if packet.packet_number is None else str(packet.packet_number),
        "RF": "1" if packet.replay else None,
    }
