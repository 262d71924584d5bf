"""Filters of the lists of cases."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from django import forms
from django.utils.timezone import make_aware

from bihuan.accounts.models import User
from bihuan.cases.models import CaseState, ProcedureVersion, VersionState
from bihuan.cases.queries.listing import CaseFilter
from bihuan.registry.forms.board import districts_of
from bihuan.registry.forms.listing import FilterForm, choice_field

VIEWS = [
    ("overdue", "已逾期"),
    ("soon", "8 小时内到期"),
    ("urged", "被催办"),
    ("returned", "被退回过"),
    ("escalated", "逾期升级"),
    ("paused", "计时中止"),
]
ON_TIME = [("yes", "按期"), ("no", "逾期办结")]


def kinds() -> list[tuple[str, str]]:
    """Kinds of cases with their titles (事项类型)."""
    rows = ProcedureVersion.objects.filter(state=VersionState.PUBLISHED)
    return list(rows.order_by("code").values_list("code", "title"))


class CaseForm(FilterForm):
    """Filters of the list of cases; the hidden ones come from links of other pages."""

    text = forms.CharField(
        label="编号、企业、标题",
        max_length=60,
        required=False,
        widget=forms.TextInput({"type": "search", "placeholder": "编号、企业或标题"}),
    )
    kind = choice_field("类型", [])
    state = choice_field("状态", CaseState.choices)
    view = choice_field("关注", VIEWS)
    district = choice_field("行政区划", [])
    on_time = choice_field("办结情况", ON_TIME)
    begin = forms.DateField(
        label="创建自", required=False, widget=forms.DateInput({"type": "date"})
    )
    end = forms.DateField(label="至", required=False, widget=forms.DateInput({"type": "date"}))
    sort = choice_field("排序", [("deadline", "按期限")], empty="最新在前")
    holder = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    stage = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    source = forms.SlugField(required=False, max_length=20, widget=forms.HiddenInput)
    enterprise = forms.IntegerField(required=False, widget=forms.HiddenInput)
    organisation = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, object], *, user: User) -> None:
        super().__init__(data)
        for name, choices in (("kind", kinds()), ("district", districts_of(user))):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "全部"), *choices]

    def filter(self) -> CaseFilter:
        """The filter of the query; days become moments."""
        told = self.told
        for name, more in (("begin", 0), ("end", 1)):
            if name in told:
                day = datetime.combine(told[name] + timedelta(days=more), time())
                told[name] = make_aware(day)
        return CaseFilter(**told)
