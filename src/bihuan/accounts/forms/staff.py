"""Forms about the contractor's staff."""

from django import forms

from bihuan.accounts.forms.lookup import organisation_field, person_field
from bihuan.accounts.forms.people import day_field
from bihuan.accounts.models import Liaison, LiaisonSide, RosterRequirement
from bihuan.accounts.roles import CONTRACTORS, Role
from bihuan.accounts.services.staff import PlannedChange

STAFF = tuple((role.value, role.label) for role in Role if role in CONTRACTORS | {Role.SERVICE})


class ChangeForm(forms.Form):
    """Notice of a change of staff (人员变更报备)."""

    leaving = person_field("离岗人员")
    successor = person_field("接替人员", required=False)
    role = forms.ChoiceField(label="岗位", choices=STAFF)
    effective_on = day_field("变更日期")
    reason = forms.CharField(label="变更原因", max_length=200)

    def planned(self) -> PlannedChange:
        """What the service takes."""
        return PlannedChange(**self.cleaned_data)


class DecisionForm(forms.Form):
    """Agree or not, with a note (审批)."""

    agree = forms.ChoiceField(choices=(("yes", "同意"), ("no", "不同意")))
    note = forms.CharField(label="审批意见", max_length=200, required=False)


class RequirementForm(forms.Form):
    """How many people of a kind there must be (编制要求)."""

    organisation = organisation_field()
    title = forms.CharField(label="名称", max_length=40, help_text="如 专家团队")
    roles = forms.MultipleChoiceField(
        label="计入的岗位", choices=STAFF, widget=forms.CheckboxSelectMultiple
    )
    least = forms.IntegerField(label="至少人数", min_value=1, max_value=500)
    source = forms.CharField(label="依据", max_length=120, required=False)

    def requirement(self) -> RosterRequirement:
        """The row, not saved."""
        return RosterRequirement(**self.cleaned_data)


class LiaisonForm(forms.ModelForm[Liaison]):
    """Who speaks for a side (对口联系人)."""

    side = forms.ChoiceField(label="所属方", choices=LiaisonSide.choices)
    organisation = organisation_field()
    start = day_field("起始日期")

    class Meta:
        model = Liaison
        fields = ("side", "matter", "organisation", "name", "phone", "start")
