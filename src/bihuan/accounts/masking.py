"""Personal data with the middle covered (脱敏); who needs the whole asks for it, on record."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

COVER = "*"


def masked_phone(phone: str) -> str:
    """A telephone number with its middle covered.

    >>> masked_phone("13812345678"), masked_phone("0371-64351234"), masked_phone("123")
    ('138****5678', '037******1234', '***')
    """
    if len(phone) < 8:
        return COVER * len(phone)
    return phone[:3] + COVER * (len(phone) - 7) + phone[-4:]


def masked_name(name: str) -> str:
    """A person's name with all but the family name covered, such as a reporter's (举报人).

    >>> masked_name("欧阳明"), masked_name("王"), masked_name("")
    ('欧**', '*', '')
    """
    return name[:1] + COVER * (len(name) - 1) if len(name) > 1 else COVER * len(name)


@dataclass(frozen=True, slots=True)
class Covered:
    """A kind of personal data that can be uncovered (脱敏项).

    Attributes:
        read: the value of the object with this key as this person may have it; None where it is
            not his to see.
    """

    key: str
    label: str
    read: Callable[[Any, int], str | None]


_covered: dict[str, Covered] = {}


def register(*kinds: Covered) -> None:
    """Declare what can be uncovered; rooms call it from their `apps.py`."""
    _covered.update({kind.key: kind for kind in kinds})


def covered(key: str) -> Covered | None:
    """The kind of this key, if there is one."""
    return _covered.get(key)
