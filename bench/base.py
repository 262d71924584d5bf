"""The platform with an empty database of its own, which goes away."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def empty_platform() -> Iterator[None]:
    """On whatever database BIHUAN_DATABASE_URL names; SQLite when nothing is said."""
    with tempfile.TemporaryDirectory(prefix="bihuan-bench-") as home:
        os.environ.update(BIHUAN_HOME=home, BIHUAN_DEMO="1", BIHUAN_LOG="WARNING", BIHUAN_DEBUG="1")
        os.environ["DJANGO_SETTINGS_MODULE"] = "bihuan.main.settings"
        import django

        django.setup()
        from django.db import connection
        from django.test.utils import setup_databases, teardown_databases

        kept = setup_databases(verbosity=0, interactive=False)
        try:
            yield
        finally:
            connection.close()
            teardown_databases(kept, verbosity=0)
