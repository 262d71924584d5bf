"""Filters of the ledger and fields of a measure (台账筛选, 管控措施)."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.timezone import make_aware

from bihuan.air.analysis.candidate import LIBRARY_CAUSES
from bihuan.air.forms.period import DayInput
from bihuan.air.models import InstructionKind, InstructionState, Measure, PermitNeed
from bihuan.registry.models import SourceKind

WEATHER = [("", "不限"), *((one, one) for one in ("静稳", "大风", "高温", "高湿"))]


class LedgerForm(forms.Form):
    """What of the ledger is shown, counted and exported."""

    kind = forms.ChoiceField(
        label="类型", choices=[("", "全部"), *InstructionKind.choices], required=False
    )
    state = forms.ChoiceField(
        label="状态", choices=[("", "全部"), *InstructionState.choices], required=False
    )
    first = forms.DateField(label="起始日", required=False, widget=DayInput())
    last = forms.DateField(label="截止日", required=False, widget=DayInput())

    @property
    def filters(self) -> dict[str, Any]:
        """Conditions of what was asked for; what was wrong counts as not said."""
        self.is_valid()
        said = self.cleaned_data
        found = {name: said[name] for name in ("kind", "state") if said.get(name)}
        if said.get("first"):
            found["at__gte"] = make_aware(datetime.combine(said["first"], time.min))
        if said.get("last"):
            found["at__lte"] = make_aware(datetime.combine(said["last"], time.max))
        return found


class MeasureForm(forms.ModelForm[Measure]):
    """A measure of the library with its conditions and its source."""

    cause = forms.ChoiceField(
        label="适用成因",
        choices=[("", "全部"), *LIBRARY_CAUSES.items()],
        required=False,
    )
    place = forms.ChoiceField(
        label="适用场所", required=False, help_text="上风向有这类污染源时适用；站点、全域总适用"
    )
    weather = forms.ChoiceField(label="适用气象", choices=WEATHER, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = SourceKind.objects.filter(is_active=True).values_list("name", flat=True)
        places = dict.fromkeys(["站点", "全域", *kinds, self.instance.place])
        permit = self.fields["permit_need"]
        assert isinstance(permit, forms.ChoiceField)
        permit.choices = [("", "不限"), *PermitNeed.choices]
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "不限"), *((one, one) for one in places if one)]

    class Meta:
        model = Measure
        fields = (
            "code",
            "title",
            "cause",
            "place",
            "weather",
            "permit_need",
            "permit",
            "source",
            "lead",
            "text",
            "is_active",
        )
        widgets = {"text": forms.Textarea({"rows": 3})}
