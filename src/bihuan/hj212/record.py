"""The typed reading of an upload (上传数据): which factor, which statistic, what number."""

from datetime import datetime, timedelta, timezone
from enum import StrEnum
from functools import lru_cache, partial
from math import isfinite
from types import MappingProxyType
from typing import NamedTuple

from bihuan.hj212.data_area import gather, regular_text, split
from bihuan.hj212.layout import Layout
from bihuan.hj212.quirk import Quirk, quirks_in
from bihuan.hj212.result import data_flags
from bihuan.hj212.segment import Packet
from bihuan.hj212.shape import layout_of, shape_of
from bihuan.hj212.value_kind import Statistic, statistics

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Times on the wire are Beijing time (北京时间) without a zone."""

SENTINEL = -9999.0
CONVERSION_SENTINEL = 9999.99
"""Sent for a converted value when oxygen is 21 % or more [2025, second hand]."""


class DataKind(StrEnum):
    """What period a value stands for (数据类型)."""

    REALTIME = "realtime"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"


KINDS = MappingProxyType(
    {
        "2011": DataKind.REALTIME,
        "2021": DataKind.REALTIME,
        "2051": DataKind.MINUTE,
        "2061": DataKind.HOUR,
        "2031": DataKind.DAY,
        "2041": DataKind.DAY,
    }
)


class Record(NamedTuple):
    """One value of an upload (一个监测数值).

    Args:
        factor: code as sent.
        statistic: which number of the factor.
        value: None when the text is no number, is empty, or is a sentinel.
        flag: data flag of the factor in this packet, '' when absent; never assumed to be N.
        text: the value as sent.
    """

    factor: str
    statistic: Statistic
    value: float | None
    flag: str
    text: str


class Upload(NamedTuple):
    """What a packet reports (上传内容).

    Args:
        packet: the packet it was read from.
        kind: None for commands that carry no periodic values.
        data_time: DataTime as Beijing time: of acquisition, or the start of the period;
            None when absent or unreadable.
        records: the values, each (factor, statistic) once.
        quirks: those of the packet and of its data area.
    """

    packet: Packet
    kind: DataKind | None
    data_time: datetime | None
    records: tuple[Record, ...]
    quirks: tuple[str, ...]


def kind_of(command_code: str) -> DataKind | None:
    """Which period the values of a command stand for (命令对应的数据类型).

    >>> kind_of("2061"), kind_of("9014")
    (<DataKind.HOUR: 'hour'>, None)
    """
    return KINDS.get(command_code)


def wire_time(text: str) -> tuple[datetime | None, int]:
    """A time of the wire (时间) as Beijing time, and a quirk mask.

    Args:
        text: `YYYYMMDDhhmmss`; what follows the 14 digits is cut off.

    >>> wire_time("20160801085857")[0].isoformat()
    '2016-08-01T08:58:57+08:00'
    """
    return _recent_time(text) if len(text) <= _LONGEST_TIME else _read_time(text)


def _read_time(text: str) -> tuple[datetime | None, int]:
    digits = text[:14]
    if len(digits) < 14 or not (text.isascii() and text.isdigit()):
        return None, Quirk.ODD_DATA_TIME.bit
    try:
        time = datetime.fromisoformat(f"{digits[:8]}T{digits[8:]}")
    except ValueError:
        return None, Quirk.ODD_DATA_TIME.bit
    return time.replace(tzinfo=BEIJING), Quirk.LONG_DATA_TIME.bit if len(text) > 14 else 0


_LONGEST_TIME = 17
_recent_time = lru_cache(maxsize=4096)(_read_time)


def number(text: str, statistic: Statistic) -> tuple[float | None, int]:
    """The number in a value (数值解析), and a quirk mask.

    Returns:
        None for an empty value, for text that is no finite decimal number, and for the
        sentinels -9999 and, of converted values, 9999.99.

    >>> number("17.5", Statistic.VALUE), number("--", Statistic.VALUE)[0]
    ((17.5, 0), None)
    """
    if statistic is Statistic.INFORMATION and text.startswith("//"):
        return None, 0
    try:
        value = float(text)
    except ValueError:
        return None, (Quirk.NOT_A_NUMBER if text else Quirk.EMPTY_VALUE).bit
    if value - value != 0 or "_" in text or not text.isascii():
        return None, Quirk.NOT_A_NUMBER.bit
    if value == SENTINEL or (value == CONVERSION_SENTINEL and statistic in _CONVERTED):
        return None, Quirk.SENTINEL_VALUE.bit
    return value, 0


_CONVERTED = frozenset(
    {
        Statistic.CONVERTED,
        Statistic.CONVERTED_MINIMUM,
        Statistic.CONVERTED_MAXIMUM,
        Statistic.CONVERTED_SUM,
    }
)
KNOWN_FLAGS = frozenset(data_flags())
_NOT_MEASURING = frozenset("DBF")
FIRST_FLAG_OF_2017 = 4
_TRAILING = Quirk.TRAILING_SEPARATOR.bit
# Flags of values that are what they say; '' stands for a flag that was not sent.
EASY_FLAGS = KNOWN_FLAGS - _NOT_MEASURING | {""}
_LEGACY = Quirk.LEGACY_CODE.bit
_new = tuple.__new__
_record = partial(_new, Record)

_Reading = tuple[str | None, tuple[Record, ...], int]
_LAYOUTS: dict[tuple[str, str], Layout] = {}
"""What each device sent last under each command."""

_MOST_DEVICES = 65536


def read_upload(packet: Packet) -> Upload:
    """The values of a packet (上传数据解析).

    Encrypted parameters must have been deciphered before. Repeated values: the last counts.

    Source: HJ 212-2017 6.3.3; DataTime and flags as its table of fields says.

    >>> from bihuan.hj212.segment import read_header
    >>> packet = read_header(
    ...     b"QN=20160801090000001;ST=32;CN=2061;PW=123456;MN=010000A8900016F000169DC0;Flag=5;"
    ...     b"CP=&&DataTime=20160801080000;w01018-Cou=63.0,w01018-Avg=40.1,w01018-Flag=N&&"
    ... )
    >>> [(r.factor, r.statistic.name, r.value, r.flag) for r in read_upload(packet).records]
    [('w01018', 'SUM', 63.0, 'N'), ('w01018', 'VALUE', 40.1, 'N')]
    """
    layout = _LAYOUTS.get((packet[4], packet[2]))
    if layout is not None and (upload := _by_layout(packet, layout)) is not None:
        return upload
    time_text, records, mask = _by_shape(packet) or _carefully(packet.parameters)
    kind = KINDS.get(packet.command_code)
    data_time = None
    if time_text is not None:
        data_time, time_quirks = wire_time(time_text)
        mask |= time_quirks
    elif kind and records:
        mask |= Quirk.NO_DATA_TIME.bit
    if packet.flag < FIRST_FLAG_OF_2017:
        mask &= ~_LEGACY
    quirks = (*packet.quirks, *quirks_in(mask)) if mask else packet.quirks
    return _new(Upload, (packet, kind, data_time, records, quirks))


def _by_layout(packet: Packet, layout: Layout) -> Upload | None:
    """The upload of a data area that has the layout its device sent last; else None."""
    text = packet[9].decode("latin-1")
    match, factors, statistics_, flags, mask = layout
    found = match(text)
    if found is None or "9999" in text:
        return None
    time_text, *texts = found.groups()
    try:
        numbers = [*map(float, texts)]
    except ValueError:
        return None
    data_time, time_quirks = _recent_time(time_text)
    mask |= time_quirks
    if mask and packet[5] < FIRST_FLAG_OF_2017:
        mask &= ~_LEGACY
    quirks = (*packet[10], *quirks_in(mask)) if mask else packet[10]
    records = tuple(map(_record, zip(factors, statistics_, numbers, flags, texts, strict=False)))
    return _new(Upload, (packet, KINDS.get(packet[2]), data_time, records, quirks))


def _by_shape(packet: Packet) -> _Reading | None:
    """Text of DataTime, records and quirk mask of a data area without surprises; else None.

    Surprises are left to the careful reading: a value that is no plain number, that might be
    a sentinel or zero under a fault flag, and an empty or unknown flag.
    """
    text = regular_text(packet.parameters)
    if not text or "_" in text or "9999" in text:
        return None
    trailing = 0
    if text[-1] in ";,":
        text, trailing = text[:-1], _TRAILING
    shaped = shape_of(text)
    if shaped is None:
        return None
    shape, values = shaped
    texts = shape.texts(values)
    try:
        numbers = [*map(float, texts)]
    except ValueError:
        return None
    time_text = None if shape.time is None else values[shape.time]
    is_empty = "" in values
    values.append("")
    flags = shape.flags(values)
    if is_empty or not EASY_FLAGS.issuperset(flags) or not isfinite(sum(numbers)):
        return None
    if not trailing and (layout := layout_of(shape)) is not None:
        _remember(packet, layout)
    rows = zip(shape.factors, shape.statistics, numbers, flags, texts, strict=False)
    return time_text, tuple(map(_record, rows)), shape.quirks | trailing


def _remember(packet: Packet, layout: Layout) -> None:
    if len(_LAYOUTS) >= _MOST_DEVICES:
        _LAYOUTS.clear()
    _LAYOUTS[packet.device_id, packet.command_code] = layout


def _carefully(parameters: bytes) -> _Reading:
    """As `_by_shape`, for every data area."""
    groups, mask = split(parameters)
    fields, factors, order_quirks = gather(groups)
    records, value_quirks = _records(factors)
    return fields.get("DataTime"), records, mask | order_quirks | value_quirks


def _records(factors: dict[str, dict[str, str]]) -> tuple[tuple[Record, ...], int]:
    """The values of each factor, and a mask of what is odd about them."""
    mask = 0
    records: list[Record] = []
    for factor, kinds in factors.items():
        flag = kinds.get("Flag", "")
        if flag not in KNOWN_FLAGS and "Flag" in kinds:
            mask |= (Quirk.UNKNOWN_FLAG if flag else Quirk.EMPTY_VALUE).bit
        used = 0
        for kind, text in kinds.items():
            statistic = statistics().get(kind)
            if statistic is None:
                continue
            value, quirks = number(text, statistic)
            if used >> statistic & 1:
                records = [r for r in records if r[:2] != (factor, statistic)]
                quirks |= Quirk.REPEATED_VALUE.bit
            used |= 1 << statistic
            if value == 0 and flag in _NOT_MEASURING:
                quirks |= Quirk.UNMEASURED_ZERO.bit
            mask |= quirks
            records.append(Record(factor, statistic, value, flag, text))
    return tuple(records), mask
