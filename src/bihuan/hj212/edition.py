"""Editions (标准版本) of HJ 212: all three are on the wire at once, chosen per device."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from bihuan.hj212.table import read_table

_ANSWER_BIT = 1
_SPLIT_BIT = 2


class Edition(StrEnum):
    """An edition of the protocol (标准版本), registered per device, not read off the wire."""

    HJT212_2005 = "2005"
    HJ212_2017 = "2017"
    HJ212_2025 = "2025"

    @property
    def rules(self) -> "EditionRules":
        """What this edition prescribes."""
        return EDITIONS[self]

    def longest_value(self, field: str) -> int | None:
        """Longest value of a header field (字段宽度), without its name; None when unknown to it.

        Source: HJ/T 212-2005 and HJ 212-2017 table 3; 2025 second hand.

        >>> [edition.longest_value("MN") for edition in Edition]
        [14, 24, 24]
        """
        return _longest_values().get((self.value, field))

    def flag(self, *, answer: bool = False, split: bool = False) -> int:
        """Flag (标志位) of a packet of this edition.

        Args:
            answer: the receiver shall answer (bit 0).
            split: the packet carries PNUM and PNO (bit 1).

        Source: HJ 212-2017 table 3; version bits of 2025 second hand.

        >>> [edition.flag(answer=True) for edition in Edition]
        [1, 5, 9]
        """
        return self.rules.version << 2 | _SPLIT_BIT * split | _ANSWER_BIT * answer


@cache
def _longest_values() -> dict[tuple[str, str], int]:
    """By edition and field; widths count the name and `=`, in 2005 only where the table says."""
    widths = {}
    for row in read_table("header_fields"):
        for year in Edition:
            if width := row[f"width_{year}"]:
                bare = year == "2005" and row["counts_2005"] == "value"
                widths[year.value, row["field"]] = int(width) - (
                    0 if bare else len(row["field"]) + 1
                )
    return widths


@dataclass(frozen=True, slots=True)
class EditionRules:
    """What an edition fixes for every packet (版本规定).

    Args:
        title_zh: title, short.
        in_force: first day.
        version: version bits of Flag.
        longest_parameters: CP between its marks. [bytes]
        longest_segment: [bytes]
        fields: header fields in their printed order, without CP.
        request_id_in_parameters: an answer repeats the QN inside CP instead of the header.
        replay_mark: RF=1 may be sent.
        trust: "standard" when read in the text, "second hand" otherwise.
    """

    title_zh: str
    in_force: date
    version: int
    longest_parameters: int
    fields: tuple[str, ...]
    request_id_in_parameters: bool
    replay_mark: bool
    trust: str
    longest_segment: int = 1024


_FIELDS_2005 = ("QN", "PNUM", "PNO", "ST", "CN", "PW", "MN", "Flag")
_FIELDS_2017 = ("QN", "ST", "CN", "PW", "MN", "Flag", "PNUM", "PNO")

EDITIONS = MappingProxyType(
    {
        Edition.HJT212_2005: EditionRules(
            title_zh="污染源在线自动监控（监测）系统数据传输标准",
            in_force=date(2006, 2, 1),
            version=0,
            longest_parameters=960,
            fields=_FIELDS_2005,
            request_id_in_parameters=True,
            replay_mark=False,
            trust="standard",
        ),
        Edition.HJ212_2017: EditionRules(
            title_zh="污染物在线监控（监测）系统数据传输标准",
            in_force=date(2017, 5, 1),
            version=1,
            longest_parameters=950,
            fields=_FIELDS_2017,
            request_id_in_parameters=False,
            replay_mark=False,
            trust="standard",
        ),
        Edition.HJ212_2025: EditionRules(
            title_zh="污染物自动监测监控系统数据传输技术要求",
            in_force=date(2026, 1, 1),
            version=2,
            longest_parameters=950,
            fields=(*_FIELDS_2017, "RF"),
            request_id_in_parameters=False,
            replay_mark=True,
            trust="second hand",
        ),
    }
)
