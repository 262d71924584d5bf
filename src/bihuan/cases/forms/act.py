"""What each act beside the route asks for (办件动作的表单)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import QuerySet

from bihuan.accounts.models import Organisation, User
from bihuan.accounts.scope import within
from bihuan.cases.models import Case, LinkKind
from bihuan.cases.procedure.document import Act, Step
from bihuan.cases.queries.duty import Suggested
from bihuan.cases.queries.nearest import Nearby

MISSING = {"required": "此项必填", "invalid_choice": "请从列表中选择"}


def _text(label: str, *, required: bool = True, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=1000,
        required=required,
        help_text=hint,
        widget=forms.Textarea({"rows": 3}),
        error_messages=MISSING,
    )


def _word(label: str, *, required: bool = True, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=120, required=required, help_text=hint, error_messages=MISSING
    )


@dataclass(frozen=True, slots=True)
class Offered:
    """What the form of an act offers to choose from.

    Attributes:
        people: whom it may go to, or who may read along.
        steps: what a link may answer.
        near: who could be sent, the nearest free one first.
        bodies: who leads and helps by the list of duties.
    """

    people: "QuerySet[User]"
    steps: Sequence[Step] = ()
    near: Sequence[Nearby] = ()
    bodies: Suggested = field(default_factory=Suggested)


class ActForm(forms.Form):
    """The form of one act; which fields it has depends on the act."""

    def __init__(
        self, act: Act, data: Mapping[str, Any] | None, *, case: Case, offered: Offered
    ) -> None:
        super().__init__(data)
        self.act = act
        self.fields.update(_fields(act, case, offered))

    def clean(self) -> dict[str, Any]:
        """Whoever is sent by name brings the body that leads."""
        told = super().clean() or {}
        if self.act is Act.ASSIGN and "lead" in told:
            person = told.get("person")
            told["lead"] = told["lead"] or (person.organisation if person else None)
            if told["lead"] is None:
                self.add_error("lead", "请选择牵头单位，或选择就近人员")
        return told


def _fields(act: Act, case: Case, offered: Offered) -> dict[str, forms.Field]:
    people, steps = offered.people, offered.steps
    bodies = Organisation.objects.filter(within("district_id", case.district_id[:4]))
    if act is Act.TRANSFER:
        return {"to": _person("转给", people), "note": _text("转办意见")}
    if act is Act.COPY:
        many = forms.ModelMultipleChoiceField(people, label="抄送", error_messages=MISSING)
        return {"people": many, "note": _text("说明", required=False)}
    if act is Act.EXTEND:
        amount = forms.IntegerField(
            label="延长", min_value=1, max_value=60, help_text=_unit(case), error_messages=MISSING
        )
        return {"amount": amount, "reason": _text("延期理由")}
    if act is Act.ASSIGN:
        return _assignment(bodies, offered)
    if act is Act.LINK:
        choice = forms.ChoiceField(
            label="答复步骤", choices=[(step.code, step.title) for step in steps]
        )
        hours = forms.IntegerField(
            label="有效期（小时）", min_value=1, max_value=168, initial=48, error_messages=MISSING
        )
        return {"step": choice, "answerer": _word("答复单位或人"), "hours": hours}
    return _plain(act, case, bodies)


def _assignment(bodies: "QuerySet[Organisation]", offered: Offered) -> dict[str, forms.Field]:
    named = {str(one.person.pk): one.person for one in offered.near}
    fields: dict[str, forms.Field] = {}
    if named:
        fields["person"] = forms.TypedChoiceField(
            label="就近人员",
            choices=[
                ("", "不指定个人"),
                *((str(one.person.pk), one.words) for one in offered.near),
            ],
            coerce=named.__getitem__,
            empty_value=None,
            required=False,
            widget=forms.RadioSelect({"class": "form-check-input m-0 mt-1"}),
            help_text="空闲的在前，其次看最近 12 小时的位置和责任区",
        )
    fields["lead"] = forms.ModelChoiceField(
        bodies,
        label="牵头单位",
        required=False,
        initial=offered.bodies.lead,
        help_text=offered.bodies.words or "选择了就近人员时可不填，由其单位牵头",
        error_messages=MISSING,
    )
    fields["helpers"] = forms.ModelMultipleChoiceField(
        bodies, label="配合单位", required=False, initial=offered.bodies.helpers
    )
    fields["task"] = _text("分工要求", required=False)
    return fields


def _plain(act: Act, case: Case, bodies: "QuerySet[Organisation]") -> dict[str, forms.Field]:
    if act is Act.TELEPHONE:
        return {
            "person": _word("通话人"),
            "phone": _word("电话", required=False),
            "text": _text("通话内容"),
        }
    if act is Act.RELATE:
        kinds = [*LinkKind.choices, ("merge", "并入本事项（对方事项随即结束）")]
        return {
            "number": _word("事项编号", hint="填写要关联事项的完整编号"),
            "kind": forms.ChoiceField(label="方式", choices=kinds),
            "note": _text("说明", required=False),
        }
    if act is Act.SUB_TASK:
        due = forms.DateTimeField(
            label="期限",
            required=False,
            input_formats=["%Y-%m-%dT%H:%M"],
            widget=forms.DateTimeInput({"type": "datetime-local"}),
        )
        body = forms.ModelChoiceField(bodies, label="承办单位", required=False)
        return {"title": _word("内容"), "organisation": body, "due_at": due}
    if act is Act.INSTRUCT:
        return {"text": _text("批示内容")}
    if act is Act.PAUSE:
        return {} if case.paused_at else {"reason": _text("中止原因")}
    if act is Act.SIGN_FOR:
        return {}
    return {"note": _text("说明", required=act is Act.RECALL)}


def _person(label: str, people: "QuerySet[User]") -> "forms.ModelChoiceField[User]":
    return forms.ModelChoiceField(people, label=label, error_messages=MISSING)


def _unit(case: Case) -> str:
    term = (case.clock or {}).get("term")
    return {"hours": "小时", "working_days": "个工作日", "working_hours": "个工作小时"}.get(
        term[1] if term else "", "日"
    )
