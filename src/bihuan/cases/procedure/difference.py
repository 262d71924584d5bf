"""What changed between two versions of a procedure (版本比较), in sentences."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any

from bihuan.cases.procedure.document import ACT_TITLES, Act, Condition, FormField, Procedure
from bihuan.cases.procedure.word import FIELD_KINDS, LEVELS, RELATIONS, STEP_KINDS, UNITS
from bihuan.regulations.working_time.term import Term

_NOUNS = {"stages": "环节", "steps": "步骤", "actors": "办理人", "forms": "表单"}
_ITEMS = {
    "code": "代码",
    "title": "名称",
    "noun": "事项称呼",
    "ended": "办结用语",
    "number": "编号格式",
    "start": "起始环节",
    "whole_term": "总期限",
    "raisers": "发起人",
    "raise_form": "发起表单",
    "letter": "文书标题",
    "provisional": "待确认说明",
    "posts": "岗位",
    "levels": "级别",
    "relation": "与事项的关系",
    "holder": "待办人",
    "term": "期限",
    "reminders": "提醒（%）",
    "escalation": "逾期升级",
    "after_hours": "逾期小时数",
    "tell": "告知",
    "step": "步骤",
    "is_end": "结束环节",
    "kind": "类别",
    "sources": "从",
    "target": "到",
    "actors": "办理人",
    "form": "表单",
    "evidence": "凭证",
    "least": "至少件数",
    "notices": "通知",
    "most": "最多次数",
    "beyond": "满次数后到",
    "joint": "会签",
    "not_by": "不得与此步骤同一人",
    "fields": "字段",
    "name": "字段名",
    "required": "必填",
    "choices": "选项",
    "hint": "提示",
    "required_when": "必填条件",
}
"""What the items of a document are called."""

_WORDS: dict[type, dict[str, str]] = {
    type(listed[0][0]): {one.value: label for one, label in listed}
    for listed in (FIELD_KINDS, STEP_KINDS, RELATIONS, UNITS)
}

Titles = Mapping[str, str]


def differences(
    old: Procedure, new: Procedure, *, posts: Mapping[str, str] = MappingProxyType({})
) -> list[str]:
    """One sentence for each part that was added, removed or changed; empty when equal.

    Args:
        posts: what the posts are called.
    """
    titles = {**posts, **dict(LEVELS), **_titles(old), **_titles(new)}
    return [*_plain(old, new, titles), *_parts(old, new, titles), *_acts(old, new, titles)]


def _titles(procedure: Procedure) -> dict[str, str]:
    """Code to title of everything that other parts refer to, and of the fields that decide."""
    parts = {part.code: part.title for name in _NOUNS for part in getattr(procedure, name)}
    fields = {_deciding(one.name): one.title for form in procedure.forms for one in form.fields}
    return parts | fields


def _deciding(name: str) -> str:
    """A field's name as a condition refers to it: a part may have the same code."""
    return f"field:{name}"


def _plain(old: Procedure, new: Procedure, titles: Titles) -> Iterator[str]:
    for item in fields(Procedure):
        if item.name in _NOUNS or item.name == "acts":
            continue
        before, after = getattr(old, item.name), getattr(new, item.name)
        if before != after:
            yield f"{_ITEMS[item.name]}：{_said(before, titles)} → {_said(after, titles)}"


def _parts(old: Procedure, new: Procedure, titles: Titles) -> Iterator[str]:
    for name, noun in _NOUNS.items():
        before = {part.code: part for part in getattr(old, name)}
        after = {part.code: part for part in getattr(new, name)}
        for code in before.keys() - after.keys():
            yield f"删除{noun}“{before[code].title}”"
        for code, part in after.items():
            if code not in before:
                yield f"新增{noun}“{part.title}”"
            elif part != before[code]:
                changes = "；".join(_changes(before[code], part, titles))
                yield f"{noun}“{part.title}”：{changes}"


def _changes(before: Any, after: Any, titles: Titles) -> Iterator[str]:
    for item in fields(after):
        one, other = getattr(before, item.name), getattr(after, item.name)
        if one == other:
            continue
        if item.name == "fields":
            yield from _fields(one, other, titles)
        else:
            yield f"{_ITEMS[item.name]} {_said(one, titles)} → {_said(other, titles)}"


def _fields(
    old: tuple[FormField, ...], new: tuple[FormField, ...], titles: Titles
) -> Iterator[str]:
    """The fields of a form by name; when only their order differs, that."""
    before, after = ({one.name: one for one in part} for part in (old, new))
    for name in before.keys() - after.keys():
        yield f"删除字段“{before[name].title}”"
    for name, one in after.items():
        if name not in before:
            yield f"新增字段“{one.title}”"
        elif one != before[name]:
            yield f"字段“{one.title}” {'，'.join(_changes(before[name], one, titles))}"
    if before == after:
        yield f"字段顺序 {'、'.join(one.title for one in new)}"


def _acts(old: Procedure, new: Procedure, titles: Titles) -> Iterator[str]:
    for act in Act:
        before, after = old.acts.get(act, ()), new.acts.get(act, ())
        if before != after:
            yield f"{ACT_TITLES[act]}：{_said(before, titles)} → {_said(after, titles)}"


def _said(value: Any, titles: Titles) -> str:
    """A value in words; a code that names a part is told by its title."""
    if value in (None, "", ()):
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(_said(one, titles) for one in value)
    if isinstance(value, Condition):
        field = titles.get(_deciding(value.field), value.field)
        return f"“{field}”为{'、'.join(value.values)}"
    if isinstance(value, Term):
        return f"{value.amount} {_said(value.unit, titles)}"
    if is_dataclass(value):
        told = ((item.name, getattr(value, item.name)) for item in fields(value))
        return "，".join(
            f"{_ITEMS[name]} {_said(held, titles)}" for name, held in told if held not in ("", ())
        )
    if isinstance(value, Enum):
        return _WORDS[type(value)][value.value]
    return titles.get(str(value), str(value))
