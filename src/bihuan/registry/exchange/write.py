"""Writing an import (写入) inside the caller's transaction, and noting how to take it back."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import Model

from bihuan.accounts.seal import seal
from bihuan.registry.exchange.error import RegistryMoved
from bihuan.registry.exchange.plan import Plan, PlannedRow, Progress, stamp_of
from bihuan.registry.exchange.sheet import Sheet

T = TypeVar("T")
BATCH = 2000
STAGE = "写入"


def write_plan(sheet: Sheet, plan: Plan, *, now: datetime, progress: Progress) -> dict[str, Any]:
    """Write every row of the plan.

    Args:
        sheet: the list.
        plan: made a moment ago, outside the transaction.
        now: time of the act. [aware]
        progress: told how far it is.

    Returns:
        What undoing needs: keys and fingerprints of the rows, what was before, what else was made.

    Raises:
        RegistryMoved: somebody changed the list since the plan was made; nothing is kept.
    """
    if stamp_of(sheet) != plan.stamp:
        raise RegistryMoved
    total = len(plan.new) + len(plan.changed)
    made_first = sheet.before(list(plan.new), plan.look, now)
    done = 0
    for rows in batches(plan.new):
        _insert(sheet.model, rows)
        done += len(rows)
        progress(STAGE, done, total)
    for rows in batches(plan.changed):
        _update(sheet, rows)
        done += len(rows)
        progress(STAGE, done, total)
    made_after = sheet.after(list(plan.new), plan.look, now)
    prints = fingerprints(sheet, [row.written for row in (*plan.new, *plan.changed)])
    return {
        "created": [[row.written, prints[row.written], row.line] for row in plan.new],
        "changed": [
            [row.written, prints[row.written], row.line, _kept(sheet, row)] for row in plan.changed
        ],
        "made_first": made_first,
        "made_after": made_after,
    }


def _kept(sheet: Sheet, row: PlannedRow) -> dict[str, Any]:
    """What was before, for undoing; what lies sealed in its table stays sealed in the note."""
    sealed = {column.path for column in sheet.columns if column.sealed}
    return {
        name: seal(value) if value and name in sealed else value
        for name, value in row.before.items()
    }


def batches(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """The rows in pieces that one statement takes."""
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def fingerprints(sheet: Sheet, keys: Sequence[Any]) -> dict[Any, str]:
    """Fingerprint of what each row holds now in the sheet's fields."""
    found = {}
    for part in batches(keys):
        rows = sheet.model._default_manager.order_by().filter(pk__in=part)
        for pk, *values in rows.values_list("pk", *sheet.fields):
            found[pk] = hashlib.blake2b(repr(values).encode(), digest_size=8).hexdigest()
    return found


def restore(sheet: Sheet, changes: Mapping[Any, Mapping[str, Any]]) -> None:
    """Set fields of known rows, in one statement a batch.

    Args:
        sheet: the list.
        changes: key to field to value.
    """
    model: Any = sheet.model
    rows = list(model._default_manager.order_by().filter(pk__in=list(changes)))
    for row in rows:
        for name, value in changes[row.pk].items():
            setattr(row, name, model._meta.get_field(name).to_python(value))
    upsert(sheet, rows, {name for values in changes.values() for name in values})


def upsert(sheet: Sheet, rows: Sequence[Model], names: set[str]) -> None:
    """Update whole rows at once: far quicker than one CASE for each row and column."""
    model: Any = sheet.model
    fields = {model._meta.get_field(name).name for name in (*names, *sheet.derived)}
    if rows and fields:
        model._default_manager.bulk_create(
            rows, update_conflicts=True, unique_fields=["pk"], update_fields=sorted(fields)
        )


def label_model(label: str) -> type[Model]:
    """The model that a note of the import names."""
    return apps.get_model(label)


def _insert(model: Any, rows: Sequence[PlannedRow]) -> None:
    made = model._default_manager.bulk_create([model(**row.values) for row in rows])
    for row, instance in zip(rows, made, strict=True):
        row.written = instance.pk


def _update(sheet: Sheet, rows: Sequence[PlannedRow]) -> None:
    """Lock the rows, see that they are what the plan saw, then write."""
    model: Any = sheet.model
    held = model._default_manager.order_by().select_for_update(of=("self",))
    found = {row.pk: row for row in held.filter(pk__in=[row.known for row in rows])}
    for row in rows:
        instance = found.get(row.known)
        if instance is None or any(
            getattr(instance, name) != value for name, value in row.before.items()
        ):
            raise RegistryMoved
        for name, value in row.values.items():
            setattr(instance, name, value)
        row.written = row.known
    upsert(sheet, list(found.values()), {name for row in rows for name in row.values})
