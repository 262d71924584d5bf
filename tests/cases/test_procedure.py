"""Procedures as data: reading, checking before publishing, comparing, drawing."""

import json
from dataclasses import replace
from importlib import resources
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.cases.procedure.check import findings
from bihuan.cases.procedure.difference import differences
from bihuan.cases.procedure.document import (
    Escalation,
    Form,
    IllegalStep,
    Procedure,
    ProcedureError,
    Stage,
    StepKind,
    next_stage,
)
from bihuan.cases.procedure.drawing import drawing, layout
from bihuan.cases.procedure.wire import as_data, procedure_from

POSTS = ("enterprise", "operator", "district", "city", "province", "service")
FILE = resources.files("bihuan.cases").joinpath("procedures", "exceedance_task.json")
DATA = json.loads(FILE.read_text("utf-8"))
TASK = procedure_from(DATA)


def said(procedure: Procedure) -> str:
    return "\n".join(finding.sentence for finding in findings(procedure, posts=POSTS))


def with_stage(code: str, **changes: object) -> Procedure:
    stages = tuple(
        replace(stage, **changes) if stage.code == code else stage for stage in TASK.stages
    )
    return replace(TASK, stages=stages)


def without_steps(*codes: str) -> Procedure:
    return replace(TASK, steps=tuple(step for step in TASK.steps if step.code not in codes))


def test_the_shipped_task_may_be_published() -> None:
    assert said(TASK) == ""


def test_a_procedure_survives_the_way_to_a_file_and_back() -> None:
    assert procedure_from(json.loads(json.dumps(as_data(TASK)))) == TASK


def test_a_route_is_followed_and_others_are_refused() -> None:
    assert next_stage(TASK, "to_explain", "explain").code == "county_review"
    with pytest.raises(IllegalStep, match="待解释"):
        next_stage(TASK, "to_explain", "city_close")


def test_the_third_return_goes_to_the_city() -> None:
    assert next_stage(TASK, "county_review", "county_return", taken=1).code == "returned"
    assert next_stage(TASK, "county_review", "county_return", taken=2).code == "city_review"


def test_a_stage_that_nobody_reaches_is_found() -> None:
    assert "“现场核查”无法到达" in said(without_steps("county_check"))


def test_a_stage_without_a_way_to_an_end_is_found() -> None:
    assert "“待省审”无法走到结束" in said(without_steps("province_close", "province_return"))


def test_a_stage_whose_holder_can_do_nothing_is_found() -> None:
    assert "没有可办理的步骤" in said(without_steps("province_close", "province_return"))
    assert "“待县审”没有办理人" in said(with_stage("county_review", holder=""))


def test_a_deadline_that_leads_nowhere_is_found() -> None:
    assert "没有逾期升级" in said(with_stage("county_review", escalation=None))
    silent = Escalation(after_hours=1)
    assert "没有逾期升级" in said(with_stage("county_review", escalation=silent))
    wrong = Escalation(after_hours=1, step="province_close")
    assert "不能从此环节办理" in said(with_stage("county_review", escalation=wrong))


def test_a_step_with_a_missing_form_or_actor_is_found() -> None:
    steps = tuple(
        replace(step, form="lost", actors=()) if step.code == "explain" else step
        for step in TASK.steps
    )
    sentences = said(replace(TASK, steps=steps))
    assert "表单 'lost' 不存在" in sentences
    assert "“提交解释”没有办理人" in sentences


def test_an_unknown_post_is_found() -> None:
    assert "岗位 'city' 不存在" in "\n".join(
        finding.sentence for finding in findings(TASK, posts=POSTS[:3])
    )


def test_an_end_leads_on_only_by_reopening() -> None:
    steps = tuple(
        replace(step, kind=StepKind.FORWARD) if step.code == "reopen" else step
        for step in TASK.steps
    )
    assert "从结束环节“办结”出发" in said(replace(TASK, steps=steps))


def test_forms_without_fields_and_double_codes_are_found() -> None:
    assert "没有字段" in said(replace(TASK, forms=(*TASK.forms, Form("empty", "空表", ()))))
    assert "重复 2 次" in said(replace(TASK, stages=(*TASK.stages, TASK.stages[0])))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"stagez": []}, "不认识的项 stagez"),
        ({"stages": {}}, "流程.stages：应为列表"),
        ({"title": 5}, "流程.title"),
        ({"steps": [{"code": "x"}]}, "缺少必填项"),
        ({"whole_term": {"amount": 0, "unit": "hours"}}, "no end"),
        ({"whole_term": {"amount": 1, "unit": "weeks"}}, "应为 hours、"),
    ],
)
def test_wrong_files_say_where(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(ProcedureError, match=sentence):
        procedure_from(DATA | change)


def test_versions_are_compared_in_sentences() -> None:
    assert differences(TASK, TASK) == []
    renamed = with_stage("county_review", title="县级审核")
    assert differences(TASK, renamed) == ["环节“县级审核”：名称 待县审 → 县级审核"]
    assert "删除步骤“作废”" in differences(TASK, without_steps("annul"))
    assert "新增环节“归档”" in differences(
        TASK, replace(TASK, stages=(*TASK.stages, Stage("filed", "归档", is_end=True)))
    )


def test_the_drawing_is_a_picture_with_every_stage_and_step() -> None:
    picture = drawing(TASK, current="county_review")
    text = "".join(ElementTree.fromstring(picture).itertext())
    assert all(stage.title in text for stage in TASK.stages)
    assert all(step.title in text for step in TASK.steps)
    assert picture.count("current") == 1
    boxes = layout(TASK)
    assert len({(box.x, box.y) for box in boxes.values()}) == len(TASK.stages)


@given(st.lists(st.sampled_from([step.code for step in TASK.steps]), max_size=40))
def test_whatever_is_tried_a_case_stays_on_the_routes_and_can_still_end(tries: list[str]) -> None:
    stage, taken = TASK.start, dict.fromkeys((step.code for step in TASK.steps), 0)
    for code in tries:
        try:
            stage = next_stage(TASK, stage, code, taken=taken[code]).code
        except IllegalStep:
            continue
        taken[code] += 1
    assert TASK.stage(stage).is_end or TASK.steps_from(stage)
