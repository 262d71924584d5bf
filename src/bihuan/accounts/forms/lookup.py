"""Form fields that are typed and found: a district, an organisation, a person."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from bihuan.accounts.models import District, Organisation, User


class Found(forms.CharField):
    """Words that must name exactly one row; the row is the cleaned value."""

    def __init__(self, find: Callable[[str], "QuerySet[Any]"], what: str, **told: Any) -> None:
        """Nothing is looked up before the form is checked."""
        super().__init__(max_length=120, **told)
        self._find, self._what = find, what

    def clean(self, value: Any) -> Any:
        """The row; None for nothing in a field that may stay empty."""
        words = super().clean(value)
        if not words:
            return None
        rows = list(self._find(words)[:2])
        if len(rows) == 1:
            return rows[0]
        said = (
            f"有多个{self._what}叫“{words}”，请填写编码"
            if rows
            else f"没有找到{self._what}“{words}”"
        )
        raise forms.ValidationError(said)

    def prepare_value(self, value: Any) -> Any:
        """A row is shown by its name."""
        return str(value) if isinstance(value, District | Organisation) else value


def district_field(**told: Any) -> Found:
    """A division by code or name (行政区划)."""
    told.setdefault("help_text", "填写名称或代码，如 巩义市 或 410181")
    return Found(
        lambda words: District.objects.filter(Q(code=words) | Q(name=words)),
        "行政区划",
        label="行政区划",
        **told,
    )


def organisation_field(**told: Any) -> Found:
    """A body by its whole name (单位)."""
    told.setdefault("help_text", "填写单位全称")
    return Found(
        lambda words: Organisation.objects.filter(name=words), "单位", label="单位", **told
    )


def person_field(label: str, **told: Any) -> Found:
    """An open account by user name or name (人员)."""
    return Found(
        lambda words: User.objects.filter(Q(username=words) | Q(name=words), is_active=True),
        "人员",
        label=label,
        help_text=told.pop("help_text", "填写姓名或用户名"),
        **told,
    )
