"""An older release's database becomes today's, and nothing that stood in it is lost."""

from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps as apps_now
from django.apps.registry import Apps
from django.db import connection, connections, models
from django.db.migrations.executor import MigrationExecutor
from pytest_django import DjangoDbBlocker

from bihuan.accounts.models import Liaison, User

OLDER = {
    "accounts": "0001_initial",
    "registry": "0001_initial",
    "documents": "0001_initial",
    "cases": "0001_initial",
    "notify": "0001_initial",
    "watch": "0001_initial",
    "reports": "0001_initial",
    "air": "0001_first_facts",
    "gateway": "0001_initial",
}
"""The first release: each room's tables as they were when somebody could first install them."""

AT = datetime.fromisoformat("2026-06-01T08:00:00+08:00")
PLAIN: Mapping[type[models.Field[Any, Any]], Any] = {
    models.BooleanField: True,
    models.IntegerField: 1,
    models.FloatField: 1.5,
    models.DecimalField: Decimal("1.5"),
    models.DateTimeField: AT,
    models.DateField: AT.date(),
    models.TimeField: time(8),
    models.JSONField: {"甲": [1, None]},
    models.BinaryField: b"\x00\xff",
    models.GenericIPAddressField: "10.0.0.1",
}
DAY = timedelta(days=1)
LATER = frozenset({"end", "last", "planned_end", "expires_at"})
"""What comes after what was before."""

TOLD: Mapping[str, Mapping[str, Any]] = {
    "accounts.district": {"code": "410181", "level": "county"},
    "registry.monitoringpoint": {"station": None},
    "registry.devicecommand": {"approved_by": None, "finished_at": None},
    "registry.pointfactor": {"maximum": 500.0},
    "registry.factorlimit": {"lower": None},
    "cases.case": {"closed_at": None},
    "registry.searchentry": {"kind": "enterprise", "title": "巩义水泥厂", "needle": "巩义水泥厂"},
}
OF_TWO = {"cases.caselink", "air.review"}
"""Tables whose row needs two cases or two people."""

REMADE = {
    "registry_searchentry": {"id"},
    "accounts_user": {"phone"},
    "accounts_contact": {"phone"},
    "registry_contact": {"telephone", "mobile"},
    "watch_event": {"arrived_at"},
}
"""What an upgrade makes anew (keys of the index, sealed numbers), or gives up since nobody ever
wrote it."""

RENAMED = {"accounts_contact": "accounts_liaison"}
"""Tables that are called otherwise since."""


@pytest.fixture
def older(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Apps]:
    """A database of its own, as the first release made its tables, in place of the usual one."""
    held = connections["default"]
    if held.vendor != "sqlite":
        pytest.skip("one database is enough: both run the same migrations")
    told = {**held.settings_dict, "NAME": str(tmp_path / "older.sqlite3")}
    connections["default"] = type(held)(told, "default")
    with django_db_blocker.unblock():
        try:
            yield MigrationExecutor(connection).migrate(list(OLDER.items())).apps
        finally:
            connection.close()
            connections["default"] = held


@pytest.mark.requirement("A1.20")
def test_an_older_database_is_upgraded_without_a_loss(older: Apps) -> None:
    filled = list(fill_every_table(older))
    before = {name: rows_of(name) for name in filled}
    assert len(before) > 60
    assert all(before.values())
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes()
    assert len(executor.migration_plan(newest)) >= 5
    executor.migrate(newest)
    for name, rows in before.items():
        found = rows_of(RENAMED.get(name, name))
        assert missing(rows, found, REMADE.get(name, set())) == [], name
    for model in (User, Liaison):
        assert [one.phone for one in model.objects.all()] == ["phone之值"]
    assert MigrationExecutor(connection).migration_plan(newest) == []
    connection.check_constraints()
    for label in OLDER:
        for model in apps_now.get_app_config(label).get_models():
            list(model._default_manager.all())


def fill_every_table(apps: Apps) -> Iterator[str]:
    """One row in each table of our rooms, what is referred to first; their names."""
    every = [model for label in OLDER for model in apps.get_app_config(label).get_models()]
    waiting = [model for model in every if model._meta.label_lower not in OF_TWO]
    made: dict[str, Any] = {}
    while waiting:
        known = made.keys()
        whole = [one for one in waiting if refers_to(one) <= known]
        ready = whole or [one for one in waiting if refers_to(one, must=True) <= known][:1]
        assert ready, [one._meta.label for one in waiting]
        for model in ready:
            label = model._meta.label_lower
            made[label] = model._default_manager.create(**values_of(model, made))
            yield model._meta.db_table
        waiting = [one for one in waiting if one not in ready]


def refers_to(model: type[models.Model], *, must: bool = False) -> set[str]:
    """What a row refers to beside its own table, or what it must refer to."""
    keys = (one for one in model._meta.concrete_fields if isinstance(one, models.ForeignKey))
    found = {target_of(one) for one in keys if not (must and one.null)}
    return found - {model._meta.label_lower}


def target_of(field: Any) -> str:
    return str(field.remote_field.model._meta.label_lower)


def values_of(model: type[models.Model], made: Mapping[str, Any]) -> dict[str, Any]:
    """Something in each column."""
    told = TOLD.get(model._meta.label_lower, {})
    return {
        field.name: told[field.name] if field.name in told else value_of(field, made)
        for field in model._meta.concrete_fields
        if not (field.primary_key and isinstance(field, models.AutoField))
    }


def value_of(field: Any, made: Mapping[str, Any]) -> Any:
    if isinstance(field, models.ForeignKey):
        return made.get(target_of(field))
    if field.choices:
        return field.choices[0][0]
    if field.name in LATER and isinstance(field, models.DateField):
        return AT + DAY if isinstance(field, models.DateTimeField) else (AT + DAY).date()
    for kind, value in PLAIN.items():
        if isinstance(field, kind):
            return value
    if isinstance(field, models.UUIDField):
        return field.get_default()
    return f"{field.name}之值"[: field.max_length or 20]


def rows_of(table: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def missing(
    before: list[dict[str, Any]], after: list[dict[str, Any]], remade: set[str]
) -> list[dict[str, Any]]:
    """Rows of which a column is gone or says something else."""
    return [
        row
        for row in before
        if not any(
            all(new.get(name, "") == value for name, value in row.items() if name not in remade)
            for new in after
        )
    ]
