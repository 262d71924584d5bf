"""Filters of the hot spots (热区筛选)."""

from collections.abc import Mapping
from typing import Any

from django import forms

from bihuan.air.forms.figure import ITEMS
from bihuan.air.forms.period import CLASS_CHOICES, filled
from bihuan.registry.models import StationClass
from bihuan.regulations.air.pollutant import Pollutant

LENGTHS = [("56", "近 8 周"), ("91", "近 13 周"), ("182", "近 26 周")]


class HotSpotForm(forms.Form):
    """Class of stations, pollutant, and how far back."""

    station_class = forms.ChoiceField(label="站点类别", choices=CLASS_CHOICES[1:], required=False)
    item = forms.ChoiceField(label="污染物", choices=ITEMS, required=False)
    days = forms.ChoiceField(label="时段", choices=LENGTHS, required=False)

    def __init__(self, data: Mapping[str, Any]) -> None:
        usual = {"station_class": StationClass.MICRO, "item": Pollutant.PM25, "days": "91"}
        super().__init__(filled(data, usual))

    @property
    def station_class_chosen(self) -> StationClass:
        """Micro stations, the densest network, unless another class was asked for."""
        return StationClass(self._said("station_class") or StationClass.MICRO)

    @property
    def item_chosen(self) -> Pollutant:
        """PM2.5 unless another was asked for."""
        return Pollutant(self._said("item") or Pollutant.PM25)

    @property
    def days_chosen(self) -> int:
        """Thirteen weeks unless asked otherwise."""
        return int(self._said("days") or 91)

    def _said(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "") if self.is_valid() else ""
