"""What may stand after `code-` in the data area (字段后缀), and how a field name is read."""

from enum import Enum, IntEnum, auto
from functools import cache
from sys import intern
from types import MappingProxyType
from typing import NamedTuple

from bihuan.hj212.factor import code_quirk
from bihuan.hj212.quirk import Quirk
from bihuan.hj212.table import read_table


class Statistic(IntEnum):
    """Which number of a factor a value is (统计量)."""

    VALUE = 0
    MINIMUM = 1
    MAXIMUM = 2
    SUM = 3
    CONVERTED = 4
    CONVERTED_MINIMUM = 5
    CONVERTED_MAXIMUM = 6
    CONVERTED_SUM = 7
    NIGHT = 8
    DAY = 9
    READING = 10
    NOMINAL = 11
    RESULT = 12
    ALARM = 13
    LOWER_LIMIT = 14
    UPPER_LIMIT = 15
    INFORMATION = 16


class Role(Enum):
    """What a field of the data area does (字段作用)."""

    VALUE = auto()
    FLAG = auto()
    QUALIFIER = auto()
    PLAIN = auto()


class FieldName(NamedTuple):
    """A field name of the data area, understood (字段名).

    Args:
        role: VALUE and FLAG belong to a factor; QUALIFIER does too but makes no record.
        factor: code before the dash, '' for a plain field.
        kind: text after the dash, or the whole plain name.
        statistic: of a VALUE; meaningless otherwise.
        quirks: mask of what is odd about the name.
    """

    role: Role
    factor: str
    kind: str
    statistic: Statistic
    quirks: int


@cache
def statistics() -> MappingProxyType[str, Statistic | None]:
    """The statistic that each kind carries (后缀与统计量); None for flags and qualifiers.

    Source: HJ 212-2017, table of fields in the data area.

    >>> statistics()["ZsAvg"].name, statistics()["EFlag"]
    ('CONVERTED', None)
    """
    return MappingProxyType(
        {
            row["kind"]: Statistic[row["statistic"]] if row["statistic"] else None
            for row in read_table("value_kinds")
        }
    )


@cache
def plain_fields() -> frozenset[str]:
    """Names of the fields that belong to no factor (公共字段)."""
    return frozenset(row["field"] for row in read_table("plain_fields"))


KNOWN_NAMES: dict[str, FieldName] = {}
"""What `field_name` remembers; for loops that cannot afford the call."""

_MOST_KNOWN = 8192
_LONGEST_KNOWN = 64


def field_name(text: str) -> FieldName:
    """A field name of the data area, understood (字段名解析).

    Remembers what it has read: a site repeats the same few dozen names for years.

    >>> name = field_name("w01018-ZsRtd")
    >>> name.factor, name.statistic.name, name.role.name
    ('w01018', 'CONVERTED', 'VALUE')
    """
    known = KNOWN_NAMES.get(text)
    if known is not None:
        return known
    if len(text) > _LONGEST_KNOWN:
        return _read(text)
    if len(KNOWN_NAMES) >= _MOST_KNOWN:
        KNOWN_NAMES.clear()
    return KNOWN_NAMES.setdefault(text, _read(text))


def _read(text: str) -> FieldName:
    code, dash, kind = text.rpartition("-")
    code = intern(code)
    if not dash or not code:
        return FieldName(Role.PLAIN, "", text, Statistic.VALUE, _plain_quirk(text))
    quirks = code_quirk(code)
    if kind == "Flag":
        return FieldName(Role.FLAG, code, kind, Statistic.VALUE, quirks)
    statistic = statistics().get(kind)
    if statistic is None:
        unknown = 0 if kind in statistics() else Quirk.UNKNOWN_KIND.bit
        return FieldName(Role.QUALIFIER, code, kind, Statistic.VALUE, quirks | unknown)
    return FieldName(Role.VALUE, code, kind, statistic, quirks)


def _plain_quirk(text: str) -> int:
    if text == "Flag":
        return Quirk.BARE_FLAG.bit
    return 0 if not text or text in plain_fields() else Quirk.UNKNOWN_FIELD.bit
