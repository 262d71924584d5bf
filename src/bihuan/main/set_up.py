"""What must be there before the processes start: tables of the database, files of the pages."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from bihuan.accounts.services.agreement import publish_shipped_agreement
from bihuan.main.terminal import Steps

COLLECTED = ".collected"
"""Beside the collected files: the mark of what they were collected from."""


def migrate(steps: Steps) -> None:
    """Bring the business database up to date (数据库迁移); one that is costs a look."""
    steps.begin("数据库迁移")
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
    publish_shipped_agreement(now=timezone.now())
    steps.done("数据库迁移")


def collect_static(steps: Steps) -> None:
    """Copy the pages' files where the web process serves them from (静态文件), if changed."""
    steps.begin("页面资源")
    kept = Path(settings.STATIC_ROOT) / COLLECTED
    if not settings.DEBUG and _mark_in(kept) != (mark := static_mark()):
        call_command("collectstatic", interactive=False, verbosity=0)
        kept.write_text(mark, "ascii")
    steps.done("页面资源")


def static_mark() -> str:
    """A mark of the files that pages need (资源指纹): names, sizes and times of change."""
    found = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = storage.path(name)
            stat = Path(path).stat()
            found.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return found.hexdigest()


def _mark_in(file: Path) -> str:
    try:
        return file.read_text("ascii")
    except FileNotFoundError:
        return ""
