"""A field that is required only beside certain answers: published, filled in, refused."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.accounts.roles import Role
from bihuan.cases.error import IncompleteStep
from bihuan.cases.forms.procedure import ProcedureRows
from bihuan.cases.forms.step import StepForm
from bihuan.cases.models import Case, ProcedureVersion, VersionState
from bihuan.cases.procedure.check import findings
from bihuan.cases.procedure.difference import differences
from bihuan.cases.procedure.document import Condition, FieldKind, Form, FormField, Procedure
from bihuan.cases.procedure.wire import as_data, procedure_from
from bihuan.cases.services import Answer, publish, raise_case, save_draft, take_step
from bihuan.cases.services.procedure import publish_shipped
from bihuan.cases.shipped import shipped
from bihuan.cases.version_document import procedure_of
from tests.cases.test_procedure_rows import sent
from tests.people import People, Places

ORDER = next(one for one in shipped() if one.code == "work_order")
WORK = FormField("work", "处理方式", FieldKind.CHOICE, choices=("远程", "现场"))
SITE = FormField("site", "现场情况", required_when=Condition("work", ("现场",)))


def with_solution(*fields: FormField) -> Procedure:
    """The work order with another form of its solution."""
    forms = [replace(one, fields=fields) if one.code == "solution" else one for one in ORDER.forms]
    return replace(ORDER, forms=tuple(forms))


def accepted(kind: str, people: People, places: Places, now: datetime) -> Case:
    """A work order of a class, in hand."""
    case = raise_case(
        "work_order",
        title="排口限值有误",
        district=places.districts["410181"],
        reason="请更正",
        fields={"class": kind, "urgency": "一般"},
        by=people.wang,
        now=now,
    )
    return take_step(case, "accept", by=people.engineer, now=now)


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        (SITE, ""),
        (replace(SITE, required_when=Condition("class", ("配置",))), ""),
        (replace(SITE, required_when=Condition("nothing", ("甲",))), "不在本表单和发起表单中"),
        (replace(SITE, required_when=Condition("site", ("甲",))), "不在本表单和发起表单中"),
        (replace(SITE, required_when=Condition("text", ("甲",))), "不是选择项"),
        (replace(SITE, required_when=Condition("work", ("空中",))), "没有选项 空中"),
        (replace(SITE, required_when=Condition("work", ())), "没有选项 （未写）"),
        (replace(SITE, required=True), "请只留一个"),
    ],
)
def test_a_condition_is_checked_before_publishing(field: FormField, sentence: str) -> None:
    changed = with_solution(FormField("text", "结果"), WORK, field)
    found = [one.sentence for one in findings(changed, posts=list(Role))]
    assert [sentence in one for one in found] == [True] * bool(sentence)


def test_a_document_says_the_condition_and_older_ones_stay_as_they_were() -> None:
    changed = with_solution(WORK, SITE)
    assert procedure_from(as_data(changed)) == changed
    assert "required_when" not in str(as_data(with_solution(WORK)))


@pytest.mark.parametrize(
    ("given", "required"), [({}, False), ({"work": "远程"}, False), ({"work": "现场"}, True)]
)
def test_the_form_asks_for_it_only_beside_that_answer(
    given: Mapping[str, str], required: bool
) -> None:
    asked = Form("solution", "处理结果", (WORK, SITE))
    form = StepForm(asked, dict(given))
    assert form.is_valid() is not required
    assert ("site" in form.errors) is required
    assert StepForm(asked, {**given, "site": "已看"}).is_valid()
    assert form["site"].help_text == "处理方式为现场时必填"
    assert StepForm(asked, {"work": ""}, facts={"work": "现场"}).is_valid()


def test_one_of_several_choices_is_enough() -> None:
    condition = Condition("kinds", ("甲",))
    told = {"甲": True, "甲、乙": True, "乙、丙": False, "": False}
    assert {words: condition.holds({"kinds": words}) for words in told} == told


@pytest.mark.requirement("A2.17")
def test_a_work_order_of_data_or_settings_says_what_was_before_and_after(
    people: People, places: Places, now: datetime
) -> None:
    bare = Answer(fields={"text": "已更正"})
    whole = Answer(fields={"text": "已更正", "before": "50", "after": "35"})
    case = accepted("配置", people, places, now)
    with pytest.raises(IncompleteStep, match="还缺：处理前、处理后"):
        take_step(case, "solve", by=people.engineer, now=now, answer=bare)
    client = Client()
    client.force_login(people.engineer)
    address = reverse("cases:step", args=[case.pk, "solve"])
    page = client.get(address).content.decode()
    assert page.count("form-label required") == 3
    refused = client.post(address, {"text": "已更正", "key": "a", "revision": case.revision})
    assert (refused.status_code, refused.content.decode().count("此项必填")) == (422, 2)
    assert take_step(case, "solve", by=people.engineer, now=now, answer=whole).stage == "confirm"
    other = accepted("账号", people, places, now)
    assert take_step(other, "solve", by=people.engineer, now=now, answer=bare).stage == "confirm"


def test_the_page_watches_the_other_field_and_the_server_decides(
    people: People, places: Places, now: datetime
) -> None:
    publish_shipped(now)
    draft = save_draft(with_solution(WORK, SITE), note="", by=people.system_admin, now=now)
    publish(draft, by=people.system_admin, now=now)
    case = accepted("账号", people, places, now)
    client = Client()
    client.force_login(people.engineer)
    address = reverse("cases:step", args=[case.pk, "solve"])
    page = client.get(address).content.decode()
    assert 'data-required-when="work"' in page and "cases/required" in page
    given = {"work": "现场", "key": "b", "revision": case.revision}
    assert "此项必填" in client.post(address, given).content.decode()
    assert client.post(address, {**given, "site": "已看"}).status_code == 302


def test_a_condition_is_written_by_rows_and_compared_in_words(
    people: People, now: datetime
) -> None:
    publish_shipped(now)
    before = procedure_of(ProcedureVersion.objects.get(code="work_order"))
    rows = ProcedureRows(before)
    place = next(n for n, row in enumerate(rows.parts["fields"]) if row["code"].value() == "parts")
    client = Client()
    client.force_login(people.system_admin)
    address = reverse("cases:procedure_rows", args=["work_order"])
    form = sent(rows) | {f"fields-{place}-when": "class"}
    half = client.post(address, form)
    assert (half.status_code, "要么都填" in half.content.decode()) == (422, True)
    whole = client.post(address, form | {f"fields-{place}-values": "故障排查；现场指导"})
    assert whole.status_code == 302
    draft = procedure_of(ProcedureVersion.objects.get(state=VersionState.DRAFT))
    asked = draft.form("solution")
    assert asked is not None
    assert asked.fields[-1].required_when == Condition("class", ("故障排查", "现场指导"))
    assert differences(before, draft) == [
        "表单“处理结果”：字段“更换的部件” 必填条件 无 → “类别”为故障排查、现场指导"
    ]
