"""Rosters and shifts (值班安排)."""

from typing import Any

from django import forms

from bihuan.accounts.models import District, Post, User
from bihuan.accounts.roles import Role
from bihuan.notify.models import Preference, Roster, Shift
from bihuan.notify.permission import MAY_ROSTER

MOMENT = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
TIME = forms.TimeInput({"type": "time"}, format="%H:%M")


def colleagues(user: User) -> Any:
    """Whoever holds a post within the person's districts, screens left out; sorted by name."""
    districts = District.objects.visible_to(user, roles=MAY_ROSTER)
    posts = Post.objects.filter(is_active=True, district__in=districts)
    people = User.objects.filter(is_active=True, posts__in=posts.exclude(role=Role.WALL_SCREEN))
    return people.distinct().order_by("name")


class RosterForm(forms.ModelForm[Roster]):
    """A team that takes turns."""

    class Meta:
        model = Roster
        fields = ("name", "district", "members")
        widgets = {"members": forms.CheckboxSelectMultiple({"class": "form-check-input"})}

    def __init__(self, *given: Any, user: User, **more: Any) -> None:
        super().__init__(*given, **more)
        districts = District.objects.visible_to(user, roles=MAY_ROSTER)
        self.fields["district"].queryset = districts  # type: ignore[attr-defined]
        self.fields["members"].queryset = colleagues(user)  # type: ignore[attr-defined]


class ShiftForm(forms.ModelForm[Shift]):
    """One person's turn."""

    class Meta:
        model = Shift
        fields = ("person", "start", "end")
        widgets = {"start": MOMENT, "end": MOMENT}

    def __init__(self, *given: Any, roster: Roster, **more: Any) -> None:
        super().__init__(*given, **more)
        self.instance.roster = roster
        self.fields["person"].queryset = roster.members.order_by("name")  # type: ignore[attr-defined]


class PreferenceForm(forms.ModelForm[Preference]):
    """How one's own messages come (接收设置)."""

    class Meta:
        model = Preference
        fields = ("by_sms", "by_email", "quiet_from", "quiet_until")
        widgets = {"quiet_from": TIME, "quiet_until": TIME}
        help_texts = {"quiet_from": "时段内的短信和邮件推迟到结束后发送，特急消息除外"}


class PostingForm(forms.Form):
    """To which group a text was pasted (登记转发)."""

    group = forms.CharField(label="已发送到", max_length=60, help_text="群名称，如：大气攻坚群")


class ReasonForm(forms.Form):
    """Why something is given up."""

    reason = forms.CharField(
        label="原因", max_length=200, error_messages={"required": "请填写原因"}
    )
