"""The contact of a side is called a liaison; telephone numbers of people are sealed."""

from typing import Any

from django.db import migrations, models

import bihuan.accounts.seal
from bihuan.accounts.models.choice import one_of
from bihuan.accounts.models.staff import LiaisonSide

HOLDERS = ("User", "Liaison")


def seal_numbers(apps: Any, schema_editor: Any) -> None:
    """Seal what was written as plain text."""
    for name in HOLDERS:
        rows = apps.get_model("accounts", name).objects.exclude(phone="")
        for row in rows.only("pk", "phone").iterator(1000):
            sealed = bihuan.accounts.seal.seal(row.phone)
            type(row).objects.filter(pk=row.pk).update(phone=sealed)


def open_numbers(apps: Any, schema_editor: Any) -> None:
    """Write the numbers as plain text again."""
    for name in HOLDERS:
        rows = apps.get_model("accounts", name).objects.exclude(phone="")
        for row in rows.only("pk", "phone").iterator(1000):
            plain = bihuan.accounts.seal.unseal(row.phone)
            type(row).objects.filter(pk=row.pk).update(phone=plain)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RenameModel("Contact", "Liaison"),
        migrations.RemoveConstraint("liaison", "accounts_contact_side_known"),
        migrations.AddConstraint(
            "liaison", one_of("side", LiaisonSide, name="accounts_liaison_side_known")
        ),
        migrations.AlterField(
            "liaison",
            "organisation",
            models.ForeignKey(
                on_delete=models.PROTECT,
                related_name="liaisons",
                to="accounts.organisation",
                verbose_name="单位",
            ),
        ),
        migrations.AlterField("user", "phone", models.TextField("手机", blank=True)),
        migrations.AlterField("liaison", "phone", models.TextField("电话")),
        migrations.RunPython(seal_numbers, open_numbers),
        migrations.AlterField(
            "user",
            "phone",
            bihuan.accounts.seal.SealedField("手机", blank=True, max_length=20),
        ),
        migrations.AlterField(
            "liaison", "phone", bihuan.accounts.seal.SealedField("电话", max_length=20)
        ),
    ]
