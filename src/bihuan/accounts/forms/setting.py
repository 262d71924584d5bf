"""The form of a setting follows from its kind."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms

from bihuan.accounts.setting import SettingKind, Shape, Value, WrongValue, checked


class ReasonForm(forms.Form):
    """One sentence why (原因)."""

    reason = forms.CharField(label="原因", max_length=200)


class SettingForm(forms.Form):
    """A new value with its first moment and its reason (修改配置)."""

    start = forms.DateTimeField(
        label="生效时间",
        required=False,
        help_text="留空为立即生效",
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    reason = forms.CharField(label="修改原因", max_length=200)
    field_order = ("value", "start", "reason")

    def __init__(
        self, data: Mapping[str, Any] | None, *, kind: SettingKind, value: Value, now: datetime
    ) -> None:
        """The value's field is made for the kind's shape."""
        super().__init__(data)
        self._kind, self._now = kind, now
        self.fields["value"] = _field(kind, value)
        self.order_fields(self.field_order)

    def clean_value(self) -> Value:
        """What the kind can take."""
        try:
            return checked(self._kind, self.cleaned_data["value"])
        except WrongValue as error:
            raise forms.ValidationError(str(error)) from error

    def clean_start(self) -> datetime | None:
        """Not in the past."""
        start: datetime | None = self.cleaned_data["start"]
        if start is not None and start < self._now:
            raise forms.ValidationError("生效时间不能早于现在。")
        return start


def _field(kind: SettingKind, value: Value) -> forms.Field:
    told: dict[str, Any] = {"label": kind.label, "initial": value, "help_text": kind.help}
    if kind.shape is Shape.WHOLE:
        told["help_text"] = "；".join(filter(None, [kind.help, f"{kind.least}–{kind.most}"]))
        return forms.IntegerField(min_value=kind.least, max_value=kind.most, **told)
    if kind.shape is Shape.SWITCH:
        return forms.BooleanField(required=False, **told)
    if kind.shape is Shape.CHOICES:
        widget = forms.CheckboxSelectMultiple
        choices = kind.choices
        return forms.MultipleChoiceField(choices=choices, required=False, widget=widget, **told)
    return forms.CharField(required=False, max_length=500, **told)
