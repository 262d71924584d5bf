"""Lenient reading of the header fields (数据段头): whatever a device writes before CP."""

import re
from types import MappingProxyType

from bihuan.hj212.edition import EDITIONS
from bihuan.hj212.error import MalformedSegment
from bihuan.hj212.quirk import Quirk

Header = dict[str, str | None]

FIELDS = ("QN", "ST", "CN", "PW", "MN", "Flag", "PNUM", "PNO", "RF")
_BY_FOLDED = MappingProxyType({name.casefold(): name for name in FIELDS})
_ORDERS = frozenset(rules.fields for rules in EDITIONS.values())
_PARAMETERS = re.compile(r"(CP)\s*=", re.IGNORECASE)
_SEPARATOR = re.compile(r"[;,]")


def read_leniently(segment: bytes) -> tuple[Header, bytes, int]:
    """Header fields, parameters and quirk mask of a segment that is not regular.

    Returns:
        Every name of FIELDS with its text or None; the bytes of CP; a mask of `Quirk.bit`.

    Raises:
        MalformedSegment: there is no CP.

    >>> header, parameters, mask = read_leniently(b"st = 32,CN=2011;MN=7;CP=&& A=1&&")
    >>> header["ST"], parameters
    ('32', b' A=1')
    """
    text = segment.decode("latin-1")
    mark = _PARAMETERS.search(text)
    if mark is None:
        raise MalformedSegment("no CP", segment)
    before = text[: mark.start()]
    header, mask = _fields(before)
    if before != before.rstrip():
        mask |= Quirk.HEADER_SPACES.bit
    if mark[0] != "CP=":
        mask |= Quirk.HEADER_SPACES.bit if mark[1] == "CP" else Quirk.FIELD_CASE.bit
    start, end, mark_quirks = _parameters(text, mark.end())
    return header, segment[start:end], mask | mark_quirks


def _parameters(text: str, at: int) -> tuple[int, int, int]:
    """Start and end of the bytes between the marks after `CP=`, and what is odd about them."""
    mask = 0
    start = at + 2
    if not text.startswith("&&", at):
        blanks = len(text) - at - len(text[at:].lstrip())
        marked = text.startswith("&&", at + blanks)
        mask |= (Quirk.HEADER_SPACES if marked else Quirk.NO_OPENING_MARK).bit
        start = at + blanks + 2 if marked else at
    end = text.rfind("&&", start)
    if end < 0:
        return start, len(text), mask | Quirk.NO_CLOSING_MARK.bit
    if end + 2 < len(text):
        mask |= Quirk.TEXT_AFTER_CLOSING.bit
    return start, end, mask


def _fields(text: str) -> tuple[Header, int]:
    """The fields before CP, and what is odd about them."""
    header: Header = dict.fromkeys(FIELDS)
    mask = 0
    if "," in text or not text.rstrip().endswith(";"):
        mask |= Quirk.HEADER_SEPARATOR.bit
    seen = []
    for item in _SEPARATOR.split(text.rstrip().removesuffix(";")):
        name, value, quirks = _field(item)
        mask |= quirks
        if name is None:
            continue
        if header[name] is not None:
            mask |= Quirk.REPEATED_FIELD.bit
        header[name] = value
        seen.append(name)
    if not any(_is_subsequence(seen, order) for order in _ORDERS):
        mask |= Quirk.FIELD_ORDER.bit
    return header, mask


def _field(item: str) -> tuple[str | None, str, int]:
    """Name, value and quirks of one field; the name is None when it is none of ours."""
    written, equals, value = item.partition("=")
    name = _BY_FOLDED.get(written.strip().casefold())
    mask = 0
    if item != item.strip() or written != written.strip() or value != value.strip():
        mask |= Quirk.HEADER_SPACES.bit
    if not item.strip():
        return None, "", mask | Quirk.HEADER_SEPARATOR.bit
    if name is None or not equals:
        return None, "", mask | Quirk.UNKNOWN_FIELD.bit
    if written.strip() != name:
        mask |= Quirk.FIELD_CASE.bit
    return name, value.strip(), mask


def _is_subsequence(names: list[str], order: tuple[str, ...]) -> bool:
    remaining = iter(order)
    return all(name in remaining for name in names)
