"""Which value is asked about (数据溯源)."""

from datetime import UTC, datetime

from django import forms

from bihuan.registry.span import SeriesKind
from bihuan.telemetry import DatumKey, Kind

STORED = [one for one in SeriesKind if one not in {SeriesKind.MONTH, SeriesKind.YEAR}]
LATEST_MS = 4_102_444_800_000
"""2100-01-01; what lies beyond is a mistyped address."""


class DatumForm(forms.Form):
    """A factor, a kind, a start, and perhaps a version."""

    factor = forms.CharField(max_length=20)
    kind = forms.ChoiceField(choices=[(one.value, one.label) for one in STORED])
    start = forms.IntegerField(min_value=0, max_value=LATEST_MS)
    statistic = forms.IntegerField(min_value=0, max_value=127, required=False)
    version = forms.IntegerField(min_value=0, required=False)

    def key(self, point: int) -> DatumKey:
        """The key of the value at this point."""
        told = self.cleaned_data
        return DatumKey(
            point=point,
            factor=told["factor"],
            kind=Kind(told["kind"]),
            start=datetime.fromtimestamp(told["start"] / 1000, UTC),
            statistic=told["statistic"] or 0,
        )


class PacketForm(forms.Form):
    """The place of a packet in the store."""

    segment = forms.IntegerField(min_value=1)
    index = forms.IntegerField(min_value=0)
