"""Maintenance and hand-over (维护、交接班)."""

from typing import Any

from django import forms

from bihuan.watch.models import MaintenanceResult

HOURS = [("1", "1 小时"), ("2", "2 小时"), ("4", "4 小时"), ("8", "8 小时"), ("24", "24 小时")]


class BeginForm(forms.Form):
    """What is to be done and for how long."""

    work = forms.CharField(
        label="维护内容", max_length=200, help_text="例如：更换采样管、零点校准、更换数采仪"
    )
    hours = forms.ChoiceField(label="预计用时", choices=HOURS, initial="2")


class EndForm(forms.Form):
    """How the work ended."""

    result = forms.ChoiceField(
        label="维护结果",
        choices=MaintenanceResult.choices,
        widget=forms.RadioSelect({"class": "form-check-input"}),
    )
    note = forms.CharField(
        label="结果说明", required=False, max_length=300, widget=forms.Textarea({"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        """What is not done needs a word."""
        told = super().clean() or {}
        if told.get("result") in ("partly", "failed") and not told.get("note"):
            self.add_error("note", "未全部完成，请说明还需做什么")
        return told


class HandOverForm(forms.Form):
    """What the brief cannot know (交班说明)."""

    note = forms.CharField(
        label="交班说明",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text="口头交代的事项，例如：已电话通知某企业，明早 9:00 前回复",
    )
