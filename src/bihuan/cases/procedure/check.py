"""What must hold before a procedure may be published (发布前检查)."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from bihuan.cases.procedure.document import (
    Actor,
    FieldKind,
    Form,
    FormField,
    Procedure,
    Stage,
    Step,
    StepKind,
)

ANSWERS = {FieldKind.YES_NO: ("yes", "no")}
"""The answers of kinds whose choices no document lists."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, where it is and a sentence for the administrator."""

    where: str
    sentence: str


def findings(procedure: Procedure, *, posts: Iterable[str]) -> list[Finding]:
    """Everything that keeps a procedure from being published; empty when it may be.

    Args:
        posts: the posts that exist.
    """
    unknown = list(_unknown_names(procedure, frozenset(posts)))
    if unknown:
        return unknown
    rules: tuple[Callable[[Procedure], Iterator[Finding]], ...] = (
        _unreachable,
        _without_end,
        _without_holder,
        _deadline_leads_nowhere,
        _ends_go_on,
        _broken_forms,
        _broken_conditions,
    )
    return [finding for rule in rules for finding in rule(procedure)]


def _unknown_names(procedure: Procedure, posts: frozenset[str]) -> Iterator[Finding]:
    actors, forms = _codes(procedure.actors), _codes(procedure.forms) | {""}
    yield from _twice(procedure)
    if procedure.start not in _codes(procedure.stages):
        yield Finding("start", f"起始环节 {procedure.start!r} 不存在")
    for actor in procedure.actors:
        if not actor.posts:
            yield Finding(actor.code, f"办理人“{actor.title}”没有指定岗位")
        for post in actor.posts:
            if post not in posts:
                yield Finding(actor.code, f"办理人“{actor.title}”的岗位 {post!r} 不存在")
    for step in procedure.steps:
        yield from _unknown_in_step(procedure, step)
    for name in set(procedure.raisers) - actors:
        yield Finding("raisers", f"发起人 {name!r} 不存在")
    if procedure.raise_form not in forms:
        yield Finding("raise_form", f"发起表单 {procedure.raise_form!r} 不存在")
    for act, names in procedure.acts.items():
        for name in set(names) - actors:
            yield Finding(act.value, f"办件动作引用的办理人 {name!r} 不存在")


def _unknown_in_step(procedure: Procedure, step: Step) -> Iterator[Finding]:
    if not step.actors:
        yield Finding(step.code, f"步骤“{step.title}”没有办理人")
    for name in {*step.sources, step.target, step.beyond} - _codes(procedure.stages) - {""}:
        yield Finding(step.code, f"步骤“{step.title}”引用的环节 {name!r} 不存在")
    for name in {*step.actors, *step.notices} - _codes(procedure.actors):
        yield Finding(step.code, f"步骤“{step.title}”引用的办理人 {name!r} 不存在")
    for name in set(step.not_by) - _codes(procedure.steps):
        yield Finding(step.code, f"步骤“{step.title}”引用的步骤 {name!r} 不存在")
    if step.form and step.form not in _codes(procedure.forms):
        yield Finding(step.code, f"步骤“{step.title}”的表单 {step.form!r} 不存在")


def _codes(parts: Iterable[Stage | Actor | Step | Form]) -> set[str]:
    return {part.code for part in parts}


def _twice(procedure: Procedure) -> Iterator[Finding]:
    groups = {
        "环节": [stage.code for stage in procedure.stages],
        "步骤": [step.code for step in procedure.steps],
        "办理人": [actor.code for actor in procedure.actors],
        "表单": [form.code for form in procedure.forms],
    }
    for title, codes in groups.items():
        for code, count in Counter(codes).items():
            if count > 1:
                yield Finding(code, f"{title} {code!r} 重复 {count} 次")


def _unreachable(procedure: Procedure) -> Iterator[Finding]:
    reached = _closure(procedure.start, lambda code: _targets(procedure, code))
    for stage in procedure.stages:
        if stage.code not in reached:
            yield Finding(stage.code, f"环节“{stage.title}”无法到达")


