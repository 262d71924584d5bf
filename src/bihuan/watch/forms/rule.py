"""How a rule runs, and its trial on the past (规则表单)."""

from collections.abc import Mapping
from typing import Any

from django import forms

from bihuan.accounts.models import District, User
from bihuan.accounts.roles import Role
from bihuan.cases.models import ProcedureVersion
from bihuan.registry.models import Medium, StationClass
from bihuan.watch.models import BackTest, Policy, RuleVersion
from bihuan.watch.parameters import EVERYWHERE
from bihuan.watch.rules import WatchRule

TELLABLE = (
    Role.PROVINCE,
    Role.CITY,
    Role.DISTRICT,
    Role.TOWNSHIP,
    Role.SERVICE,
    Role.ANALYST,
    Role.ENGINEER,
)
SCOPES = [
    (EVERYWHERE, "全部监测点"),
    *((f"medium:{value}", f"监测类别：{label}") for value, label in Medium.choices),
    *((f"class:{value}", f"站点类别：{label}") for value, label in StationClass.choices),
]
MOMENT = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class RuleForm(forms.ModelForm[RuleVersion]):
    """A new version of how a rule runs; parameters of one scope at a time."""

    tells = forms.MultipleChoiceField(
        label="通知岗位",
        required=False,
        choices=[(one.value, one.label) for one in TELLABLE],
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
    )
    scope = forms.ChoiceField(label="参数适用范围", choices=SCOPES, required=False)

    class Meta:
        model = RuleVersion
        fields = (
            "is_on",
            "policy",
            "after_hours",
            "case_kind",
            "severity",
            "tells",
            "tells_unit",
            "note",
        )

    def __init__(
        self, data: Mapping[str, Any] | None, *, rule: WatchRule, newest: RuleVersion | None
    ) -> None:
        super().__init__(data, instance=newest or RuleVersion(rule=rule.key))
        self.rule = rule
        self.newest = dict(newest.parameters) if newest else {}
        self.initial["note"] = ""
        kinds = ProcedureVersion.objects.order_by("code").values_list("code", "title").distinct()
        own = [("", "规则默认"), *dict(kinds).items()]
        self.fields["case_kind"] = forms.ChoiceField(label="事项类型", choices=own, required=False)
        for one in rule.parameters:
            self.fields[f"own_{one.name}"] = forms.FloatField(
                label=f"{one.label}（{one.unit}）",
                min_value=one.least,
                max_value=one.most,
                required=False,
                initial=self.newest.get(EVERYWHERE, {}).get(one.name),
                help_text=f"{one.help}。出厂值 {one.default:g}",
            )

    def clean(self) -> dict[str, Any]:
        """Waiting needs a number of hours."""
        told = super().clean() or {}
        if told.get("policy") == Policy.AFTER and not told.get("after_hours"):
            self.add_error("after_hours", "请填写持续多少小时后转为事项")
        return told

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """The parameters."""
        return [self[f"own_{one.name}"] for one in self.rule.parameters]

    def version(self) -> RuleVersion:
        """The version that was typed: the scope's numbers replaced, the others kept."""
        typed = {
            one.name: self.cleaned_data[f"own_{one.name}"]
            for one in self.rule.parameters
            if self.cleaned_data.get(f"own_{one.name}") is not None
        }
        scope = self.cleaned_data.get("scope") or EVERYWHERE
        kept = {name: values for name, values in self.newest.items() if name != scope}
        version: RuleVersion = self.save(commit=False)
        version.parameters = {**kept, **({scope: typed} if typed else {})}
        version.tells = self.cleaned_data["tells"]
        return version


class BackTestForm(forms.ModelForm[BackTest]):
    """A period and a district to try a rule on (回测)."""

    class Meta:
        model = BackTest
        fields = ("district", "start", "end")
        widgets = {"start": MOMENT, "end": MOMENT}

    def __init__(self, *given: Any, user: User, **more: Any) -> None:
        super().__init__(*given, **more)
        mine = District.objects.visible_to(user).exclude(level="township")
        self.fields["district"].queryset = mine  # type: ignore[attr-defined]
