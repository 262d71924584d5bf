"""What is known of the platform at one moment: frozen, so that a test can write down any fault."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bihuan.registry.queries import Heartbeat
from bihuan.telemetry.condition import StoreCondition


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """The business database (业务库).

    Attributes:
        answer_ms: how long a question took. [ms]
        behind: migrations that were not applied.
        trouble: what it said instead of an answer.
    """

    answer_ms: float | None = None
    behind: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class JobFacts:
    """The queue of jobs (后台任务): waiting, the oldest of them, failed since yesterday."""

    waiting: int = 0
    oldest: datetime | None = None
    failed: int = 0
    last_failed: str = ""


@dataclass(frozen=True, slots=True)
class DiskFacts:
    """The disk that the data folder lies on. [bytes]"""

    free: int
    total: int


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """What the devices' clocks say of ours (时钟): median offset of those connected. [s]"""

    devices: int = 0
    median_offset_s: float | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that the health page judges.

    Attributes:
        heartbeats: the last sign of life of every process that ever gave one.
        counters: today's counts of all gateways.
        store: None when it could not be read; `store_trouble` says why.
        backup: newest file in the backup folder; None when there is none.
        backup_folder: '' when none is set.
        certificate_end: last moment of the certificate; None when none is set or readable.
        certificate: its path; '' when none is set.
    """

    database: DatabaseFacts
    disk: DiskFacts
    jobs: JobFacts = JobFacts()
    clock: ClockFacts = ClockFacts()
    heartbeats: tuple[Heartbeat, ...] = ()
    counters: Mapping[str, int] = field(default_factory=dict)
    store: StoreCondition | None = None
    store_trouble: str = ""
    backup: datetime | None = None
    backup_folder: str = ""
    certificate_end: datetime | None = None
    certificate: str = ""
