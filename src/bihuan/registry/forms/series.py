"""The form of a point's curves (曲线查询)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django import forms
from django.core.exceptions import ValidationError

from bihuan.registry.models import PointFactor
from bihuan.registry.span import (
    LENGTHS,
    LONGEST,
    USUAL_SPAN,
    SeriesChoice,
    SeriesKind,
    Span,
)

MOST_FACTORS = 6
LOCAL_TIME = "%Y-%m-%dT%H:%M"


class SeriesForm(forms.Form):
    """Kind, factors and span of a point's curves; everything has a usual value."""

    kind = forms.ChoiceField(label="数据类型", choices=SeriesKind, required=False)
    span = forms.ChoiceField(label="时段", choices=Span, required=False)
    begin = forms.DateTimeField(
        label="开始时间",
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format=LOCAL_TIME),
    )
    end = forms.DateTimeField(
        label="结束时间",
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format=LOCAL_TIME),
    )
    factor = forms.MultipleChoiceField(
        label="监测因子", required=False, widget=forms.CheckboxSelectMultiple
    )
    measured = forms.BooleanField(label="显示实测值（不折算）", required=False)

    def __init__(
        self,
        data: Mapping[str, object],
        *,
        factors: Sequence[PointFactor],
        kind: SeriesKind,
        now: datetime,
    ) -> None:
        super().__init__(data)
        self._now = now
        self._usual = tuple(one.factor for one in factors[:1])
        self._usual_kind = kind
        field = self.fields["factor"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one.factor, one.name_zh) for one in factors]

    def clean_factor(self) -> list[str]:
        """At most six curves can be told apart."""
        chosen: list[str] = self.cleaned_data["factor"]
        if len(chosen) > MOST_FACTORS:
            raise ValidationError(
                f"一次最多选择 {MOST_FACTORS} 个监测因子，当前选择了 {len(chosen)} 个"
            )
        return chosen

    def clean(self) -> None:
        """A span of one's own needs both ends, in order, and may not be too long for its kind."""
        super().clean()
        if self.errors or self._span() != Span.CUSTOM:
            return
        begin, end = self.cleaned_data.get("begin"), self.cleaned_data.get("end")
        if begin is None or end is None:
            raise ValidationError("自定义时段须填写开始时间和结束时间")
        if begin >= end:
            raise ValidationError("开始时间必须早于结束时间")
        self._refuse_too_long(end - begin)

    def _refuse_too_long(self, length: timedelta) -> None:
        kind = self._kind()
        if length > LONGEST[kind]:
            raise ValidationError(
                f"{kind.label}数据一次最多查询 {LONGEST[kind].days} 天，"
                "请缩短时段或改查更长周期的数据"
            )

    def _kind(self) -> SeriesKind:
        return SeriesKind(self.cleaned_data.get("kind") or self._usual_kind)

    def _span(self) -> Span:
        return Span(self.cleaned_data.get("span") or USUAL_SPAN[self._kind()])

    def choice(self) -> SeriesChoice:
        """What was chosen; what was wrong falls back to the usual."""
        if not self.is_valid():
            return self._chosen(self._usual_kind, USUAL_SPAN[self._usual_kind], ())
        return self._chosen(self._kind(), self._span(), tuple(self.cleaned_data["factor"]))

    def _chosen(self, kind: SeriesKind, span: Span, factors: tuple[str, ...]) -> SeriesChoice:
        start, end = self._now - min(LENGTHS.get(span, LONGEST[kind]), LONGEST[kind]), self._now
        if span == Span.CUSTOM:
            start, end = self.cleaned_data["begin"], self.cleaned_data["end"]
        measured = bool(self.cleaned_data.get("measured"))
        return SeriesChoice(kind, span, factors or self._usual, start, end, measured)

    @property
    def sentences(self) -> list[str]:
        """What was wrong, in words."""
        return [str(sentence) for errors in self.errors.values() for sentence in errors]
