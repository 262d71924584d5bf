"""Grams: a text cut so that any part of it can be looked up in an ordinary index.

Every character is a token, and so is every pair of neighbours: a part of two characters or more
is a run of pairs. Pairs of letters and digits tell little (each stands in millions of codes), so
runs of these are cut into fours as well. Scope and kind are tokens too, so that the index itself
leaves out what a person may not see.
"""

import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from itertools import pairwise

END = "\n"
"""Ends every field, so that no run crosses fields."""

FOUR = 4
CODE = re.compile(r"[0-9a-z]{4,}")
PART = "zz"
"""Stands between two codes, so that no run crosses them."""

KEY_BITS = 40

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


def single(character: str) -> str:
    """The token of one character."""
    return _code(character)


def singles(needle: str) -> set[str]:
    """The tokens of the characters of a needle."""
    return {_code(character) for character in set(needle)}


def fours(text: str) -> list[list[str]]:
    """Each code of four letters and digits or more, cut into overlapping fours.

    >>> fours("水泥01ab2\\nGY\\n9144")
    [['01ab', '1ab2'], ['9144']]
    """
    codes = CODE.findall(text)
    return [[code[at : at + FOUR] for at in range(len(code) - FOUR + 1)] for code in codes]


def is_code(part: str) -> bool:
    """Whether fours alone say everything of a part."""
    return CODE.fullmatch(part) is not None


def entry_key(kind: str, object_id: int) -> int:
    """Key of an object's entry: the entries of a kind lie together, in the order of the objects.

    >>> entry_key("point", 8) - entry_key("point", 7)
    1
    """
    return (zlib.crc32(kind.encode()) & 0x3FFFFF) << KEY_BITS | object_id


def keys_of_kind(kind: str) -> tuple[int, int]:
    """The least and the greatest key that entries of a kind may have."""
    first = entry_key(kind, 0)
    return first, first + 2**KEY_BITS - 1


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
