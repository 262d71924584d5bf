"""The gram index of the search box, in the form that each database has."""

from django.apps.registry import Apps as StateApps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS registry_search_gram USING fts5("
    " grams, extras, content='', tokenize='ascii', prefix='4')"
)
POSTGRESQL = (
    "ALTER TABLE registry_searchentry ADD COLUMN IF NOT EXISTS grams text[]",
    "CREATE INDEX IF NOT EXISTS registry_search_grams ON registry_searchentry USING gin (grams)",
)


def make(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SQLITE)
        return
    for statement in POSTGRESQL:
        schema_editor.execute(statement)


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE registry_search_gram")
        return
    schema_editor.execute("ALTER TABLE registry_searchentry DROP COLUMN grams")


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
