"""Each fault of the platform turns its check red (A11.1)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bihuan.main.health.check import Check, Thresholds, Tone
from bihuan.main.health.facts import ClockFacts, DatabaseFacts, DiskFacts, Facts, JobFacts
from bihuan.main.health.verdict import health_of, judged
from bihuan.registry.queries import Heartbeat
from bihuan.telemetry.condition import StoreCondition

pytestmark = pytest.mark.requirement("A11.1")

NOW = datetime(2026, 11, 21, 0, 30, tzinfo=UTC)
RECENT = NOW - timedelta(seconds=10)
PROCESSES = ("gateway-1", "mover-1", "scheduler", "web-1", "worker-1")
STORE = StoreCondition(
    format=2, readable=2, waiting=20, last_move=RECENT, lake_bytes=10**9, journal_bytes=10**6
)
HEALTHY = Facts(
    database=DatabaseFacts(answer_ms=1.0),
    disk=DiskFacts(free=60, total=100),
    jobs=JobFacts(waiting=1, oldest=RECENT),
    clock=ClockFacts(devices=9, median_offset_s=1.5),
    heartbeats=tuple(Heartbeat(name, RECENT, {}) for name in PROCESSES),
    counters={"frames": 100, "stored": 97, "control": 2, "rejected:noise": 1},
    store=STORE,
    backup=NOW - timedelta(hours=6),
    backup_folder="/backup",
    certificate_end=NOW + timedelta(days=200),
    certificate="/etc/site.pem",
)


def checks_of(facts: Facts) -> dict[str, Check]:
    return {check.key: check for check in judged(facts, Thresholds(), NOW)}


def beats(**changes: Heartbeat | None) -> tuple[Heartbeat, ...]:
    """The heartbeats of a healthy platform, some replaced or left out."""
    found: Mapping[str, Heartbeat | None] = {
        **{beat.process: beat for beat in HEALTHY.heartbeats},
        **{name.replace("_", "-"): beat for name, beat in changes.items()},
    }
    return tuple(beat for beat in found.values() if beat is not None)


def test_a_healthy_platform_is_green_throughout() -> None:
    checks = judged(HEALTHY, Thresholds(), NOW)
    assert [check for check in checks if check.tone != Tone.GOOD] == []
    assert health_of(checks).tone == Tone.GOOD


LATE = NOW - timedelta(minutes=3)
FAULTS: list[tuple[str, str, Facts]] = [
    (
        f"{name} stopped",
        f"process.{name}",
        replace(
            HEALTHY,
            heartbeats=tuple(
                Heartbeat(one, LATE if one == name else RECENT, {}) for one in PROCESSES
            ),
        ),
    )
    for name in PROCESSES
] + [
    ("mover never started", "process.mover", replace(HEALTHY, heartbeats=beats(mover_1=None))),
    (
        "packets vanish",
        "reception.equation",
        replace(HEALTHY, counters={"frames": 100, "stored": 90}),
    ),
    (
        "store refuses",
        "reception.store.gateway-1",
        replace(
            HEALTHY,
            heartbeats=beats(gateway_1=Heartbeat("gateway-1", RECENT, {"store_refusing": True})),
        ),
    ),
    (
        "moves lag",
        "reception.lag.mover-1",
        replace(HEALTHY, heartbeats=beats(mover_1=Heartbeat("mover-1", RECENT, {"lag_s": 400}))),
    ),
    (
        "broker lost",
        "reception.broker.mqtt-1",
        replace(
            HEALTHY,
            heartbeats=(
                *HEALTHY.heartbeats,
                Heartbeat("mqtt-1", RECENT, {"broker": "已断开", "broker_address": "b:1883"}),
            ),
        ),
    ),
    (
        "store cannot be read",
        "store.format",
        replace(HEALTHY, store=None, store_trouble="format 9"),
    ),
    ("journals pile up", "store.backlog", replace(HEALTHY, store=replace(STORE, waiting=2_000))),
    (
        "nothing is moved",
        "store.move",
        replace(HEALTHY, store=replace(STORE, last_move=LATE - timedelta(minutes=5))),
    ),
    ("disk full", "disk.free", replace(HEALTHY, disk=DiskFacts(free=9, total=100))),
    (
        "database away",
        "database.answer",
        replace(HEALTHY, database=DatabaseFacts(trouble="connection refused")),
    ),
    (
        "migrations missing",
        "database.release",
        replace(HEALTHY, database=DatabaseFacts(answer_ms=1.0, behind=2)),
    ),
    (
        "jobs wait",
        "jobs.queue",
        replace(HEALTHY, jobs=JobFacts(waiting=40, oldest=NOW - timedelta(minutes=31))),
    ),
    ("clock off", "clock", replace(HEALTHY, clock=ClockFacts(devices=9, median_offset_s=-400.0))),
    ("backup old", "backup", replace(HEALTHY, backup=NOW - timedelta(days=4))),
    ("no backup", "backup", replace(HEALTHY, backup=None)),
    ("certificate ends", "certificate", replace(HEALTHY, certificate_end=NOW + timedelta(days=3))),
    ("certificate unreadable", "certificate", replace(HEALTHY, certificate_end=None)),
]


@pytest.mark.parametrize(("fault", "key", "facts"), FAULTS, ids=[fault for fault, _, _ in FAULTS])
def test_an_injected_fault_turns_its_check_red_and_says_why(
    fault: str, key: str, facts: Facts
) -> None:
    check = checks_of(facts)[key]
    assert check.tone == Tone.OVER
    assert check.because
    assert health_of(list(checks_of(facts).values())).tone == Tone.OVER


ATTENTION: list[tuple[str, Facts]] = [
    (
        "reception.refused",
        replace(HEALTHY, counters={"frames": 100, "stored": 90, "rejected:noise": 10}),
    ),
    ("store.backlog", replace(HEALTHY, store=replace(STORE, waiting=300))),
    (
        "reception.lag.mover-1",
        replace(HEALTHY, heartbeats=beats(mover_1=Heartbeat("mover-1", RECENT, {"lag_s": 90}))),
    ),
    ("disk.free", replace(HEALTHY, disk=DiskFacts(free=19, total=100))),
    ("database.answer", replace(HEALTHY, database=DatabaseFacts(answer_ms=900.0))),
    ("jobs.failed", replace(HEALTHY, jobs=JobFacts(failed=1, last_failed="watch_links"))),
    ("certificate", replace(HEALTHY, certificate_end=NOW + timedelta(days=20))),
]


@pytest.mark.parametrize(("key", "facts"), ATTENTION, ids=[key for key, _ in ATTENTION])
def test_what_is_worth_a_look_turns_yellow(key: str, facts: Facts) -> None:
    check = checks_of(facts)[key]
    assert check.tone == Tone.WAIT
    assert check.because


def test_what_is_not_configured_is_neither_good_nor_bad() -> None:
    bare = replace(HEALTHY, backup=None, backup_folder="", certificate_end=None, certificate="")
    checks = checks_of(bare)
    assert checks["backup"].tone == checks["certificate"].tone == Tone.NONE
    assert health_of(list(checks.values())).tone == Tone.GOOD


def test_few_witnesses_do_not_judge_the_clock() -> None:
    facts = replace(HEALTHY, clock=ClockFacts(devices=2, median_offset_s=999.0))
    assert checks_of(facts)["clock"].tone == Tone.NONE


def test_thresholds_are_settings() -> None:
    strict = Thresholds(disk_low=0.7)
    checks = {check.key: check for check in judged(HEALTHY, strict, NOW)}
    assert checks["disk.free"].tone == Tone.WAIT
