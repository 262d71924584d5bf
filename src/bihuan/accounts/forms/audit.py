"""Filters of the audit trail."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localtime, make_aware

from bihuan.accounts.queries.audit import WORDS_WITHIN, AuditFilter, actions_on_record

DAY = timedelta(days=1)


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )


class AuditForm(forms.Form):
    """What an auditor looks for (审计筛选); what it cannot understand does not filter."""

    begin = _day("起始日期")
    end = _day("截止日期")
    person = forms.CharField(label="用户（姓名或用户名）", max_length=80, required=False)
    action = forms.ChoiceField(label="操作", required=False)
    object_kind = forms.CharField(label="对象类型", max_length=60, required=False)
    object_id = forms.CharField(label="对象编号", max_length=60, required=False)
    address = forms.GenericIPAddressField(label="来源地址", required=False)
    is_failed = forms.BooleanField(label="只看失败", required=False)
    words = forms.CharField(
        label="对象名称含", max_length=60, required=False, help_text="只在 31 天以内查找"
    )

    def __init__(self, data: Mapping[str, Any], *, now: datetime) -> None:
        """The acts that are on record are the choices."""
        super().__init__(data)
        self._now = now
        action = self.fields["action"]
        assert isinstance(action, forms.ChoiceField)
        action.choices = [("", "全部"), *actions_on_record()]

    def filter(self) -> AuditFilter:
        """The filter of the query; words narrow the period, since names are not indexed."""
        self.is_valid()
        told = {name: value for name, value in self.cleaned_data.items() if value}
        begin, end = told.pop("begin", None), told.pop("end", None)
        asked = AuditFilter(
            begin=_start_of(begin) if begin else None,
            end=_start_of(end) + DAY if end else None,
            **told,
        )
        return _within_reach(asked, self._now) if asked.words else asked


def _within_reach(asked: AuditFilter, now: datetime) -> AuditFilter:
    end = asked.end or now + DAY
    begin = max(asked.begin or end - WORDS_WITHIN, end - WORDS_WITHIN)
    return replace(asked, begin=begin, end=end)


def _start_of(day: date) -> datetime:
    return localtime(make_aware(datetime.combine(day, time())))
