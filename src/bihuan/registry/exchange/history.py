"""What an import and its undoing leave in the history of each object (导入的变更记录)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bihuan.accounts.masking import masked_phone
from bihuan.accounts.seal import SealedField
from bihuan.registry.exchange.cell import text_of
from bihuan.registry.exchange.plan import Plan, PlannedRow
from bihuan.registry.exchange.sheet import Sheet
from bihuan.registry.models import ImportRun
from bihuan.registry.services.history import BORN, GONE, FieldChange, ObjectChange

REFERENCES = {
    "outlet_id": "排放口（平台编号）",
    "station_id": "站点（平台编号）",
    "owner_id": "产权单位（平台编号）",
    "parent_id": "上级（平台编号）",
    "enterprise_id": "企业（平台编号）",
    "department_id": "部门（平台编号）",
    "organisation_id": "单位（平台编号）",
    "permit_id": "许可证（平台编号）",
    "maintainer_id": "运维单位（平台编号）",
    "point_factor_id": "监测因子（平台编号）",
    "kind_id": "类别",
}
NAMES = ("name", "number", "plate", "matter", "outlet_name", "code", "mn", "factor")


def told_fields(sheet: Sheet, before: Mapping[str, Any], after: Mapping[str, Any]) -> Any:
    """Each changed field in words, as the list's columns write it; others are left out.

    Of a sealed number only its ends are told.
    """
    columns = {column.path: column for column in sheet.columns if column.path}
    for name, value in after.items():
        if column := columns.get(name):
            told = [text_of(column.parser.write(one)) for one in (before.get(name), value)]
            shown = [masked_phone(one) for one in told] if column.sealed else told
            yield FieldChange(name, column.title, *shown)
        elif name in REFERENCES:
            yield FieldChange(name, REFERENCES[name], _text(before.get(name)), _text(value))


def changes_of_plan(sheet: Sheet, plan: Plan) -> Iterator[ObjectChange]:
    """The beginnings and changes that a written plan made."""
    kind = sheet.model._meta.label_lower
    for row in plan.new:
        name = _name(row.values)
        yield ObjectChange(kind, row.written, name, [FieldChange("", BORN, after=name)])
    for row in plan.changed:
        fields = list(told_fields(sheet, row.before, row.values))
        yield ObjectChange(kind, row.written, _changed_name(row), fields)


def changes_of_undo(
    sheet: Sheet, note: Mapping[str, Any], held: Mapping[Any, Mapping[str, Any]]
) -> Iterator[ObjectChange]:
    """The ends and changes that undoing makes.

    Args:
        sheet: the list.
        note: what the import noted.
        held: what the changed rows hold before they are restored, by key.
    """
    kind = sheet.model._meta.label_lower
    for pk, *_ in note["created"]:
        yield ObjectChange(kind, pk, "", [FieldChange("", GONE)])
    for pk, _, _, before in note["changed"]:
        restored = {name: _value(sheet, name, value) for name, value in before.items()}
        fields = list(told_fields(sheet, held.get(pk, {}), restored))
        yield ObjectChange(kind, pk, "", fields)


def held_values(sheet: Sheet, keys: Sequence[Any]) -> dict[Any, dict[str, Any]]:
    """What rows hold now in the sheet's fields."""
    rows = sheet.model._default_manager.order_by().filter(pk__in=list(keys))
    return {row["pk"]: row for row in rows.values("pk", *sheet.fields)}


def reason_of(run: ImportRun, *, undone: bool = False) -> str:
    """Why an import changed something, in words."""
    return f"{'撤销' if undone else ''}导入文件“{run.file_name}”（批次 {run.pk}）"


def _value(sheet: Sheet, name: str, value: Any) -> Any:
    if "__" in name:
        return value
    field: Any = sheet.model._meta.get_field(name)
    return field.from_db_value(value) if isinstance(field, SealedField) else field.to_python(value)


def _changed_name(row: PlannedRow) -> str:
    return _name({**row.before, **row.values})


def _name(values: Mapping[str, Any]) -> str:
    return next((str(values[one]) for one in NAMES if values.get(one)), "")


def _text(value: Any) -> str:
    return "" if value is None else str(value)
