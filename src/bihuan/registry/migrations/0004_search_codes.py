"""The gram index of the search box in its second form: characters, pairs and fours.

The entries keep what they say; their keys and tokens are made anew, so that an upgraded platform
finds everything at once.
"""

from django.apps.registry import Apps as StateApps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = (
    "DROP TABLE registry_search_gram",
    "CREATE VIRTUAL TABLE registry_search_gram USING fts5("
    " grams, singles, codes, extras, content='', tokenize='ascii')",
)
POSTGRESQL = (
    "UPDATE registry_searchentry SET grams = NULL",
    "ALTER TABLE registry_searchentry ALTER COLUMN grams SET STATISTICS 1000",
)
BATCH = 5000


def remake(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Number every entry by kind and object, and index it anew."""
    from bihuan.registry.search.gram import entry_key
    from bihuan.registry.search.store import gram_store

    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)
    model, store = apps.get_model("registry", "SearchEntry"), gram_store()
    old = list(model.objects.order_by("kind", "object_id").values_list("pk", flat=True))
    for start in range(0, len(old), BATCH):
        rows = model.objects.filter(pk__in=old[start : start + BATCH])
        entries = list(rows.order_by("kind", "object_id"))
        rows.delete()
        for entry in entries:
            entry.pk = entry_key(entry.kind, entry.object_id)
        model.objects.bulk_create(entries)
        store.add(entries)


class Migration(migrations.Migration):
    """Only the index; no table of the registry changes."""

    dependencies = [("registry", "0003_source_kinds")]
    operations = [migrations.RunPython(remake, migrations.RunPython.noop)]
