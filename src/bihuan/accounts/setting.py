"""Settings that administrators change in the web (配置项): which there are is code, here.

A room declares its settings and registers them from its `apps.py`; whoever needs a value asks
`accounts.queries.setting.setting_at(KIND, now)`. Values are dated and never overwritten.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bihuan.accounts.roles import Role

Value = Any


class Shape(StrEnum):
    """What a setting's value looks like (值类型)."""

    WHOLE = "whole"
    SWITCH = "switch"
    TEXT = "text"
    CHOICES = "choices"


@dataclass(frozen=True, slots=True)
class SettingKind:
    """One setting as its room declares it (配置项).

    Attributes:
        key: room and name, such as ``accounts.idle_minutes``.
        section: heading under which the page shows it.
        least, most: bounds of a whole number.
        choices: (value, label) of a list of choices.
        source: the clause that asks for it, printed beside it.
        is_confirmed: false where the default is ours or remembered; the page says 待确认.
        changed_by: the administrator whose business it is.
    """

    key: str
    label: str
    section: str
    default: Value
    shape: Shape = Shape.WHOLE
    unit: str = ""
    help: str = ""
    least: int = 0
    most: int = 1_000_000
    choices: tuple[tuple[str, str], ...] = ()
    source: str = ""
    is_confirmed: bool = True
    changed_by: Role = Role.SYSTEM_ADMIN

    def words(self, value: Value) -> str:
        """The value as people read it."""
        return WORDS[self.shape](self, value)


def _whole(kind: SettingKind, value: Value) -> str:
    return f"{value} {kind.unit}".strip()


def _choices(kind: SettingKind, value: Value) -> str:
    labels = dict(kind.choices)
    return "、".join(labels.get(one, one) for one in value) or "无"


WORDS: dict[Shape, Callable[[SettingKind, Value], str]] = {
    Shape.WHOLE: _whole,
    Shape.SWITCH: lambda _, value: "是" if value else "否",
    Shape.TEXT: lambda _, value: value or "（空）",
    Shape.CHOICES: _choices,
}


class WrongValue(ValueError):
    """A value that a setting cannot take; the sentence says what it can."""


class SettingConflict(ValueError):
    """Two rooms claimed the same key."""


_kinds: dict[str, SettingKind] = {}


def register(*kinds: SettingKind) -> None:
    """Declare settings; saying the same thing twice is harmless.

    Raises:
        SettingConflict: the key already belongs to another setting.
    """
    for kind in kinds:
        if _kinds.setdefault(kind.key, kind) != kind:
            raise SettingConflict(f"setting {kind.key!r} is taken by {_kinds[kind.key].label!r}")


def kinds() -> Sequence[SettingKind]:
    """Every setting, as the rooms declared them."""
    return tuple(_kinds.values())


def kind_of(key: str) -> SettingKind | None:
    """The setting of this key, if there is one."""
    return _kinds.get(key)


def checked(kind: SettingKind, value: Value) -> Value:
    """The value, if the setting can take it.

    Raises:
        WrongValue: another shape, or out of bounds.

    >>> checked(SettingKind("a.b", "长度", "密码", 10, least=8, most=64), 8)
    8
    """
    if kind.shape is Shape.WHOLE:
        if isinstance(value, bool) or not isinstance(value, int):
            raise WrongValue(f"{kind.label}须为整数")
        if not kind.least <= value <= kind.most:
            raise WrongValue(f"{kind.label}须在 {kind.least} 到 {kind.most} 之间")
    elif kind.shape is Shape.SWITCH and not isinstance(value, bool):
        raise WrongValue(f"{kind.label}须为是或否")
    elif kind.shape is Shape.TEXT and not isinstance(value, str):
        raise WrongValue(f"{kind.label}须为文字")
    elif kind.shape is Shape.CHOICES and not _all_known(kind, value):
        raise WrongValue(f"{kind.label}只能从列出的选项中选择")
    return value


def _all_known(kind: SettingKind, value: Value) -> bool:
    return isinstance(value, list) and set(value) <= {key for key, _ in kind.choices}
