"""What changed between two versions of a procedure (版本比较), in sentences."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from bihuan.cases.procedure.document import ACT_TITLES, Act, Procedure
from bihuan.cases.procedure.wire import as_data

_NOUNS = {"stages": "环节", "steps": "步骤", "actors": "办理人", "forms": "表单"}


def differences(old: Procedure, new: Procedure) -> list[str]:
    """One sentence for each part that was added, removed or changed; empty when equal."""
    return [*_plain(old, new), *_parts(old, new), *_acts(old, new)]


def _plain(old: Procedure, new: Procedure) -> Iterator[str]:
    for item in fields(Procedure):
        if item.name in _NOUNS or item.name == "acts":
            continue
        before, after = getattr(old, item.name), getattr(new, item.name)
        if before != after:
            yield f"{item.name}：{_said(before)} → {_said(after)}"


def _parts(old: Procedure, new: Procedure) -> Iterator[str]:
    for name, noun in _NOUNS.items():
        before = {part.code: part for part in getattr(old, name)}
        after = {part.code: part for part in getattr(new, name)}
        for code in before.keys() - after.keys():
            yield f"删除{noun}“{before[code].title}”"
        for code, part in after.items():
            if code not in before:
                yield f"新增{noun}“{part.title}”"
            elif part != before[code]:
                yield f"{noun}“{part.title}”：{'；'.join(_changes(before[code], part))}"


def _changes(before: Any, after: Any) -> Iterator[str]:
    for item in fields(after):
        one, other = getattr(before, item.name), getattr(after, item.name)
        if one != other:
            yield f"{item.name} {_said(one)} → {_said(other)}"


def _acts(old: Procedure, new: Procedure) -> Iterator[str]:
    for act in Act:
        before, after = old.acts.get(act, ()), new.acts.get(act, ())
        if before != after:
            yield f"{ACT_TITLES[act]}：{_said(before)} → {_said(after)}"


def _said(value: Any) -> str:
    return str(as_data(value)) if value not in (None, "", ()) else "无"
