"""Raising a case by hand (新建事项)."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

from bihuan.accounts.models import District, Organisation, User
from bihuan.accounts.scope import within
from bihuan.cases.forms.step import StepForm
from bihuan.cases.procedure.document import Procedure, Relation
from bihuan.registry.models import Enterprise


def _districts(user: User) -> QuerySet[District]:
    """Where the person may say that something is: the posts' districts, else the units'."""
    if user.is_demo_master or user.data_scope.districts:
        return District.objects.visible_to(user)
    own = Enterprise.objects.visible_to(user).values("district_id")
    return District.objects.filter(pk__in=own)


MISSING = {"required": "此项必填", "invalid_choice": "请从列表中选择"}


class RaiseForm(StepForm):
    """What every case has, and what its procedure asks for beside it."""

    title = forms.CharField(label="标题", max_length=200, error_messages=MISSING)
    district = forms.ModelChoiceField(
        District.objects.none(), label="行政区划", error_messages=MISSING
    )
    enterprise = forms.CharField(
        label="企业",
        max_length=120,
        required=False,
        help_text="填写企业全称或统一社会信用代码；与企业无关时不填",
    )
    reason = forms.CharField(
        label="事由",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages=MISSING,
        help_text="何时、何处、什么情况、依据什么",
    )
    lead = forms.ModelChoiceField(
        Organisation.objects.none(), label="承办单位", required=False, error_messages=MISSING
    )
    helpers = forms.ModelMultipleChoiceField(
        Organisation.objects.none(), label="配合单位", required=False
    )

    def __init__(
        self, procedure: Procedure, data: Mapping[str, Any] | None = None, *, user: User
    ) -> None:
        form = procedure.form(procedure.raise_form)
        super().__init__(form, data)
        self.user = user
        self._choose("district", _districts(user))
        codes = user.data_scope.districts
        bodies = Organisation.objects.exclude(kind__in=["enterprise", "supervisor"])
        if codes:
            bodies = bodies.filter(within("district_id", min(codes, key=len)[:4]))
        self._choose("lead", bodies)
        self._choose("helpers", bodies)
        relations = {actor.relation for actor in procedure.actors}
        holder = procedure.stage(procedure.start).holder
        if Relation.ASSIGNEE not in relations:
            del self.fields["lead"], self.fields["helpers"]
        elif procedure.actor(holder).relation is Relation.ASSIGNEE:
            self.fields["lead"].required = True

    def clean_enterprise(self) -> Enterprise | None:
        """The enterprise of a name or a code, within the person's scope."""
        words = self.cleaned_data["enterprise"].strip()
        if not words:
            return None
        seen = Enterprise.objects.visible_to(self.user)
        found = seen.filter(name=words)[:2] or seen.filter(credit_code_clean=words)[:2]
        if len(found) == 1:
            return found[0]
        raise forms.ValidationError(
            "您的数据范围内没有这家企业，请核对全称"
            if not found
            else "有多家同名企业，请改填信用代码"
        )

    def _choose(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows
