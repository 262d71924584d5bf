"""Unified social credit identifiers (统一社会信用代码): checked and marked, never refused.

Published lists carry dashes, invisible characters, suffixes and wrong check characters. What was
given is kept; beside it stand a cleaned form and a state that a person can work through.
"""

import re
from dataclasses import dataclass

from django.db.models import TextChoices

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_CODE = re.compile(rf"[{ALPHABET}]{{2}}\d{{6}}[{ALPHABET}]{{10}}")
_SUFFIX = re.compile(r"[(（_].*$", re.DOTALL)
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\-]+")
_NOTHING = frozenset({"", "0", "`", "无", "/", "NULL", "NONE", "N/A"})


class CreditCodeState(TextChoices):
    """How far a credit code can be trusted (信用代码状态)."""

    VALID = "valid", "有效"
    CLEANED = "cleaned", "清理后有效"
    WRONG_CHECK = "wrong_check", "校验码不符"
    WRONG_FORM = "wrong_form", "格式不符"
    MISSING = "missing", "缺失"


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier as given, its cleaned form ('' where none can be had) and its state."""

    given: str
    clean: str
    state: CreditCodeState


def check_character(body: str) -> str:
    """Check character (校验码) of the first 17 characters.

    Source: GB 32100-2015, 5.1.2 and appendix: modulo 31, weights 3**(i-1) mod 31.

    >>> check_character("91640000321673484")
    'F'
    """
    total = sum(
        ALPHABET.index(letter) * weight for letter, weight in zip(body, WEIGHTS, strict=True)
    )
    return ALPHABET[-total % 31]


def read_identifier(given: str) -> Identifier:
    """Mark an identifier: valid, valid after cleaning, wrong, or missing.

    A well-formed code with a wrong check character is kept as its clean form: it still joins
    lists that carry the same slip, but the state says that it is wrong.

    Args:
        given: as published or typed, whatever it holds.

    Source: GB 32100-2015.

    >>> read_identifier("91640000227683862F(__)").state
    CreditCodeState.CLEANED
    >>> read_identifier("-").state, read_identifier("12642101027359911917").state
    (CreditCodeState.MISSING, CreditCodeState.WRONG_FORM)
    """
    clean = _INVISIBLE.sub("", _SUFFIX.sub("", given)).upper()
    if clean in _NOTHING:
        return Identifier(given, "", CreditCodeState.MISSING)
    if not _CODE.fullmatch(clean):
        return Identifier(given, "", CreditCodeState.WRONG_FORM)
    if check_character(clean[:17]) != clean[17]:
        return Identifier(given, clean, CreditCodeState.WRONG_CHECK)
    state = CreditCodeState.VALID if clean == given else CreditCodeState.CLEANED
    return Identifier(given, clean, state)
