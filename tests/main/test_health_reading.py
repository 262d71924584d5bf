"""The facts of the health page, read from the real sources."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.db import DatabaseError, connection
from django_tasks_db.models import DBTaskResult

from bihuan import telemetry
from bihuan.main.health import reading
from bihuan.main.health.reading import read_facts
from bihuan.registry.models import Device, DeviceState
from bihuan.registry.services import beat

pytestmark = [pytest.mark.requirement("A11.1"), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings) -> Iterator[telemetry.Store]:  # type: ignore[no-untyped-def]
    telemetry.close_stores()
    telemetry.configure(tmp_path / "telemetry")
    yield telemetry.store("test-1")
    telemetry.close_stores()
    telemetry.configure(settings.TELEMETRY_ROOT)


def test_a_fresh_platform_can_be_read(now: datetime) -> None:
    facts = read_facts(now)
    assert facts.store is not None
    assert facts.database.behind == 0
    assert facts.disk.total > 0
    assert facts.clock.median_offset_s is None


def test_heartbeats_and_clocks_are_read(now: datetime) -> None:
    beat(process="gateway-1", now=now, detail={"connections": 3})
    for offset in (1.0, 3.0, 400.0):
        device = Device.objects.create(mn=f"D{offset}", name="设备")
        DeviceState.objects.create(
            device=device, connected=True, last_packet_at=now, clock_offset_s=offset
        )
    facts = read_facts(now)
    assert facts.heartbeats[0].detail == {"connections": 3}
    assert facts.clock == reading.ClockFacts(devices=3, median_offset_s=3.0)


def test_a_database_that_is_away_hides_nothing_else(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise DatabaseError("connection refused")

    monkeypatch.setattr(connection, "cursor", refuse)
    facts = read_facts(now)
    assert facts.database.trouble == "connection refused"
    assert facts.store is not None


def test_a_store_that_cannot_be_read_is_told(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise telemetry.FormatError("store has format 9")

    monkeypatch.setattr(reading, "store_condition", refuse)
    facts = read_facts(now)
    assert facts.store is None
    assert facts.store_trouble == "store has format 9"


def test_waiting_and_failed_jobs_are_counted(now: datetime) -> None:
    common = {
        "task_path": "bihuan.main.jobs.watch_links",
        "args_kwargs": {},
        "backend_name": "default",
    }
    DBTaskResult.objects.create(status="READY", run_after=now, **common)
    DBTaskResult.objects.create(status="FAILED", finished_at=now, run_after=now, **common)
    DBTaskResult.objects.update(enqueued_at=now - timedelta(hours=1))
    jobs = read_facts(now).jobs
    assert (jobs.waiting, jobs.failed) == (1, 1)
    assert jobs.oldest == now - timedelta(hours=1)
    assert jobs.last_failed.endswith("watch_links")


def test_the_newest_backup_counts(now: datetime, tmp_path: Path, settings) -> None:  # type: ignore[no-untyped-def]
    settings.BACKUPS = tmp_path / "backups"
    assert read_facts(now).backup is None
    settings.BACKUPS.mkdir()
    (settings.BACKUPS / "one.tar").write_text("x")
    assert read_facts(now).backup is not None


def certificate(end: datetime) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "bihuan.example")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(end - timedelta(days=90))
        .not_valid_after(end)
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM)


def test_the_end_of_the_certificate_is_read(now: datetime, tmp_path: Path, settings) -> None:  # type: ignore[no-untyped-def]
    settings.CERTIFICATE = tmp_path / "site.pem"
    settings.CERTIFICATE.write_bytes(certificate(now + timedelta(days=3)))
    assert read_facts(now).certificate_end == now + timedelta(days=3)
    settings.CERTIFICATE.write_text("no certificate")
    assert read_facts(now).certificate_end is None
