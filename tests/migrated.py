"""One process of a run migrates an empty database; the others take copies of it.

Migrating takes seconds of processor, a copy a tenth of one. A run in a single process migrates as
Django always does.
"""

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from pytest_django.plugin import blocking_manager_key

PLACE = Path(os.environ["BIHUAN_HOME"])  # shared by the processes, removed by the first of them
FILE, READY, LOCK = PLACE / "migrated.sqlite3", PLACE / "migrated", PLACE / "migrated.lock"


def pytest_configure(config: pytest.Config) -> None:
    """Put it in the place of Django's."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        maker: Any = type(connections["default"].creation)
        maker.create_test_db = _made_or_copied(maker.create_test_db)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The first process removes what no folder holds."""
    connection: Any = connections["default"]
    is_first = "PYTEST_XDIST_WORKER" not in os.environ
    if is_first and READY.exists() and connection.vendor == "postgresql":
        allowed = config.stash[blocking_manager_key].unblock()
        with allowed, connection.creation._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{_template(connection)}"')


def _made_or_copied(make: Callable[..., str]) -> Callable[..., str]:
    def create_test_db(creation: Any, *arguments: Any, **options: Any) -> str:
        with _alone():
            if READY.exists():
                return _copy(creation)
            name = make(creation, *arguments, **options)
            _keep(creation.connection)
            READY.touch()
            return name

    return create_test_db


@contextmanager
def _alone() -> Iterator[None]:
    with LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _keep(connection: Any) -> None:
    if connection.vendor == "postgresql":
        name, template = connection.settings_dict["NAME"], _template(connection)
        connection.close()
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{template}"')
            cursor.execute(f'CREATE DATABASE "{template}" TEMPLATE "{name}"')
    else:
        with closing(sqlite3.connect(FILE)) as copy:
            connection.connection.backup(copy)


def _copy(creation: Any) -> str:
    connection = creation.connection
    name: str = creation._get_test_db_name()
    connection.settings_dict["TEST"]["TEMPLATE"] = _template(connection)
    creation._create_test_db(verbosity=0, autoclobber=True)
    connection.close()
    connection.settings_dict["NAME"] = name
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(FILE)) as kept:
            kept.backup(connection.connection)
    return name


def copied_to(path: Path) -> bool:
    """Copy the tables to a new SQLite file, if a process of this run has made them."""
    with _alone():
        if not (READY.exists() and FILE.exists()):
            return False
        with closing(sqlite3.connect(FILE)) as kept, closing(sqlite3.connect(path)) as copy:
            kept.backup(copy)
        return True


def _template(connection: Any) -> str:
    name = str(connection.settings_dict["NAME"])
    return f"{name.partition('_gw')[0].removeprefix('test_')}_migrated"
