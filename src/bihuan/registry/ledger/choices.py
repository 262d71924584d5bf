"""Choices and conditions of filters (筛选项的内容)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.db.models.enums import ChoicesType

from bihuan.accounts.models import User
from bihuan.registry.ledger.ledger import Choices, Filter
from bihuan.registry.models import SourceKind

SOON = timedelta(days=30)
DUE = [("over", "已到期"), ("soon", "30 天内到期"), ("none", "未填写日期")]


def of(choices: ChoicesType) -> Callable[[User], Choices]:
    """The members of an enumeration."""
    return lambda user: [(str(value), str(label)) for value, label in choices.choices]


def one_of(name: str, label: str, choices: ChoicesType, path: str = "") -> Filter:
    """A filter by exactly one member."""
    return Filter(name, label, of(choices), lambda value, today: Q(**{path or name: value}))


def due(name: str, label: str, path: str) -> Filter:
    """A filter by whether a day is near or past."""

    def condition(value: str, today: date) -> Q:
        if value == "none":
            return Q(**{f"{path}__isnull": True})
        if value == "over":
            return Q(**{f"{path}__lte": today})
        return Q(**{f"{path}__gt": today, f"{path}__lte": today + SOON})

    return Filter(name, label, lambda user: DUE, condition)


def source_kinds(user: User) -> Choices:
    """Kinds of local sources, as data."""
    return list(SourceKind.objects.filter(is_active=True).values_list("code", "name"))


def tone_of_due(day: Any, today: date) -> str:
    """The tone of a day by which something is to be done."""
    if day is None:
        return ""
    return "over" if day <= today else "wait" if day <= today + SOON else ""
