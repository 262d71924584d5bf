"""Filters that many pages share (时段筛选): class, period, metric, edition, treatment."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from bihuan.air.judge.edition_choice import CHOICE_NAMES, EditionChoice
from bihuan.air.judge.ranking import COMPOSITE, METRICS
from bihuan.air.judge.span import KIND_NAMES, DaySpan, SpanKind, span_around
from bihuan.air.queries.ranking import RankingQuery
from bihuan.air.series.mask import TREATMENT_NAMES, Treatment
from bihuan.air.site import CLASS_WORDS, CLASSES
from bihuan.registry.models import StationClass

LONGEST_DAYS = 3 * 366
CLASS_CHOICES = [(each.value, CLASS_WORDS[each]) for each in CLASSES]


def filled(data: Mapping[str, Any], usual: Mapping[str, str]) -> MultiValueDict[str, Any]:
    """The address with the usual for what it does not say, so that fields show it."""
    found: MultiValueDict[str, Any] = MultiValueDict(
        {name: [value] for name, value in usual.items()}
    )
    given = (
        data.lists() if isinstance(data, MultiValueDict) else ((k, [v]) for k, v in data.items())
    )
    for name, values in given:
        if any(values):
            found.setlist(name, list(values))
    return found


class DayInput(forms.DateInput):
    """A date that the browser helps to choose."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PeriodForm(forms.Form):
    """Kind of period and its day, or two days of one's own; everything has a usual value."""

    kind = forms.ChoiceField(
        label="时段", choices=[(k.value, v) for k, v in KIND_NAMES.items()], required=False
    )
    day = forms.DateField(label="日期", required=False, widget=DayInput())
    begin = forms.DateField(label="自", required=False, widget=DayInput())
    end = forms.DateField(label="至", required=False, widget=DayInput())
    choice = forms.ChoiceField(
        label="评价口径", choices=[(k.value, v) for k, v in CHOICE_NAMES.items()], required=False
    )
    treatment = forms.ChoiceField(
        label="数据", choices=[(k.value, v) for k, v in TREATMENT_NAMES.items()], required=False
    )
    usual_kind = SpanKind.MONTH

    def __init__(self, data: Mapping[str, Any], *, today: date) -> None:
        super().__init__(filled(data, self.usual(today)))
        self._today = today

    def usual(self, today: date) -> dict[str, str]:
        """What is chosen where the address says nothing."""
        return {
            "kind": self.usual_kind,
            "day": str(today - timedelta(days=1)),
            "choice": EditionChoice.AUTO,
            "treatment": Treatment.REVIEWED,
        }

    def clean(self) -> None:
        """A period of one's own needs two days in order, none of them ahead."""
        super().clean()
        if self.errors or self._kind() is not SpanKind.ANY:
            return
        begin, end = self.cleaned_data.get("begin"), self.cleaned_data.get("end")
        if begin is None or end is None:
            raise ValidationError("自定义时段须填写起止日期")
        if begin > end:
            raise ValidationError("开始日期不能晚于结束日期")
        if (end - begin).days >= LONGEST_DAYS:
            raise ValidationError("一次最多查询三年，请缩短时段")

    def _kind(self) -> SpanKind:
        return SpanKind(self.cleaned_data.get("kind") or self.usual_kind)

    @property
    def kind_chosen(self) -> SpanKind:
        """The kind of period; the usual one when something was wrong."""
        return self._kind() if self.is_valid() else self.usual_kind

    @property
    def span(self) -> DaySpan:
        """The days that are over among those asked for; today counts only when asked alone."""
        yesterday = self._today - timedelta(days=1)
        if self.is_valid() and self._kind() is SpanKind.ANY:
            whole = DaySpan(self.cleaned_data["begin"], self.cleaned_data["end"])
        else:
            asked = self.cleaned_data.get("day") if self.is_valid() else None
            whole = span_around(self.kind_chosen, min(asked or yesterday, self._today))
        return whole.until(yesterday)

    @property
    def edition(self) -> EditionChoice:
        """How the period is judged."""
        return EditionChoice(self._said("choice") or EditionChoice.AUTO)

    @property
    def series(self) -> Treatment:
        """Which series is used."""
        return Treatment(self._said("treatment") or Treatment.REVIEWED)

    def _said(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "") if self.is_valid() else ""

    @property
    def sentences(self) -> list[str]:
        """What was wrong, in words."""
        return [str(one) for errors in self.errors.values() for one in errors]


class RankingForm(PeriodForm):
    """Filters of the ranking page (排名筛选)."""

    station_class = forms.ChoiceField(label="对象", choices=CLASS_CHOICES, required=False)
    metric = forms.ChoiceField(label="指标", choices=list(METRICS.items()), required=False)

    def usual(self, today: date) -> dict[str, str]:
        """Township stations by the composite index."""
        mine = {"station_class": StationClass.TOWNSHIP, "metric": COMPOSITE}
        return super().usual(today) | mine

    def query(self) -> RankingQuery:
        """What was asked, with the usual for what was not."""
        return RankingQuery(
            station_class=StationClass(self._said("station_class") or StationClass.TOWNSHIP),
            kind=self.kind_chosen,
            span=self.span,
            metric=self._said("metric") or COMPOSITE,
            choice=self.edition,
            treatment=self.series,
        )
