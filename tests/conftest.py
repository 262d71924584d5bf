"""What every test room shares."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from bihuan import telemetry
from bihuan.telemetry import process

pytest_plugins = [
    "tests.buckets",
    "tests.distribution",
    "tests.emptying",
    "tests.migrated",
    "tests.passwords",
    "tests.people",
]


@pytest.fixture(autouse=True)
def store_folder() -> Iterator[None]:
    """After a test that forgot where the store lies, it is known again, as at the start."""
    yield
    if process._root is None:
        telemetry.configure(settings.TELEMETRY_ROOT)


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """The shared reference data beside the project; tests on it skip without it."""
    beside = Path(__file__).parents[2] / "shared" / "data"
    folder = Path(os.environ.get("BIHUAN_REFERENCE_DATA", beside))
    if not folder.is_dir():
        pytest.skip(f"no reference data at {folder.name}/: set BIHUAN_REFERENCE_DATA")
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses the business database, so that a second run on PostgreSQL can pick it."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if fixtures & {"db", "transactional_db", "live_server"} or item.get_closest_marker(
            "django_db"
        ):
            item.add_marker("database")
