"""What statistics are asked for."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from django import forms
from django.utils.timezone import localtime, make_aware

from bihuan.accounts.models import User
from bihuan.cases.forms.listing import kinds
from bihuan.cases.queries.statistics import GROUPS, Asked
from bihuan.registry.forms.board import districts_of
from bihuan.registry.forms.listing import FilterForm, choice_field

USUAL = timedelta(days=90)
LONGEST = timedelta(days=1100)


class StatisticsForm(FilterForm):
    """Period, grouping and narrowing of the statistics."""

    begin = forms.DateField(
        label="创建自", required=False, widget=forms.DateInput({"type": "date"})
    )
    end = forms.DateField(label="至", required=False, widget=forms.DateInput({"type": "date"}))
    group = choice_field("按", list(GROUPS.items())[1:], empty="事项类型")
    kind = choice_field("类型", [])
    district = choice_field("行政区划", [])

    def __init__(self, data: Mapping[str, object], *, user: User, now: datetime) -> None:
        super().__init__(data)
        self.now = now
        for name, choices in (("kind", kinds()), ("district", districts_of(user))):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "全部"), *choices]

    def asked(self) -> Asked:
        """What is counted; the last ninety days where no period is given."""
        told = self.told
        today = localtime(self.now).date()
        last = told.get("end") or today
        first = told.get("begin") or last - USUAL
        first = max(min(first, last), last - LONGEST)
        return Asked(
            begin=make_aware(datetime.combine(first, time())),
            end=make_aware(datetime.combine(last + timedelta(days=1), time())),
            group=told.get("group", "kind"),
            kind=told.get("kind", ""),
            district=told.get("district", ""),
        )
