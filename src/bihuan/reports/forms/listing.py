"""Filters of the archive (台账筛选)."""

from collections.abc import Mapping

from django import forms

from bihuan.accounts.models import User
from bihuan.registry.forms.board import districts_of
from bihuan.registry.forms.listing import FilterForm, choice_field, search_field
from bihuan.reports.models import AffectedState, State
from bihuan.reports.queries.listing import ReportFilter, kind_titles

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
LATE = (("no", "按时或未到期"), ("yes", "逾期"))


class ReportForm(FilterForm):
    """Filters of the list of documents."""

    text = search_field("标题或文号")
    kind = choice_field("种类", [])
    state = choice_field("环节", State.choices)
    district = choice_field("行政区划", [])
    late = choice_field("时限", LATE)
    since = forms.DateField(label="期末自", required=False, widget=DAY)
    until = forms.DateField(label="期末至", required=False, widget=DAY)

    def __init__(self, data: Mapping[str, object], *, user: User) -> None:
        super().__init__(data)
        kinds = [("", "全部"), *kind_titles().items()]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        own = [("", "全部"), *districts_of(user)]
        self.fields["district"].choices = own  # type: ignore[attr-defined]

    def filter(self) -> ReportFilter:
        """The filter of the query."""
        return ReportFilter(**self.told)


class AffectedForm(FilterForm):
    """Filter of the affected documents."""

    state = choice_field("处理状态", AffectedState.choices)
