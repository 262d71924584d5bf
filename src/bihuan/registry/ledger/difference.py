"""What differs between two states of one object, in words (差异)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Field, Model

from bihuan.accounts.masking import masked_phone
from bihuan.accounts.seal import SealedField
from bihuan.registry.exchange.cell import text_of
from bihuan.registry.services.history import FieldChange


def differences(before: Model, after: Model, names: Iterable[str]) -> list[FieldChange]:
    """The fields that differ, each with its Chinese title and both contents in words."""
    found = []
    for name in names:
        field: Any = before._meta.get_field(name)
        old, new = getattr(before, field.attname), getattr(after, field.attname)
        if not _same(old, new):
            told = words_of(before, field), words_of(after, field)
            found.append(FieldChange(name, str(field.verbose_name), *told))
    return found


def _same(old: Any, new: Any) -> bool:
    """Whether nothing changed; blanks at the edges of a text do not count."""
    if isinstance(old, str) and isinstance(new, str):
        return text_of(old) == text_of(new)
    return bool(old == new)


def words_of(row: Model, field: "Field[Any, Any]") -> str:
    """The content of a field as a person reads it; of a sealed number only its ends."""
    value = getattr(row, field.attname)
    if value is None or value == "":
        return ""
    if isinstance(field, SealedField):
        return masked_phone(value)
    if field.is_relation:
        return str(getattr(row, field.name))
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, bool):
        return "是" if value else "否"
    return value.isoformat() if isinstance(value, date) else str(value)
