"""The two days of a review of the random-check list (清单复核)."""

from datetime import date
from typing import Any

from django import forms

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class ReviewForm(forms.Form):
    """The days between which the list is compared; what cannot be understood is this year."""

    since = forms.DateField(label="上次复核日期", required=False, widget=DAY)
    until = forms.DateField(label="本次复核日期", required=False, widget=DAY)

    def __init__(self, data: Any, *, today: date) -> None:
        told = data.copy()
        told.setdefault("since", date(today.year - 1, 12, 31).isoformat())
        told.setdefault("until", today.isoformat())
        super().__init__(told)
        self._today = today

    def clean(self) -> dict[str, Any]:
        """The later day is the later one."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("since") and told.get("until") and told["since"] > told["until"]:
            self.add_error("until", "本次复核日期不能早于上次复核日期")
        return told

    def days(self) -> tuple[date, date]:
        """Both days."""
        self.is_valid()
        first = date(self._today.year - 1, 12, 31)
        if self.errors:
            return first, self._today
        return self.cleaned_data["since"] or first, self.cleaned_data["until"] or self._today
