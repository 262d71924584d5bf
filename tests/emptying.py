"""Empty the tables after a test that commits, quickly, and put back what migrations wrote.

Django truncates every table and tells every app that it was migrated again; on PostgreSQL that
takes longer than most of the tests themselves. Deleting rows takes a tenth of it. Rows that a
migration wrote are copied aside before the first such test.
"""

from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connections, transaction
from django.test import TransactionTestCase

KEPT = {ContentType._meta.db_table, Permission._meta.db_table}  # written by `migrate` alone
ASIDE = "migrated_rows"
"""Of PostgreSQL a schema, so that a backup does not take the copies for tables of the platform."""

set_up = TransactionTestCase._fixture_setup.__func__  # type: ignore[attr-defined]
written: dict[str, list[str]] = {}
"""By database, the tables that migrations wrote to."""


def copy_aside(kind: Any) -> None:
    """Before the first test that commits, while a database is as migrations left it."""
    for alias in kind._databases_names(include_mirrors=False):
        if alias not in written:
            written[alias] = [table for table in tables_of(alias) if _copied(alias, table)]
    set_up(kind)


def tables_of(alias: str) -> list[str]:
    """Every table of a model but the kept ones."""
    names = connections[alias].introspection.django_table_names(
        only_existing=True, include_views=False
    )
    return sorted(set(names) - KEPT)


def _copied(alias: str, table: str) -> bool:
    quote = connections[alias].ops.quote_name
    with connections[alias].cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {quote(table)} LIMIT 1")
        if cursor.fetchone() is None:
            return False
        if connections[alias].vendor == "postgresql":
            cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {ASIDE}")
        cursor.execute(f"CREATE TABLE {_aside(alias, table)} AS SELECT * FROM {quote(table)}")
    return True


def _aside(alias: str, table: str) -> str:
    between = "." if connections[alias].vendor == "postgresql" else "_"
    return f"{ASIDE}{between}{table}"


def empty_tables(test: Any) -> None:
    """Delete every row of every model; foreign keys are looked at when all are gone."""
    for alias in test._databases_names(include_mirrors=False):
        connection = connections[alias]
        quote = connection.ops.quote_name
        statements = [f"DELETE FROM {quote(table)}" for table in tables_of(alias)]
        statements += [
            f"INSERT INTO {quote(table)} SELECT * FROM {_aside(alias, table)}"
            for table in written[alias]
        ]
        if connection.vendor == "postgresql":
            statements = ["; ".join(statements)]  # one way there and back
        with transaction.atomic(using=alias), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def pytest_configure(config: Any) -> None:
    """Put it in the place of Django's."""
    TransactionTestCase._fixture_setup = classmethod(copy_aside)  # type: ignore[attr-defined]
    TransactionTestCase._fixture_teardown = empty_tables  # type: ignore[attr-defined]
