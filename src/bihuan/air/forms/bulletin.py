"""What people write in a bulletin and in the ledger (预报简报, 研判与指令)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bihuan.air.models import InstructionKind, Slot
from bihuan.air.services.bulletin import Draft
from bihuan.regulations.air.pollutant import PUBLISHED_ORDER, symbol

DAYS = 4
"""Today and the three days that HJ 633-2026 asks for."""

PRIMARIES = [("", "无"), *((symbol(one), symbol(one)) for one in PUBLISHED_ORDER)]


class BulletinForm(forms.Form):
    """A bulletin: four days, the weather from several sources, advice."""

    day = forms.DateField(widget=forms.HiddenInput)
    slot = forms.ChoiceField(label="档次", choices=Slot)
    weather = forms.CharField(label="天气形势", widget=forms.Textarea({"rows": 2}))
    advice = forms.CharField(label="管控建议", required=False, widget=forms.Textarea({"rows": 2}))
    sources = forms.CharField(
        label="气象来源对照",
        widget=forms.Textarea(
            {"rows": 4, "placeholder": "中央气象台：今夜到明天多云，东南风 2 级"}
        ),
        help_text="一行一个来源，写成“来源：内容”，至少两个来源",
    )

    def __init__(self, data: Mapping[str, Any] | None, *, first: date) -> None:
        super().__init__(data, initial={"day": first})
        for place in range(DAYS):
            words = f"{first + timedelta(days=place):%m-%d}"
            self.fields[f"low{place}"] = _index(f"{words} AQI 下限")
            self.fields[f"high{place}"] = _index(f"{words} AQI 上限")
            self.fields[f"primary{place}"] = forms.ChoiceField(
                label=f"{words} 首要污染物", choices=PRIMARIES, required=False
            )

    def clean_sources(self) -> dict[str, str]:
        """Names to texts; two or more, so that one can compare."""
        lines = [line.strip() for line in self.cleaned_data["sources"].splitlines() if line.strip()]
        pairs = [line.replace(":", "：", 1).split("：", 1) for line in lines]
        if any(len(pair) != 2 or not all(pair) for pair in pairs):
            raise ValidationError("每行须写成“来源：内容”")
        if len(pairs) < 2:
            raise ValidationError("至少写两个气象来源，便于对照")
        return {name.strip(): text.strip() for name, text in pairs}

    def clean(self) -> None:
        """Each range rises."""
        super().clean()
        for place in range(DAYS):
            low, high = (self.cleaned_data.get(f"{one}{place}") for one in ("low", "high"))
            if low is not None and high is not None and low > high:
                self.add_error(f"high{place}", "上限不能小于下限")

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The fields of each day, as the page lays them out."""
        names = ("low", "high", "primary")
        return [[self[f"{name}{place}"] for name in names] for place in range(DAYS)]

    @property
    def draft(self) -> Draft:
        """What was written; only of a valid form."""
        said = self.cleaned_data
        days = [
            {
                "day": str(said["day"] + timedelta(days=place)),
                "low": said[f"low{place}"],
                "high": said[f"high{place}"],
                "primary": said[f"primary{place}"],
            }
            for place in range(DAYS)
        ]
        return Draft(
            said["day"], Slot(said["slot"]), days, said["weather"], said["advice"], said["sources"]
        )


def _index(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=500)


class ProposalForm(forms.Form):
    """A study or an order about a course."""

    kind = forms.ChoiceField(label="类型", choices=InstructionKind)
    title = forms.CharField(label="标题", max_length=120)
    text = forms.CharField(label="内容", widget=forms.Textarea({"rows": 3}))
    cause = forms.CharField(required=False, widget=forms.HiddenInput)
    measure = forms.CharField(required=False, widget=forms.HiddenInput)
