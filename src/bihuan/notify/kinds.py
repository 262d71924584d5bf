"""Kinds of notices (消息类型): each room registers its own in its apps.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bihuan.notify.error import KindConflict, UnknownKind

STANDARD_FIELDS: Mapping[str, str] = {"link": "链接", "severity": "紧急程度"}
"""Fields that every kind has."""


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind of notice with its shipped text.

    Args:
        key: as `queue` is called with, such as ``"watch.event"``.
        label: Chinese name.
        fields: names of the context to what they are called in texts, e.g. ``{"place": "点位"}``.
        title: shipped title with placeholders, e.g. ``"{点位}超标"``.
        text: shipped text with placeholders.
        sample: an example of the context, for the preview when there is no real object yet.
    """

    key: str
    label: str
    fields: Mapping[str, str]
    title: str
    text: str
    sample: Mapping[str, str] = field(default_factory=dict)

    @property
    def all_fields(self) -> dict[str, str]:
        """The kind's own fields and the standard ones."""
        return {**self.fields, **STANDARD_FIELDS}


_kinds: dict[str, NoticeKind] = {}


def register(*kinds: NoticeKind) -> None:
    """Make kinds known; saying the same thing twice is harmless.

    Raises:
        KindConflict: the key already belongs to a different kind.
    """
    for kind in kinds:
        if _kinds.setdefault(kind.key, kind) != kind:
            raise KindConflict(kind.key)


def kind_of(key: str) -> NoticeKind:
    """The kind of a key.

    Raises:
        UnknownKind: nobody registered it.
    """
    try:
        return _kinds[key]
    except KeyError:
        raise UnknownKind(key) from None


def label_of(key: str) -> str:
    """Chinese name of a kind, or its key when its room is gone."""
    return _kinds[key].label if key in _kinds else key


def all_kinds() -> list[NoticeKind]:
    """Every kind, by key."""
    return [_kinds[key] for key in sorted(_kinds)]
