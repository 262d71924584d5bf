"""The fields that a request may carry, with the ranges that the standard prints."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from bihuan.hj212.conversation.error import BadField
from bihuan.hj212.table import read_table


@dataclass(frozen=True, slots=True)
class FieldRule:
    """What one request field may hold (字段取值范围).

    Source: HJ 212-2017 tables 5 to 9; HJ/T 212-2005 for the fields only it has.

    >>> FIELD_RULES["RtdInterval"].complaint("29")
    'below 30 s'
    >>> FIELD_RULES["MinInterval"].complaint("7")
    'none of 1 2 3 4 5 6 10 12 15 20 30 min'
    """

    name: str
    name_zh: str
    pattern: re.Pattern[str]
    low: int | None
    high: int | None
    choices: frozenset[str]
    choices_text: str
    time_format: str
    unit: str

    def complaint(self, text: str) -> str:
        """What is wrong with a value (取值错误), or nothing.

        >>> FIELD_RULES["SystemTime"].complaint("20260230000000")
        'no such time'
        """
        if not self.pattern.fullmatch(text):
            return f"not of the form {self.pattern.pattern}"
        if self.choices and text not in self.choices:
            return self._in_unit(f"none of {self.choices_text}")
        if self.low is not None and int(text) < self.low:
            return self._in_unit(f"below {self.low}")
        if self.high is not None and int(text) > self.high:
            return self._in_unit(f"above {self.high}")
        if self.time_format and not _is_time(text, self.time_format):
            return "no such time"
        return ""

    def _in_unit(self, sentence: str) -> str:
        return f"{sentence} {self.unit}".rstrip()


def checked_field(name: str, text: str, *, command_code: str) -> str:
    """The value of a field when it keeps its rule (字段校验).

    Args:
        name: as on the wire; a field after a code (`101-UpValue`, `i13004-Info`)
            keeps the rule of its last part.
        text: the value as it would be sent.
        command_code: whose field it is, for the sentence of the error.

    Raises:
        BadField: an unknown field, or a value outside its range.

    >>> checked_field("101-UpValue", "9.9", command_code="1022")
    '9.9'
    >>> checked_field("ReCount", "0", command_code="1000")
    Traceback (most recent call last):
    bihuan.hj212.conversation.error.BadField: ReCount '0' of command 1000: below 1
    """
    rule = FIELD_RULES.get(name) or FIELD_RULES.get(name.rpartition("-")[2])
    if rule is None:
        raise BadField(command_code, name, text, "no request carries this field")
    if complaint := rule.complaint(text):
        raise BadField(command_code, name, text, complaint)
    return text


def _is_time(text: str, time_format: str) -> bool:
    try:
        datetime.strptime(text, time_format)  # noqa: DTZ007 - the wire carries no zone
    except ValueError:
        return False
    return True


def _rule(row: Mapping[str, str]) -> FieldRule:
    return FieldRule(
        name=row["field"],
        name_zh=row["name_zh"],
        pattern=re.compile(row["pattern"], re.ASCII),
        low=int(row["low"]) if row["low"] else None,
        high=int(row["high"]) if row["high"] else None,
        choices=frozenset(row["choices"].split()),
        choices_text=row["choices"],
        time_format=row["time_format"],
        unit=row["unit"],
    )


FIELD_RULES: Mapping[str, FieldRule] = MappingProxyType(
    {row["field"]: _rule(row) for row in read_table("request_fields")}
)
