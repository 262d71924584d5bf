"""Filters of curves (曲线筛选)."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bihuan.air.forms.period import DayInput, filled
from bihuan.air.judge.span import DaySpan
from bihuan.air.queries.curve import MOST_LINES, CurveQuery
from bihuan.air.series.mask import TREATMENT_NAMES, Treatment
from bihuan.air.site import Site
from bihuan.regulations.air.pollutant import PUBLISHED_ORDER, Pollutant, symbol

LENGTHS = {"2": "近 2 天", "7": "近 7 天", "30": "近 30 天", "365": "近一年", "any": "自定义"}
HOURS_AT_MOST = 92
USUAL = {
    "item": Pollutant.PM25.value,
    "length": "7",
    "step": "hour",
    "treatment": Treatment.REVIEWED.value,
}
STEPS = [("hour", "小时"), ("day", "日")]


class CurveForm(forms.Form):
    """Pollutant, span, step and stations of curves; everything has a usual value."""

    item = forms.ChoiceField(
        label="污染物",
        choices=[(one.value, symbol(one)) for one in PUBLISHED_ORDER],
        required=False,
    )
    length = forms.ChoiceField(label="时段", choices=list(LENGTHS.items()), required=False)
    begin = forms.DateField(label="自", required=False, widget=DayInput())
    end = forms.DateField(label="至", required=False, widget=DayInput())
    step = forms.ChoiceField(label="数据", choices=STEPS, required=False)
    treatment = forms.ChoiceField(
        label="口径", choices=[(k.value, v) for k, v in TREATMENT_NAMES.items()], required=False
    )
    site = forms.MultipleChoiceField(label="站点", required=False)

    def __init__(self, data: Mapping[str, Any], *, today: date, sites: Sequence[Site] = ()) -> None:
        super().__init__(filled(data, USUAL))
        self._today = today
        self._sites = sites
        field = self.fields["site"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(site.station), site.name) for site in sites]

    def clean_site(self) -> list[str]:
        """At most eight curves can be told apart."""
        chosen: list[str] = self.cleaned_data["site"]
        if len(chosen) > MOST_LINES:
            raise ValidationError(f"一次最多选择 {MOST_LINES} 个站点，当前选择了 {len(chosen)} 个")
        return chosen

    def clean(self) -> None:
        """A span of one's own needs two days in order."""
        super().clean()
        if self.errors or self.cleaned_data.get("length") != "any":
            return
        begin, end = self.cleaned_data.get("begin"), self.cleaned_data.get("end")
        if begin is None or end is None or begin > end:
            raise ValidationError("自定义时段须填写先后正确的起止日期")
        if (end - begin).days > 3 * 366:
            raise ValidationError("一次最多查询三年，请缩短时段")

    @property
    def item_chosen(self) -> Pollutant:
        """PM2.5 unless another was asked for."""
        return Pollutant(self._said("item") or Pollutant.PM25)

    @property
    def length_chosen(self) -> str:
        """Seven days unless something else was asked for."""
        return self._said("length") or "7"

    @property
    def sites_chosen(self) -> list[Site]:
        """The stations asked for, of those that may be seen."""
        wanted = set(self.cleaned_data.get("site", [])) if self.is_valid() else set()
        return [site for site in self._sites if str(site.station) in wanted]

    @property
    def span(self) -> DaySpan:
        """The days asked for, no later than today."""
        if self.length_chosen == "any":
            return DaySpan(self.cleaned_data["begin"], self.cleaned_data["end"]).until(self._today)
        days = int(self.length_chosen)
        return DaySpan(self._today - timedelta(days=days - 1), self._today)

    @property
    def hourly(self) -> bool:
        """Hours for up to three months unless days were asked for."""
        return self._said("step") != "day" and self.span.days <= HOURS_AT_MOST

    def query(self) -> CurveQuery:
        """What was asked."""
        treatment = Treatment(self._said("treatment") or Treatment.REVIEWED)
        return CurveQuery(self.item_chosen, self.span, self.hourly, treatment)

    def _said(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "") if self.is_valid() else ""

    @property
    def sentences(self) -> list[str]:
        """What was wrong, in words."""
        return [str(one) for errors in self.errors.values() for one in errors]
