"""Filters of the analysts' figures (分析图筛选)."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bihuan.air.figure.kind import KIND_WORDS, FigureKind
from bihuan.air.forms.period import DayInput, filled
from bihuan.air.judge.span import DaySpan
from bihuan.air.site import Site
from bihuan.regulations.air.pollutant import PUBLISHED_ORDER, Pollutant, symbol

ITEMS = [(one.value, symbol(one)) for one in PUBLISHED_ORDER]
LONGEST = 800


class FigureForm(forms.Form):
    """Station, kind, pollutant and days of a figure."""

    site = forms.ChoiceField(label="站点", required=False)
    kind = forms.ChoiceField(
        label="图型", choices=[(k.value, v) for k, v in KIND_WORDS.items()], required=False
    )
    item = forms.ChoiceField(label="污染物", choices=ITEMS, required=False)
    other = forms.ChoiceField(label="散点横轴", choices=ITEMS, required=False)
    begin = forms.DateField(label="自", required=False, widget=DayInput())
    end = forms.DateField(label="至", required=False, widget=DayInput())

    def __init__(self, data: Mapping[str, Any], *, today: date, sites: Sequence[Site]) -> None:
        super().__init__(filled(data, _usual(today, sites)))
        self._today, self._sites = today, sites
        field = self.fields["site"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(site.station), site.name) for site in sites]

    def clean(self) -> None:
        """Two days in order, no more than some two years."""
        super().clean()
        begin, end = self.cleaned_data.get("begin"), self.cleaned_data.get("end")
        if begin and end and begin > end:
            raise ValidationError("开始日期不能晚于结束日期")
        if begin and end and (end - begin).days > LONGEST:
            raise ValidationError(f"一次最多分析 {LONGEST} 天，请缩短时段")

    @property
    def site_chosen(self) -> Site | None:
        """The station, the first visible one when none was named; None without any."""
        wanted = self.cleaned_data.get("site") if self.is_valid() else None
        named = (one for one in self._sites if str(one.station) == wanted)
        return next(named, self._sites[0] if self._sites else None)

    @property
    def kind_chosen(self) -> FigureKind:
        """Time of day unless another kind was asked for."""
        return FigureKind(self._said("kind") or FigureKind.HOUR)

    @property
    def item_chosen(self) -> Pollutant:
        """PM2.5 unless another was asked for."""
        return Pollutant(self._said("item") or Pollutant.PM25)

    @property
    def other_chosen(self) -> Pollutant:
        """PM10 unless another was asked for."""
        return Pollutant(self._said("other") or Pollutant.PM10)

    @property
    def span(self) -> DaySpan:
        """The days asked for, no later than today."""
        if self.is_valid() and self.cleaned_data["begin"] and self.cleaned_data["end"]:
            asked = DaySpan(self.cleaned_data["begin"], self.cleaned_data["end"])
            return asked.until(self._today)
        return DaySpan(self._today - timedelta(days=30), self._today)

    def _said(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "") if self.is_valid() else ""

    @property
    def sentences(self) -> list[str]:
        """What was wrong, in words."""
        return [str(one) for errors in self.errors.values() for one in errors]


def _usual(today: date, sites: Sequence[Site]) -> dict[str, str]:
    return {
        "site": str(sites[0].station) if sites else "",
        "kind": FigureKind.HOUR,
        "item": Pollutant.PM25,
        "other": Pollutant.PM10,
        "begin": str(today - timedelta(days=30)),
        "end": str(today),
    }
