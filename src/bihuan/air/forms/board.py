"""Filters of the board (看板筛选)."""

from django import forms

from bihuan.air.forms.period import CLASS_CHOICES
from bihuan.air.queries.board import HOUR_METRICS, INDEX
from bihuan.registry.models import StationClass


class BoardForm(forms.Form):
    """Class of stations and what ranks them."""

    station_class = forms.ChoiceField(label="站点类别", choices=CLASS_CHOICES, required=False)
    metric = forms.ChoiceField(label="排序指标", choices=list(HOUR_METRICS.items()), required=False)

    @property
    def station_class_chosen(self) -> StationClass:
        """Township stations unless another class was asked for."""
        return StationClass(self._said("station_class") or StationClass.TOWNSHIP)

    @property
    def metric_chosen(self) -> str:
        """The index unless a pollutant was asked for."""
        return self._said("metric") or INDEX

    def _said(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "") if self.is_valid() else ""
