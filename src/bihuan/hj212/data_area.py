"""The data area (数据区): items between `;`, fields between `,`, each `name=value`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from bihuan.hj212.error import UnwritablePacket
from bihuan.hj212.quirk import Quirk, quirks_in
from bihuan.hj212.value_kind import KNOWN_NAMES, field_name

Field = tuple[str, str, str]
"""Name, `=` or '' when it was missing, value."""

_REGULAR = bytes(byte for byte in range(0x21, 0x7F) if byte != ord("/"))
# A text between // marks may hold separators; without its second mark it runs to the end.
_FIELD = re.compile(
    r"(?P<name>[^;,=]*)(?P<equals>=?)"
    r"(?P<value>\s*//.*?//[^;,]*|\s*//.*|[^;,]*)(?P<separator>[;,]|\Z)",
    re.DOTALL,
)
_NAME = re.compile(r"[^\s;,=&]+")
_VALUE = re.compile(r"//(?:(?!//).)*//|(?!.*//)[^\s;,&]*", re.DOTALL)
_UNCLOSED = re.compile(r"//(?!.*//)", re.DOTALL)
_MAY_REPEAT = frozenset({"PolId", "PolID", "CTime"})
_MIXED = Quirk.MIXED_SEPARATORS.bit


@dataclass(frozen=True, slots=True)
class DataArea:
    """What stands between the marks of CP (数据区内容).

    Args:
        groups: the items in their order, each a list of (name, equals sign, value).
        fields: plain fields such as DataTime; of a repeated one the last.
        factors: fields of each factor, factor code to kind to text.
        quirks: names of `Quirk`.
    """

    groups: list[list[Field]] = field(repr=False)
    fields: dict[str, str]
    factors: dict[str, dict[str, str]]
    quirks: tuple[str, ...]

    def every(self, name: str) -> tuple[str, ...]:
        """All values of a field that may repeat, such as PolId in 2005 (重复字段).

        >>> read_data_area(b"PolId=101;PolId=102").every("PolId")
        ('101', '102')
        """
        return tuple(value for group in self.groups for text, _, value in group if text == name)


def read_data_area(parameters: bytes) -> DataArea:
    """The fields of CP (数据区解析), grouped by factor.

    Source: HJ 212-2017 6.3.3.

    >>> area = read_data_area(b"DataTime=20160801085857;w01001-Rtd=7.1,w01001-Flag=N")
    >>> area.fields, area.factors
    ({'DataTime': '20160801085857'}, {'w01001': {'Rtd': '7.1', 'Flag': 'N'}})
    """
    groups, mask = split(parameters)
    fields, factors, order = gather(groups)
    return DataArea(groups, fields, factors, quirks_in(mask | order))


def gather(groups: list[list[Field]]) -> tuple[dict[str, str], dict[str, dict[str, str]], int]:
    """Plain fields, fields by factor, and a mask of what is odd about names and order."""
    mask = 0
    fields: dict[str, str] = {}
    factors: dict[str, dict[str, str]] = {}
    for group in groups:
        home, current = fields, None
        for text, equals, value in group:
            _, factor, kind, _, quirks = KNOWN_NAMES.get(text) or field_name(text)
            mask |= quirks
            if not equals or not text:
                mask |= (Quirk.NO_EQUALS_SIGN if text else Quirk.EMPTY_ITEM).bit
                continue
            if factor != current:
                home, moved = _home_of(factor, fields, factors)
                mask |= moved | (_MIXED if current is not None and kind != "AlarmType" else 0)
                current = factor
            if kind in home and kind not in _MAY_REPEAT:
                mask |= Quirk.REPEATED_VALUE.bit
            home[kind] = value
    return fields, factors, mask


def _home_of(
    factor: str, fields: dict[str, str], factors: dict[str, dict[str, str]]
) -> tuple[dict[str, str], int]:
    """Where a factor's fields go; a factor that had an item already is odd."""
    if not factor:
        return fields, 0
    if factor in factors:
        return factors[factor], Quirk.REPEATED_FACTOR.bit
    factors[factor] = {}
    return factors[factor], 0


def regular_text(parameters: bytes) -> str | None:
    """The text of a data area without blanks, `/` or any but ASCII characters; else None."""
    return None if parameters.translate(None, _REGULAR) else parameters.decode("ascii")


def split(parameters: bytes) -> tuple[list[list[Field]], int]:
    """Items of the data area, each a list of fields, and a mask of what is odd about the text.

    >>> split(b"PolId=w01018;a-Min=1,a-Max=2")[0][1]
    [('a-Min', '=', '1'), ('a-Max', '=', '2')]
    """
    text = regular_text(parameters)
    if text is None:
        return _split_irregular(parameters)
    if not text:
        return [], 0
    mask = 0
    if text[-1] in ";,":
        text, mask = text[:-1], Quirk.TRAILING_SEPARATOR.bit
    return [[part.partition("=") for part in item.split(",")] for item in text.split(";")], mask


def _split_irregular(parameters: bytes) -> tuple[list[list[Field]], int]:
    """As `split`, for text with blanks, control or other characters, or `//` texts."""
    text, mask = decode_text(parameters)
    stripped = text.strip()
    if stripped != text:
        mask |= Quirk.SPACES.bit
    if not stripped:
        return [], mask
    groups: list[list[Field]] = [[]]
    for match in _FIELD.finditer(stripped):
        name, value = match["name"].strip(), match["value"].strip()
        if name != match["name"] or value != match["value"]:
            mask |= Quirk.SPACES.bit
        if _UNCLOSED.match(value):
            mask |= Quirk.UNCLOSED_TEXT.bit
        groups[-1].append((name, match["equals"], value))
        if match["separator"] == ";":
            groups.append([])
        if match.end() == len(stripped):
            break
    return _without_last_empty(groups, mask)


def _without_last_empty(groups: list[list[Field]], mask: int) -> tuple[list[list[Field]], int]:
    if not groups[-1]:
        groups.pop()
        mask |= Quirk.TRAILING_SEPARATOR.bit
    return groups, mask


def decode_text(parameters: bytes) -> tuple[str, int]:
    """The text of the parameters (文本解码) and a quirk mask: UTF-8, else GB18030, else Latin-1.

    >>> decode_text("清洗".encode("gbk"))[0]
    '清洗'
    """
    try:
        return parameters.decode("utf-8"), 0
    except UnicodeDecodeError:
        pass
    try:
        return parameters.decode("gb18030"), Quirk.NOT_UTF8.bit
    except UnicodeDecodeError:
        return parameters.decode("latin-1"), Quirk.UNREADABLE_TEXT.bit


def write_data_area(items: Iterable[Iterable[tuple[str, str]]]) -> bytes:
    """The data area (数据区) of some items, each the fields of one factor or one plain field.

    Raises:
        UnwritablePacket: a name or value that would end its field; a value between `//` may
            hold anything but `//`.

    Source: HJ 212-2017 6.3.3.

    >>> write_data_area([[("DataTime", "20160801085857")], [("a-Rtd", "1"), ("a-Flag", "N")]])
    b'DataTime=20160801085857;a-Rtd=1,a-Flag=N'
    """
    return ";".join(",".join(_written(*field) for field in item) for item in items).encode()


def _written(name: str, value: str) -> str:
    if not _NAME.fullmatch(name) or not _VALUE.fullmatch(value):
        raise UnwritablePacket(f"{name} holds a character that ends a field")
    return f"{name}={value}"
