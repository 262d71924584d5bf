"""Values of settings at a moment, and how they came about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bihuan.accounts.models import SettingValue
from bihuan.accounts.setting import SettingKind, Value, kinds


@dataclass(frozen=True, slots=True)
class SettingChange:
    """One value of a setting beside the one before it (配置变更)."""

    pk: int
    words: str
    before: str
    start: datetime
    reason: str
    by: str
    at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A setting with its present value, and the next where one is planned (配置项)."""

    kind: SettingKind
    value: Value
    words: str
    changed_at: datetime | None = None
    planned: SettingChange | None = None

    @property
    def is_default(self) -> bool:
        """Whether nobody has changed it."""
        return self.changed_at is None


def setting_at(kind: SettingKind, now: datetime) -> Value:
    """The setting's value at this moment (现行值), its default where nobody set one."""
    return settings_at([kind], now)[kind.key]


def settings_at(wanted: Iterable[SettingKind], now: datetime) -> dict[str, Value]:
    """Values of several settings by key, in one question."""
    known = {kind.key: kind.default for kind in wanted}
    rows = SettingValue.objects.filter(key__in=known, start__lte=now).order_by("start", "id")
    known.update(rows.values_list("key", "value"))
    return known


def setting_rows(now: datetime) -> dict[str, list[SettingRow]]:
    """Every setting under its section, as the page shows it."""
    told: dict[str, list[SettingRow]] = {}
    changes: dict[str, list[SettingValue]] = {}
    for change in SettingValue.objects.select_related("by").order_by("-start", "-id"):
        changes.setdefault(change.key, []).append(change)
    for kind in kinds():
        told.setdefault(kind.section, []).append(_row(kind, changes.get(kind.key, []), now))
    return told


def setting_row(kind: SettingKind, now: datetime) -> SettingRow:
    """One setting as the page shows it."""
    return _row(kind, list(_values(kind)), now)


def setting_history(kind: SettingKind, now: datetime) -> list[SettingChange]:
    """Every value that the setting took or will take, newest first, each with the one before."""
    return _changes(kind, list(_values(kind)), now)


def _values(kind: SettingKind) -> Iterable[SettingValue]:
    rows = SettingValue.objects.filter(key=kind.key)
    return rows.select_related("by").order_by("-start", "-id")


def _row(kind: SettingKind, values: list[SettingValue], now: datetime) -> SettingRow:
    past = [value for value in values if value.start <= now]
    coming = [change for change in _changes(kind, values, now) if change.start > now]
    value = past[0].value if past else kind.default
    return SettingRow(
        kind=kind,
        value=value,
        words=kind.words(value),
        changed_at=past[0].start if past else None,
        planned=coming[-1] if coming else None,
    )


def _changes(kind: SettingKind, values: list[SettingValue], now: datetime) -> list[SettingChange]:
    in_force = next((value.pk for value in values if value.start <= now), None)
    before = [*values[1:], None][: len(values)]
    return [
        SettingChange(
            pk=value.pk,
            words=kind.words(value.value),
            before=kind.words(older.value if older else kind.default),
            start=value.start,
            reason=value.reason,
            by=str(value.by or "平台"),
            at=value.at,
            state=_state(value, in_force, now),
        )
        for value, older in zip(values, before, strict=True)
    ]


def _state(value: SettingValue, in_force: int | None, now: datetime) -> str:
    if value.start > now:
        return "待生效"
    return "现行" if value.pk == in_force else "历史"
