"""The form of a step, made from its procedure (步骤表单)."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.timezone import localtime

from bihuan.cases.procedure.document import Condition, FieldKind, Form, FormField

MOMENT = "%Y-%m-%dT%H:%M"
PLACE = RegexValidator(
    r"^-?\d{1,3}(\.\d+)?,-?\d{1,2}(\.\d+)?$", "位置应写成“经度,纬度”，例如 112.9812,34.7533"
)
YES_NO = [("", "请选择"), ("yes", "是"), ("no", "否")]
MISSING = {"required": "此项必填"}


class StepForm(forms.Form):
    """Fields of a procedure's form; the values come out as words that the history keeps.

    Args:
        facts: what the case was raised with, for what is required only then.
    """

    def __init__(
        self,
        form: Form | None,
        data: Any = None,
        *,
        initial: Mapping[str, str] | None = None,
        facts: Mapping[str, str] | None = None,
    ) -> None:
        self.form, self.facts = form, facts or {}
        self.asked = form.fields if form else ()
        shown = {one.name: _shown(one, (initial or {}).get(one.name, "")) for one in self.asked}
        super().__init__(data, initial=shown)
        for one in self.asked:
            self.fields[one.name] = field_of(one)
        self._mark_conditions()

    def clean(self) -> dict[str, Any]:
        """What the answers make necessary is there."""
        given = super().clean() or {}
        for one in self.form.required_fields(self.values(), self.facts) if self.form else ():
            if not self.has_error(one.name) and not _words(given.get(one.name)).strip():
                self.add_error(one.name, MISSING["required"])
        return given

    def values(self) -> dict[str, str]:
        """What was filled in, as words; empty fields are left out."""
        found = {one.name: _words(self.cleaned_data.get(one.name)) for one in self.asked}
        return {name: value for name, value in found.items() if value}

    def _mark_conditions(self) -> None:
        """Where the case itself decides, the field is required; else the page watches the other."""
        for one in self.asked:
            asked = one.required_when
            if asked is None:
                continue
            field = self.fields[one.name]
            if source := self.fields.get(asked.field):
                field.widget.attrs["data-required-when"] = asked.field
                field.widget.attrs["data-required-values"] = json.dumps(asked.values)
                field.help_text = one.hint or _condition_words(source, asked)
            else:
                field.required = asked.holds(self.facts)


def _condition_words(source: forms.Field, asked: Condition) -> str:
    labels = dict(YES_NO)
    return f"{source.label}为{'、'.join(labels.get(one, one) for one in asked.values)}时必填"


def field_of(one: FormField) -> forms.Field:
    """The field of a form in the browser."""
    common: dict[str, Any] = {
        "label": one.title,
        "required": one.required,
        "help_text": one.hint,
        "error_messages": MISSING,
    }
    if one.kind in {FieldKind.CHOICE, FieldKind.YES_NO}:
        choices = YES_NO if one.kind is FieldKind.YES_NO else _choices(one)
        return forms.ChoiceField(choices=choices, **common)
    if one.kind is FieldKind.CHOICES:
        widget = forms.CheckboxSelectMultiple()
        return forms.MultipleChoiceField(choices=_choices(one)[1:], widget=widget, **common)
    return _plain_field(one, common)


def _plain_field(one: FormField, common: dict[str, Any]) -> forms.Field:
    if one.kind in {FieldKind.MOMENT, FieldKind.DEADLINE}:
        widget = forms.DateTimeInput(_moment_attributes(one), format=MOMENT)
        formats = [MOMENT, "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"]
        return forms.DateTimeField(widget=widget, input_formats=formats, **common)
    if one.kind is FieldKind.DATE:
        return forms.DateField(
            widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **common
        )
    if one.kind is FieldKind.NUMBER:
        return forms.DecimalField(**common)
    if one.kind is FieldKind.LONG_TEXT:
        area = forms.Textarea({"rows": 4})
        return forms.CharField(widget=area, max_length=4000, **common)
    if one.kind is FieldKind.PLACE:
        where = forms.TextInput({"data-place": "", "placeholder": "经度,纬度"})
        return forms.CharField(widget=where, validators=[PLACE], max_length=60, **common)
    return forms.CharField(max_length=400, **common)


def _moment_attributes(one: FormField) -> dict[str, str]:
    """Of a time; one that has passed gets a button that takes the present."""
    passed = {"data-now": ""} if one.kind is FieldKind.MOMENT else {}
    return {"type": "datetime-local", **passed}


def _choices(one: FormField) -> list[tuple[str, str]]:
    return [("", "请选择"), *((choice, choice) for choice in one.choices)]


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    return "、".join(value) if isinstance(value, list) else str(value)


def _shown(one: FormField, value: str) -> Any:
    """What a field shows of a kept draft; unreadable moments are shown as they are."""
    if one.kind in {FieldKind.MOMENT, FieldKind.DEADLINE} and "T" in value and len(value) > 16:
        try:
            return localtime(datetime.fromisoformat(value))
        except ValueError:
            return value
    return value.split("、") if one.kind is FieldKind.CHOICES and value else value
