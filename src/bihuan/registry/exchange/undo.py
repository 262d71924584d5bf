"""Taking a whole import back (撤销导入), as long as nothing of it was changed or used since."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Model

from bihuan.registry.exchange.error import ChangedSince
from bihuan.registry.exchange.plan import Progress
from bihuan.registry.exchange.sheet import Sheet
from bihuan.registry.exchange.write import batches, fingerprints, label_model, restore

STAGE = "撤销"
MOST_REASONS = 200


def undo_write(sheet: Sheet, note: Mapping[str, Any], *, progress: Progress) -> None:
    """Delete what the import created and give changed rows their former values.

    Args:
        sheet: the list.
        note: what `write_plan` returned.
        progress: told how far it is.

    Raises:
        ChangedSince: rows that were changed, deleted or referred to since; nothing was undone.
    """
    created, changed = note["created"], note["changed"]
    if reasons := [*_changed_since(sheet, [*created, *changed]), *_used_since(sheet, note)]:
        raise ChangedSince(reasons)
    total = len(created) + len(changed)
    for label, keys in reversed(note["made_after"]):
        _delete(label_model(label), keys)
    _delete(sheet.model, [row[0] for row in created])
    progress(STAGE, len(created), total)
    for part in batches(changed):
        restore(sheet, {pk: before for pk, _, _, before in part})
    for label, keys in reversed(note["made_first"]):
        _delete(label_model(label), keys)
    progress(STAGE, total, total)


def _changed_since(sheet: Sheet, rows: Sequence[Sequence[Any]]) -> list[str]:
    prints = fingerprints(sheet, [row[0] for row in rows])
    reasons = []
    for pk, kept, line, *_ in rows:
        if pk not in prints:
            reasons.append(f"第 {line} 行（编号 {pk}）已被删除")
        elif prints[pk] != kept:
            reasons.append(f"第 {line} 行（编号 {pk}）已被修改")
    return reasons[:MOST_REASONS]


def _used_since(sheet: Sheet, note: Mapping[str, Any]) -> list[str]:
    lines = {row[0]: row[2] for row in note["created"]}
    own: dict[str, set[Any]] = defaultdict(set)
    own[sheet.model._meta.label].update(lines)
    for label, keys in (*note["made_first"], *note["made_after"]):
        own[label].update(keys)
    reasons = _uses(sheet.model, list(lines), own=own, lines=lines)
    for label, keys in (*note["made_first"], *note["made_after"]):
        reasons += _uses(label_model(label), keys, own=own, lines={})
    return reasons[:MOST_REASONS]


def _uses(
    model: type[Model],
    keys: Sequence[Any],
    *,
    own: Mapping[str, set[Any]],
    lines: Mapping[Any, int],
) -> list[str]:
    """Rows of other tables that refer to these, beside the import's own."""
    reasons = []
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
            continue
        name = relation.field.name  # type: ignore[union-attr]
        other: Any = relation.related_model
        spared = own.get(other._meta.label, set())
        for part in batches(keys):
            held = other._base_manager.filter(**{f"{name}__in": part})
            found = held.order_by().values_list("pk", name)[:MOST_REASONS]
            reasons += [
                f"{_named(key, lines)}已有{other._meta.verbose_name}"
                for pk, key in found
                if pk not in spared
            ]
    return reasons


def _named(key: Any, lines: Mapping[Any, int]) -> str:
    return f"第 {lines[key]} 行（编号 {key}）" if key in lines else f"编号 {key} "


def _delete(model: Any, keys: Sequence[Any]) -> None:
    for part in batches(list(reversed(keys))):
        model._base_manager.filter(pk__in=part).delete()
