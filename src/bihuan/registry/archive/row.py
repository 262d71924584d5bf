"""One row of an archive as a line of JSON, equal on every database."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, Field, FileField, ForeignKey, JSONField, Model, QuerySet

from bihuan.registry.archive.kind import MASK, SECRET, columns_of, is_person

FETCH = 2000


def lines_of(model: type[Model], rows: "QuerySet[Any]") -> Iterator[str]:
    """The rows by key, each a line; no more than some in memory."""
    columns = columns_of(model)
    paths = [_path(column) for column in columns]
    found = rows.order_by("pk").values_list(*paths)
    for values in found.iterator(FETCH):
        yield line_of(columns, values)


def line_of(columns: "Sequence[Field[Any, Any]]", values: Sequence[Any]) -> str:
    """One row as JSON with sorted keys."""
    told = {
        column.attname: written(column, value)
        for column, value in zip(columns, values, strict=True)
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def written(column: "Field[Any, Any]", value: Any) -> Any:
    """A value as JSON holds it: instants in UTC, decimals as text with all their digits."""
    if column.name in SECRET:
        return MASK if value else ""
    if isinstance(column, DecimalField) and value is not None:
        return str(Decimal(value).quantize(Decimal(1).scaleb(-column.decimal_places)))
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(column, FileField):
        return str(value)
    return value


def read(columns: "Sequence[Field[Any, Any]]", told: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a line in the model's types; people stay login names."""
    return {
        column.attname: _value(column, told[column.attname])
        for column in columns
        if column.attname in told
    }


def _value(column: "Field[Any, Any]", value: Any) -> Any:
    if value is None or is_person(column) or isinstance(column, JSONField):
        return value
    target = column.target_field if isinstance(column, ForeignKey) else column
    return target.to_python(value)


def _path(column: "Field[Any, Any]") -> str:
    return f"{column.name}__username" if is_person(column) else column.attname
