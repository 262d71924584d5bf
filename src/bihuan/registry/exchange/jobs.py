"""What the workers do for an import (后台任务): the clock is read here.

An import that a job cannot finish says why and is never left as "being worked on".
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone
from django_tasks import task

from bihuan.accounts.models import User
from bihuan.registry.exchange import carry_out, progress
from bihuan.registry.exchange.error import ExchangeError
from bihuan.registry.exchange.packed import unpack
from bihuan.registry.exchange.sheets import SHEETS
from bihuan.registry.exchange.write import batches
from bihuan.registry.models import ImportRun, ImportState
from bihuan.registry.search.registered import kind_of
from bihuan.registry.search.upkeep import refresh

log = logging.getLogger(__name__)
BROKEN = "后台处理出错，未写入任何数据；已记录，请联系系统管理员"


@task()
def check_import(run: int) -> None:
    """Compare a file with the registry (核对)."""
    with _working(run, ImportState.CHECKING, otherwise=ImportState.FAILED) as found:
        carry_out.check(found)


@task()
def write_import(run: int) -> None:
    """Write a confirmed import (导入)."""
    with _working(run, ImportState.WRITING, otherwise=ImportState.FAILED) as found:
        carry_out.write(found, now=timezone.now())
    _make_findable(found)


@task()
def undo_import(run: int, by: int) -> None:
    """Take an import back (撤销)."""
    with _working(run, ImportState.UNDOING, otherwise=ImportState.DONE) as found:
        carry_out.undo(found, by=User.objects.get(pk=by), now=timezone.now())
    _make_findable(found)


def _make_findable(run: ImportRun) -> None:
    """Bring the search index up to date at once; without it the next regular run would."""
    kind = kind_of(SHEETS[run.sheet].model)
    note = unpack(run.undo_note)
    keys = [row[0] for row in (*note["created"], *note["changed"])]
    for part in batches(keys) if kind else ():
        refresh(str(kind), part)


@contextmanager
def _working(run: int, state: ImportState, *, otherwise: ImportState) -> Iterator[ImportRun]:
    """The run while a job works on it; whatever stops the job, the page says so."""
    found = ImportRun.objects.select_related("by").get(pk=run, state=state)
    problem = BROKEN
    try:
        yield found
        problem = ""
    except ExchangeError as error:
        problem = str(error)
        log.info("import stopped run=%s reason=%s", run, problem)
    finally:
        if problem:
            stopped = ImportRun.objects.filter(pk=run, state=state)
            stopped.update(state=otherwise, problem=problem)
        progress.forget(run)


def release_stuck_imports() -> int:
    """Give back imports whose worker died (释放中断的导入); every few minutes."""
    return carry_out.release_stuck(now=timezone.now())
