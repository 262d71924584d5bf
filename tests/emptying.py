"""Empty the tables after a test that commits, quickly.

Django truncates every table and tells every app that it was migrated again; on PostgreSQL that
takes longer than most of the tests themselves. Deleting rows takes a tenth of it.
"""

from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connections, transaction
from django.test import TransactionTestCase

KEPT = {ContentType._meta.db_table, Permission._meta.db_table}  # written by `migrate` alone


def empty_tables(test: TransactionTestCase) -> None:
    """Delete every row of every model; foreign keys are looked at when all are gone."""
    for alias in test._databases_names(include_mirrors=False):  # type: ignore[attr-defined]
        connection = connections[alias]
        tables = connection.introspection.django_table_names(
            only_existing=True, include_views=False
        )
        names = [connection.ops.quote_name(table) for table in sorted(set(tables) - KEPT)]
        statements = [f"DELETE FROM {name}" for name in names]
        if connection.vendor == "postgresql":
            statements = ["; ".join(statements)]  # one way there and back
        with transaction.atomic(using=alias), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def pytest_configure(config: Any) -> None:
    """Put it in the place of Django's."""
    TransactionTestCase._fixture_teardown = empty_tables  # type: ignore[attr-defined]
