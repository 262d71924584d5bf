"""Do the settings stand as the audit trail tells them (配置完整性)?

The trail is a chain with anchors; a value that somebody changed or took out past the platform no
longer agrees with the act that made it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.accounts.acts import Act
from bihuan.accounts.models import AuditEntry, SettingValue
from bihuan.accounts.setting import kind_of

FETCH = 2_000


@dataclass(frozen=True, slots=True)
class AlteredSetting:
    """A value that does not agree with the trail, and how."""

    name: str
    because: str


def altered_settings() -> list[AlteredSetting]:
    """What was changed, put in or taken out past the platform (配置核验).

    Acts that were archived are no longer in the trail; values from before it begins are let pass.
    """
    begin = AuditEntry.objects.order_by("at").values_list("at", flat=True).first()
    acts = {one.object_id: one for one in _acts()}
    rows = {str(row.pk): row for row in SettingValue.objects.order_by("pk").iterator(FETCH)}
    gone = [
        AlteredSetting(str(act.detail.get("setting", key)), f"{_told(act.detail)} 已被删除")
        for key, act in acts.items()
        if key not in rows
    ]
    return [*gone, *_disagreeing(rows, acts, begin)]


def _acts() -> Iterator[AuditEntry]:
    kind = SettingValue._meta.label_lower
    acts = AuditEntry.objects.filter(action=Act.CHANGE_SETTING, object_kind=kind)
    return acts.order_by("at").iterator(FETCH)


def _disagreeing(
    rows: Mapping[str, SettingValue], acts: Mapping[str, AuditEntry], begin: datetime | None
) -> Iterator[AlteredSetting]:
    for key, row in rows.items():
        act, kind = acts.get(key), kind_of(row.key)
        name = kind.label if kind else row.key
        if act is None:
            if begin is None or row.at >= begin:
                yield AlteredSetting(name, "没有对应的修改记录")
            continue
        words = kind.words(row.value) if kind else act.detail["after"]
        start = datetime.fromisoformat(act.detail["start"])
        if words != act.detail["after"] or row.start != start:
            yield AlteredSetting(name, f"现为 {words}，修改记录为 {_told(act.detail)}")


def _told(detail: Mapping[str, Any]) -> str:
    return f"{detail.get('after', '')}（自 {str(detail.get('start', ''))[:16].replace('T', ' ')}）"