def _without_end(procedure: Procedure) -> Iterator[Finding]:
    ends = {stage.code for stage in procedure.stages if stage.is_end}
    if not ends:
        yield Finding("stages", "流程没有结束环节")
        return
    for stage in procedure.stages:
        if not ends & _closure(stage.code, lambda code: _targets(procedure, code)):
            yield Finding(stage.code, f"环节“{stage.title}”无法走到结束")


def _without_holder(procedure: Procedure) -> Iterator[Finding]:
    actors = {actor.code for actor in procedure.actors}
    for stage in procedure.stages:
        if stage.is_end:
            continue
        if stage.holder not in actors:
            yield Finding(stage.code, f"环节“{stage.title}”没有办理人")
        elif not any(stage.holder in step.actors for step in procedure.steps_from(stage.code)):
            yield Finding(stage.code, f"环节“{stage.title}”的办理人没有可办理的步骤")


def _deadline_leads_nowhere(procedure: Procedure) -> Iterator[Finding]:
    actors = {actor.code for actor in procedure.actors}
    for stage in procedure.stages:
        if stage.term is None:
            continue
        sentence = _escalation_fault(procedure, stage, actors)
        if sentence:
            yield Finding(stage.code, f"环节“{stage.title}”{sentence}")


def _escalation_fault(procedure: Procedure, stage: Stage, actors: set[str]) -> str:
    escalation = stage.escalation
    if escalation is None or not (escalation.tell or escalation.step):
        return "有期限但没有逾期升级"
    if set(escalation.tell) - actors:
        return "的逾期升级通知了不存在的办理人"
    steps = {step.code for step in procedure.steps_from(stage.code)}
    if escalation.step and escalation.step not in steps:
        return f"的逾期升级步骤 {escalation.step!r} 不能从此环节办理"
    return ""


def _ends_go_on(procedure: Procedure) -> Iterator[Finding]:
    for stage in procedure.stages:
        for step in procedure.steps_from(stage.code):
            if stage.is_end and step.kind is not StepKind.REOPEN:
                yield Finding(step.code, f"步骤“{step.title}”从结束环节“{stage.title}”出发")
            if step.kind is StepKind.CLOSE and not procedure.stage(step.target).is_end:
                yield Finding(step.code, f"步骤“{step.title}”应走到结束环节")


def _broken_forms(procedure: Procedure) -> Iterator[Finding]:
    for form in procedure.forms:
        if not form.fields:
            yield Finding(form.code, f"表单“{form.title}”没有字段")
        for name, count in Counter(field.name for field in form.fields).items():
            if count > 1:
                yield Finding(form.code, f"表单“{form.title}”的字段 {name!r} 重复")
        for field in form.fields:
            needs_choices = field.kind in {FieldKind.CHOICE, FieldKind.CHOICES}
            if needs_choices and not field.choices:
                yield Finding(form.code, f"字段“{field.title}”没有选项")


def _broken_conditions(procedure: Procedure) -> Iterator[Finding]:
    raising = procedure.form(procedure.raise_form)
    for form in procedure.forms:
        known = {one.name: one for one in (*(raising.fields if raising else ()), *form.fields)}
        for one in form.fields:
            if sentence := _condition_fault(one, known):
                yield Finding(form.code, f"字段“{one.title}”{sentence}")


def _condition_fault(one: FormField, known: Mapping[str, FormField]) -> str:
    asked = one.required_when
    if asked is None:
        return ""
    if one.required:
        return "既是必填又写了必填条件，请只留一个"
    source = known.get(asked.field)
    if source is None or source.name == one.name:
        return f"的必填条件引用的字段 {asked.field!r} 不在本表单和发起表单中"
    answers = ANSWERS.get(source.kind, source.choices)
    if not answers:
        return f"的必填条件引用的字段“{source.title}”不是选择项"
    strange = [value for value in asked.values if value not in answers]
    if strange or not asked.values:
        return f"的必填条件：“{source.title}”没有选项 {'、'.join(strange) or '（未写）'}"
    return ""


def _targets(procedure: Procedure, stage: str) -> set[str]:
    steps = procedure.steps_from(stage)
    return {step.target for step in steps} | {step.beyond for step in steps if step.beyond}


def _closure(start: str, targets: Callable[[str], set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        code = waiting.pop()
        if code not in reached:
            reached.add(code)
            waiting += targets(code)
    return reached
