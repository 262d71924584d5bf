"""Filters of events, findings and suppressions (报警表单)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from bihuan.accounts.models import User
from bihuan.registry.forms.board import districts_of
from bihuan.registry.forms.listing import FilterForm, choice_field, search_field
from bihuan.watch.models import EventState, Finding, Suppression
from bihuan.watch.queries.event import EventFilter
from bihuan.watch.rules import all_rules

MOMENT = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def rule_choices() -> list[tuple[str, str]]:
    """The registered rules, by key and Chinese name."""
    return [(one.key, one.label) for one in all_rules()]


class EventForm(FilterForm):
    """Filters of the list of events."""

    text = search_field("点位或企业")
    rule = choice_field("规则", [])
    state = choice_field("状态", EventState.choices, empty="有效报警")
    district = choice_field("行政区划", [])
    finding = choice_field("研判", [("none", "未研判"), *Finding.choices])
    quiet = choice_field("屏蔽", [("no", "未屏蔽"), ("yes", "已屏蔽")])
    day = forms.DateField(
        label="日期", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data: Mapping[str, object], *, user: User) -> None:
        super().__init__(data)
        self.fields["rule"].choices = [("", "全部"), *rule_choices()]  # type: ignore[attr-defined]
        own = [("", "全部"), *districts_of(user)]
        self.fields["district"].choices = own  # type: ignore[attr-defined]

    def filter(self) -> EventFilter:
        """The filter of the query."""
        return EventFilter(**self.told)

    def clean_day(self) -> date | None:
        """A day that the calendar of the store holds."""
        day: date | None = self.cleaned_data.get("day")
        if day is not None and not 2000 <= day.year <= 2100:
            raise forms.ValidationError("请选择 2000 年至 2100 年的日期")
        return day


class FindingForm(forms.Form):
    """What an event turned out to be (研判)."""

    finding = forms.ChoiceField(label="研判结论", choices=Finding.choices)
    note = forms.CharField(
        label="说明", required=False, max_length=300, widget=forms.Textarea({"rows": 2})
    )


class SuppressionForm(forms.ModelForm[Suppression]):
    """What is kept quiet, why and until when (报警屏蔽)."""

    SCOPES = (("point", "本监测点"), ("enterprise", "本企业全部监测点"), ("district", "本行政区划"))

    scope = forms.ChoiceField(label="范围", choices=SCOPES)
    all_rules = forms.BooleanField(label="屏蔽全部规则（不只本规则）", required=False)

    class Meta:
        model = Suppression
        fields = ("reason", "end")
        widgets = {"end": MOMENT}

    def __init__(self, *given: Any, has_unit: bool = True, **more: Any) -> None:
        super().__init__(*given, **more)
        if not has_unit:
            scopes = [one for one in self.SCOPES if one[0] != "enterprise"]
            self.fields["scope"].choices = scopes  # type: ignore[attr-defined]
