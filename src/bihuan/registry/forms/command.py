"""The form of a command to a device (下发命令), made from the protocol's own tables."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django import forms
from django.utils.timezone import localtime

from bihuan.hj212.command import CommandKind, command
from bihuan.hj212.conversation.request.field import FIELD_RULES, FieldRule
from bihuan.hj212.conversation.request.form import FORMS, RequestForm
from bihuan.hj212.edition import Edition
from bihuan.registry.command_rule import needs_second_person
from bihuan.registry.models import Device, PointFactor

GROUPS = {
    "时钟与参数": ("1012", "1011", "1000", "1061", "1062", "1063", "1064", "1072"),
    "历史数据补取": ("2061", "2051", "2031", "2041"),
    "实时数据": ("2011", "2012", "2021", "2022"),
    "现场控制": ("3012", "3011", "3013", "3014", "3015", "3018", "3019", "3020", "3022", "3024"),
}
"""What the page offers; the rest is set at the device or belongs to its activation."""

SENDER_FILLS = frozenset({("1012", "SystemTime")})
WIRE_TIME = "%Y%m%d%H%M%S"
LOCAL_TIME = "%Y-%m-%dT%H:%M"
RECALLED = timedelta(hours=24)
UNITS = {"s": "秒", "min": "分钟", "h": "小时"}


def offered(device: Device) -> list[tuple[str, list[tuple[str, str]]]]:
    """The commands that this device's edition knows, in groups (可下发命令)."""
    edition = Edition(device.edition)
    found = []
    for group, codes in GROUPS.items():
        known = [code for code in codes if code in FORMS and edition in FORMS[code].editions]
        found.append((group, [(code, _name(code, edition)) for code in known]))
    return [(group, commands) for group, commands in found if commands]


def _name(code: str, edition: Edition) -> str:
    kind = CommandKind.NOTICE if FORMS[code].is_notice else CommandKind.REQUEST
    known = command(code, kind=kind, edition=edition)
    approval = "（需双人复核）" if needs_second_person(code) else ""
    return f"{code} {known.name_zh if known else ''}{approval}"


def factor_choices(device: Device) -> list[tuple[str, str]]:
    """The factors of the points that a device serves now, by code."""
    factors = PointFactor.objects.filter(
        point__assignments__device=device, point__assignments__end__isnull=True
    )
    rows = factors.order_by("factor").values_list("factor", "name_zh").distinct()
    return [(code, f"{code} {name}") for code, name in rows]


class CommandForm(forms.Form):
    """A command with the fields that it carries; the service checks them once more."""

    command = forms.ChoiceField(label="命令")

    def __init__(
        self, device: Device, data: Mapping[str, object] | None, *, code: str, now: datetime
    ) -> None:
        hour = now.replace(minute=0, second=0, microsecond=0)
        usual = {"BeginTime": hour - RECALLED, "EndTime": hour}
        super().__init__(data, initial={"command": code, **usual})
        choice = self.fields["command"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = offered(device)
        known = {one for _, commands in offered(device) for one, _ in commands}
        self.code = code if code in known else "1012"
        factors = factor_choices(device)
        for name, rule, is_optional in _carried(FORMS[self.code]):
            self.fields[name] = _field(rule, factors, is_required=not is_optional)

    @property
    def parameters(self) -> dict[str, str]:
        """What goes on the wire; fields left empty are left out."""
        names = [name for name in self.fields if name != "command"]
        told = {name: self.cleaned_data[name] for name in names}
        return {name: _wire(value) for name, value in told.items() if value not in (None, "")}

    @property
    def needs_approval(self) -> bool:
        """Whether the command waits for a second person."""
        return needs_second_person(self.code)


def _carried(form: RequestForm) -> list[tuple[str, FieldRule, bool]]:
    return [
        (place.name, FIELD_RULES[place.name], place.optional)
        for place in form.places
        if (form.command_code, place.name) not in SENDER_FILLS
    ]


def _field(
    rule: FieldRule, factors: Sequence[tuple[str, str]], *, is_required: bool
) -> forms.Field:
    label = rule.name_zh + (f"（{UNITS[rule.unit]}）" if rule.unit in UNITS else "")
    if rule.time_format == WIRE_TIME:
        widget = forms.DateTimeInput({"type": "datetime-local"}, format=LOCAL_TIME)
        return forms.DateTimeField(label=label, required=is_required, widget=widget)
    if rule.name == "PolId" and factors:
        choices = [("", "（全部或不指定）"), *factors] if not is_required else list(factors)
        return forms.ChoiceField(label="监测因子", choices=choices, required=is_required)
    if rule.choices:
        numbers = [(one, one) for one in rule.choices_text.split()]
        return forms.ChoiceField(label=label, choices=numbers, required=is_required)
    if rule.low is not None and rule.high is not None:
        return forms.IntegerField(
            label=label, min_value=rule.low, max_value=rule.high, required=is_required
        )
    return forms.RegexField(rule.pattern, label=label, required=is_required, help_text=_hint(rule))


def _hint(rule: FieldRule) -> str:
    return "6 位数字或字母" if rule.name in {"NewPW", "InfoId"} else ""


def _wire(value: object) -> str:
    return localtime(value).strftime(WIRE_TIME) if isinstance(value, datetime) else str(value)
