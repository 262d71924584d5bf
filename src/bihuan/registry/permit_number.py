"""Numbers of discharge permits (排污许可证编号): checked and marked, never refused.

18 characters of the credit code, three digits, one letter: as permits print it (HJ 608, 待确认).
"""

import re
from dataclasses import dataclass

from django.db.models import TextChoices

_NUMBER = re.compile(r"[0-9A-Z]{18}\d{3}[A-Z]")
_NOISE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\-]+")
_NOTHING = frozenset({"", "0", "无", "/", "NULL", "NONE", "N/A"})


class PermitNumberState(TextChoices):
    """How far a permit's number can be trusted (许可证编号状态)."""

    VALID = "valid", "符合规则"
    CLEANED = "cleaned", "清理后符合"
    OTHER_UNIT = "other_unit", "与信用代码不一致"
    WRONG_FORM = "wrong_form", "格式不符"
    MISSING = "missing", "缺失"


@dataclass(frozen=True, slots=True)
class PermitNumber:
    """A number as given, its cleaned form ('' where none can be had) and its state."""

    given: str
    clean: str
    state: PermitNumberState


def read_permit_number(given: str, *, credit_code: str = "") -> PermitNumber:
    """Mark a permit's number: right, right after cleaning, another firm's, wrong, or missing.

    Args:
        given: as published or typed, whatever it holds.
        credit_code: cleaned credit code of the firm; empty where it has none.

    >>> read_permit_number("91640000321673484F001W").state
    PermitNumberState.VALID
    >>> read_permit_number("91640000321673484F001W", credit_code="91640000000000000X").state
    PermitNumberState.OTHER_UNIT
    >>> read_permit_number("宁B001").state, read_permit_number("-").state
    (PermitNumberState.WRONG_FORM, PermitNumberState.MISSING)
    """
    clean = _NOISE.sub("", given).upper()
    if clean in _NOTHING:
        return PermitNumber(given, "", PermitNumberState.MISSING)
    if not _NUMBER.fullmatch(clean):
        return PermitNumber(given, "", PermitNumberState.WRONG_FORM)
    if credit_code and clean[:18] != credit_code:
        return PermitNumber(given, clean, PermitNumberState.OTHER_UNIT)
    state = PermitNumberState.VALID if clean == given else PermitNumberState.CLEANED
    return PermitNumber(given, clean, state)
