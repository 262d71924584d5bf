"""What `bihuan decode FILE` says about packets in a text file (数据包体检)."""

import re
from collections.abc import Iterator
from typing import Any

from bihuan.hj212.check_code import CheckVariant, is_code, printed_code, variant_of
from bihuan.hj212.data_area import read_data_area
from bihuan.hj212.error import MalformedSegment
from bihuan.hj212.factor import factor
from bihuan.hj212.quirk import Quirk, quirks_in
from bihuan.hj212.record import Record, Upload, read_upload
from bihuan.hj212.segment import Packet, read_header

_ESCAPE = re.compile(rb"\\(?:x([0-9A-Fa-f]{2})|([rn\\]))")
_ESCAPED = {b"r": b"\r", b"n": b"\n", b"\\": b"\\"}
_LENGTH = re.compile(rb"##(\d{4})")
_CODE_AT_END = re.compile(rb"&&([0-9A-Fa-f]{4})\Z")
_LINE_ENDS = {b"\r\n": "CRLF", b"\n": "LF", b"\r": "CR", b"": "none"}
_SECRET_FIELDS = frozenset({"PW", "NewPW", "NewSK"})
_STANDARD_SEGMENT = 1024


def packets_of(text: bytes) -> Iterator[bytes]:
    r"""The packets of a text file (数据包文本), one a line.

    Empty lines and lines that begin with a single `#` are skipped; `\r`, `\n`, `\xNN` and
    `\\` are escapes.

    >>> list(packets_of(b"# a comment\n##0021ST=91;CN=9014;CP=&&&&4980\\r\\n\n"))
    [b'##0021ST=91;CN=9014;CP=&&&&4980\r\n']
    """
    for line in text.split(b"\n"):
        packet = _ESCAPE.sub(_unescaped, line)
        if packet.endswith(b"\n\r"):
            packet = packet[:-1]
        if packet.strip() and (packet.startswith(b"##") or not packet.startswith(b"#")):
            yield packet


def _unescaped(match: re.Match[bytes]) -> bytes:
    return bytes([int(match[1], 16)]) if match[1] else _ESCAPED[match[2]]


def describe(line: bytes) -> dict[str, Any]:
    """Everything that can be said about one packet (数据包体检报告), ready for JSON.

    The password and new passwords or keys are never given, only whether they are there.

    Args:
        line: the packet from `##` on, with its line end if it had one.

    >>> report = describe(b"##0021ST=91;CN=9014;CP=&&&&4980")
    >>> report["length_ok"], report["check_ok"], report["cn"], report["line_end"]
    (True, True, '9014', 'none')
    """
    body, line_end = _without_line_end(line)
    match = _LENGTH.match(body)
    declared = int(match[1]) if match else None
    segment, given = _cut(body.removeprefix(b"##")[4 if match else 0 :], declared)
    variant = variant_of(segment, given) if given else None
    report: dict[str, Any] = {
        "length_ok": declared == len(segment),
        "declared": declared,
        "actual": len(segment),
        "check_ok": variant is CheckVariant.STANDARD if given else None,
        "check_given": given.decode() if given else None,
        "check_computed": printed_code(segment).decode(),
        "check_variant": variant.value if variant else None,
        "line_end": _LINE_ENDS[line_end],
    }
    quirks = _frame_quirks(report)
    try:
        upload = read_upload(read_header(segment))
    except MalformedSegment as error:
        return report | {"error": error.problem, "quirks": list(quirks)}
    return report | _content(upload) | {"quirks": [*quirks, *upload.quirks]}


def _without_line_end(line: bytes) -> tuple[bytes, bytes]:
    body = line.removesuffix(b"\n").removesuffix(b"\r")
    return body, line[len(body) :]


def _cut(rest: bytes, declared: int | None) -> tuple[bytes, bytes]:
    """Data segment and check code of what follows the length; the code may be missing."""
    if (declared is not None and len(rest) == declared + 4) or _CODE_AT_END.search(rest):
        return rest[:-4], rest[-4:] if is_code(rest[-4:]) else b""
    return rest, b""


def _frame_quirks(report: dict[str, Any]) -> tuple[Quirk, ...]:
    given, variant = report["check_given"], report["check_variant"]
    found = {
        Quirk.LOWER_CASE_CODE: bool(given) and given != given.upper(),
        Quirk.FOREIGN_CODE: variant is not None and not report["check_ok"],
        Quirk.WRONG_LENGTH: not report["length_ok"],
        Quirk.NO_LINE_END: report["line_end"] == "none",
        Quirk.BARE_LINE_END: report["line_end"] in ("LF", "CR"),
        Quirk.OVERLONG: report["actual"] > _STANDARD_SEGMENT,
    }
    return quirks_in(sum(quirk.bit for quirk, is_so in found.items() if is_so))


def _content(upload: Upload) -> dict[str, Any]:
    packet = upload.packet
    return _header(packet) | {
        "kind": upload.kind,
        "data_time": upload.data_time.isoformat() if upload.data_time else None,
        "fields": _fields(packet),
        "records": [_record(record) for record in upload.records],
    }


def _header(packet: Packet) -> dict[str, Any]:
    return {
        "qn": packet.request_id,
        "st": packet.system_code,
        "cn": packet.command_code,
        "password_present": bool(packet.password),
        "mn": packet.device_id,
        "flag": packet.flag,
        "pnum": packet.packet_total,
        "pno": packet.packet_number,
        "rf": packet.replay,
    }


def _fields(packet: Packet) -> dict[str, str]:
    fields = read_data_area(packet.parameters).fields
    return {name: "***" if name in _SECRET_FIELDS else fields[name] for name in fields}


def _record(record: Record) -> dict[str, Any]:
    known = factor(record.factor)
    return {
        "factor": record.factor,
        "name": known.name_zh if known else None,
        "statistic": record.statistic.name.lower(),
        "value": record.value,
        "flag": record.flag or None,
        "text": record.text,
    }
