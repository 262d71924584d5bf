"""Grams: a text cut so that any part of it can be looked up in an ordinary index.

Every pair of neighbouring characters is one token. A part of two characters or more is a run of
pairs; a single character is the beginning of a pair. Scope and kind are tokens as well, so that
the index itself leaves out what a person may not see.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise

END = "\n"
"""Ends every field, so that its last character begins a pair too and no run crosses fields."""

DISTRICT_LENGTHS = (2, 4, 6, 9)


def normalised(text: str) -> str:
    """Full width to half, small letters, no spaces.

    >>> normalised("ＭＮ 0101 a  水泥")
    'mn0101a水泥'
    """
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def needle_of(fields: Iterable[str]) -> str:
    """What is searched of an object: its fields, normalised, each ended.

    >>> needle_of(["巩义 水泥厂", "", "GY01"])
    '巩义水泥厂\\ngy01\\n'
    """
    return "".join(plain + END for field in fields if (plain := normalised(field)))


def grams(needle: str) -> Iterator[str]:
    """The tokens of a needle in order, eight hexadecimal digits each.

    >>> list(grams("水泥\\n"))
    ['6c346ce5', '6ce5000a']
    """
    codes = [_code(character) for character in needle]
    return (one + other for one, other in pairwise(codes))


def run_of(part: str) -> list[str]:
    """The run of tokens that a part of two characters or more has."""
    return list(grams(part))


def beginning(character: str) -> str:
    """What every pair begins with that starts with the character."""
    return _code(character)


def scope_tokens(district_code: str, enterprise_key: int | None) -> Iterator[str]:
    """Tokens of the districts around an object and of its enterprise.

    >>> list(scope_tokens("410181", 7))
    ['d41', 'd4101', 'd410181', 'u7']
    """
    for length in DISTRICT_LENGTHS:
        if len(district_code) >= length:
            yield f"d{district_code[:length]}"
    if enterprise_key is not None:
        yield f"u{enterprise_key}"


def kind_token(kind: str) -> str:
    """The token of a kind of object."""
    return f"k{kind.replace('_', '')}"


def _code(character: str) -> str:
    return f"{min(ord(character), 0xFFFF):04x}"
