"""A field that finds its object by name, code or number, where a list would be too long."""

import re
from typing import Any

from django import forms
from django.db.models import Model, Q, QuerySet

from bihuan.accounts.scope import any_of

NUMBER = re.compile(r"#(\d+)\s*$")
PATHS = {
    "enterprise": ("name", "credit_code_clean"),
    "dischargepermit": ("number", "number_clean"),
    "station": ("name", "code"),
    "district": ("name", "code"),
}


class NamedField(forms.CharField):
    """An object by its full name, its code, or “#” and its number (按名称引用)."""

    def __init__(self, queryset: "QuerySet[Any]", **options: Any) -> None:
        self.queryset = queryset
        self.noun = str(queryset.model._meta.verbose_name)
        options.setdefault("help_text", f"填写{self.noun}全称或编码；重名时填写“#编号”")
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        """The one object that is meant."""
        text = str(value or "").strip()
        if not text:
            return None
        if number := NUMBER.search(text):
            found = list(self.queryset.filter(pk=int(number[1]))[:1])
        else:
            found = list(self.queryset.filter(self._means(text))[:6])
        if len(found) == 1:
            return found[0]
        if found:
            shown = "、".join(self.prepare_value(one.pk) for one in found[:5])
            raise forms.ValidationError(f"有多个{self.noun}符合：{shown}，请选其一填写")
        raise forms.ValidationError(f"没有这个{self.noun}，或不在您的管理范围内：“{text}”")

    def _means(self, text: str) -> Q:
        model = self.queryset.model
        paths = PATHS.get(str(model._meta.model_name), ("name",))
        return any_of([Q(**{path: text}) for path in paths])

    def prepare_value(self, value: Any) -> Any:
        """A key as a name with its number; typed words stay as typed."""
        if isinstance(value, Model):
            value = value.pk
        if isinstance(value, int):
            found = self.queryset.model._default_manager.filter(pk=value).first()
            return f"{found} #{value}" if found else ""
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other words stand there than the form showed."""
        return str(self.prepare_value(initial) or "") != str(data or "")

    def run_validators(self, value: Any) -> None:
        """An object needs no length."""

    def validate(self, value: Any) -> None:
        """Only what is required is asked for."""
        if value is None and self.required:
            raise forms.ValidationError(f"请填写{self.noun}")
