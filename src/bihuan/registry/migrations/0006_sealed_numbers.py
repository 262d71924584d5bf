"""Telephone numbers of contacts are sealed; what was noted of them is covered."""

from collections.abc import Callable
from typing import Any

from django.db import migrations, models

import bihuan.accounts.seal
from bihuan.accounts.masking import masked_phone
from bihuan.registry.exchange.packed import pack, unpack

NUMBERS = ("telephone", "mobile")
COVERED = {"contacts": (NUMBERS, ("办公电话", "手机")), "people": (("phone",), ())}
"""Fields and titles of a list's numbers, by which an import's findings and changes name them."""


def seal_numbers(apps: Any, schema_editor: Any) -> None:
    """Seal what was written as plain text, and cover its copies in histories and imports."""
    rewrite(apps, bihuan.accounts.seal.seal)
    records = apps.get_model("registry", "ChangeRecord").objects
    of_numbers = records.filter(object_kind="registry.contact", field__in=NUMBERS)
    for one in of_numbers.only("pk", "before", "after").iterator(1000):
        shown = {"before": masked_phone(one.before), "after": masked_phone(one.after)}
        records.filter(pk=one.pk).update(**shown)
    runs = apps.get_model("registry", "ImportRun").objects
    for run in runs.filter(sheet__in=COVERED).iterator(20):
        kept = {"findings": covered(run), "undo_note": noted(run, bihuan.accounts.seal.seal)}
        runs.filter(pk=run.pk).update(**kept)


def open_numbers(apps: Any, schema_editor: Any) -> None:
    """Write the numbers as plain text again; what was covered stays covered."""
    rewrite(apps, bihuan.accounts.seal.unseal)
    runs = apps.get_model("registry", "ImportRun").objects
    for run in runs.filter(sheet__in=COVERED).iterator(20):
        runs.filter(pk=run.pk).update(undo_note=noted(run, bihuan.accounts.seal.unseal))


def rewrite(apps: Any, turn: Callable[[str], str]) -> None:
    """Turn each number of each contact."""
    contacts = apps.get_model("registry", "Contact").objects
    for row in contacts.only("pk", *NUMBERS).iterator(1000):
        held = {name: getattr(row, name) for name in NUMBERS}
        turned = {name: turn(text) for name, text in held.items() if text}
        if turned:
            contacts.filter(pk=row.pk).update(**turned)


def covered(run: Any) -> bytes | None:
    """The findings of an import with their numbers covered."""
    found = unpack(run.findings)
    if found is None:
        return None
    fields, titles = COVERED[run.sheet]
    for one in found["findings"]:
        if one[1] in fields:
            one[2] = masked_phone(one[2])
    for one in found["changes"]:
        if one[1] in titles:
            one[2:] = [masked_phone(text) for text in one[2:]]
    return pack(found)


def noted(run: Any, turn: Callable[[str], str]) -> bytes | None:
    """What undoing an import needs, with the former numbers turned."""
    note = unpack(run.undo_note)
    if note is None:
        return None
    for *_, before in note["changed"]:
        before.update({name: turn(before[name]) for name in NUMBERS if before.get(name)})
    return pack(note)


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0005_siting_access"),
        ("accounts", "0002_liaisons_and_sealed_numbers"),
    ]

    operations = [
        migrations.AlterField("contact", "telephone", models.TextField("办公电话", blank=True)),
        migrations.AlterField("contact", "mobile", models.TextField("手机", blank=True)),
        migrations.RunPython(seal_numbers, open_numbers),
        migrations.AlterField(
            "contact",
            "telephone",
            bihuan.accounts.seal.SealedField("办公电话", blank=True, max_length=40),
        ),
        migrations.AlterField(
            "contact", "mobile", bihuan.accounts.seal.SealedField("手机", blank=True, max_length=40)
        ),
    ]
