"""Reading the facts (健康数据采集): each source may fail without hiding the others."""

import shutil
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from cryptography import x509
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.timezone import localdate
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from bihuan import telemetry
from bihuan.main.health.facts import ClockFacts, DatabaseFacts, DiskFacts, Facts, JobFacts
from bihuan.registry.models import DeviceState
from bihuan.registry.queries import gateway_counters, heartbeats
from bihuan.telemetry.condition import StoreCondition, store_condition

FAILED_WITHIN = timedelta(hours=24)
HEARD_WITHIN = timedelta(hours=1)
WITNESSES = 500


def read_facts(now: datetime) -> Facts:
    """Everything that the health page judges, as it is now."""
    store, trouble = _store()
    usage = shutil.disk_usage(settings.TELEMETRY_ROOT)
    told: dict[str, Any] = {
        "disk": DiskFacts(free=usage.free, total=usage.total),
        "store": store,
        "store_trouble": trouble,
        "backup": _newest_file(settings.BACKUPS),
        "backup_folder": str(settings.BACKUPS or ""),
        "certificate_end": _certificate_end(settings.CERTIFICATE),
        "certificate": str(settings.CERTIFICATE or ""),
    }
    try:
        return Facts(database=_database(), **_from_database(now), **told)
    except DatabaseError as error:
        return Facts(database=DatabaseFacts(trouble=str(error)), **told)


def _from_database(now: datetime) -> dict[str, Any]:
    return {
        "heartbeats": heartbeats(),
        "counters": gateway_counters(localdate(now)),
        "jobs": _jobs(now),
        "clock": _clock(now),
    }


def _store() -> tuple[StoreCondition | None, str]:
    try:
        return store_condition(telemetry.store()), ""
    except (telemetry.TelemetryError, OSError) as error:
        return None, str(error)


def _database() -> DatabaseFacts:
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    answer_ms = 1000 * (time.perf_counter() - began)
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return DatabaseFacts(answer_ms=answer_ms, behind=len(plan))


def _jobs(now: datetime) -> JobFacts:
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, run_after__lte=now)
    failed = DBTaskResult.objects.filter(
        status=TaskResultStatus.FAILED, finished_at__gte=now - FAILED_WITHIN
    )
    last = failed.order_by("-finished_at").values_list("task_path", flat=True).first()
    oldest = waiting.order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    return JobFacts(
        waiting=waiting.count(), oldest=oldest, failed=failed.count(), last_failed=last or ""
    )


def _clock(now: datetime) -> ClockFacts:
    heard = DeviceState.objects.filter(
        connected=True, last_packet_at__gte=now - HEARD_WITHIN, clock_offset_s__isnull=False
    )
    told = heard.order_by().values_list("clock_offset_s", flat=True)[:WITNESSES]
    offsets = [offset for offset in told if offset is not None]
    return ClockFacts(len(offsets), median(offsets) if offsets else None)


def _newest_file(folder: Path | None) -> datetime | None:
    if folder is None or not folder.is_dir():
        return None
    found = (*folder.iterdir(), *folder.glob("*/manifest.json"))
    moments = [path.stat().st_mtime for path in found if path.is_file()]
    return datetime.fromtimestamp(max(moments), UTC) if moments else None


def _certificate_end(path: Path | None) -> datetime | None:
    if path is None:
        return None
    try:
        return x509.load_pem_x509_certificate(path.read_bytes()).not_valid_after_utc
    except (OSError, ValueError):
        return None
