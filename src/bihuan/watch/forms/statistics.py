"""What statistics of events are asked for."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from django import forms
from django.utils.timezone import localtime, make_aware

from bihuan.accounts.models import User
from bihuan.registry.forms.board import districts_of
from bihuan.registry.forms.listing import FilterForm, choice_field
from bihuan.watch.forms.event import rule_choices
from bihuan.watch.queries.statistics import GROUPS, Asked

DAY = forms.DateInput({"type": "date"})
USUAL = timedelta(days=30)
LONGEST = timedelta(days=366)


class StatisticsForm(FilterForm):
    """Period, grouping and narrowing; the last thirty days where no period is given."""

    begin = forms.DateField(
        label="开始自", required=False, widget=forms.DateInput({"type": "date"})
    )
    end = forms.DateField(label="至", required=False, widget=forms.DateInput({"type": "date"}))
    group = choice_field("分组", list(GROUPS.items())[1:], empty="规则")
    rule = choice_field("规则", [])
    district = choice_field("行政区划", [])

    def __init__(self, data: Mapping[str, object], *, user: User, now: datetime) -> None:
        super().__init__(data)
        self.now = now
        for name, choices in (("rule", rule_choices()), ("district", districts_of(user))):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "全部"), *choices]

    def asked(self) -> Asked:
        """What is counted."""
        told = self.told
        last = told.get("end") or localtime(self.now).date()
        first = told.get("begin") or last - USUAL
        first = max(min(first, last), last - LONGEST)
        return Asked(
            begin=make_aware(datetime.combine(first, time())),
            end=make_aware(datetime.combine(last + timedelta(days=1), time())),
            group=told.get("group", "rule"),
            rule=told.get("rule", ""),
            district=told.get("district", ""),
        )
