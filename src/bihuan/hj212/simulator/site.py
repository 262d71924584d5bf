"""What a simulated site remembers of what it was told to do."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

REMEMBERED_ENTRIES = 200


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of an analyser's log (运行日志)."""

    at: datetime
    factor: str
    text: str


@dataclass(frozen=True, slots=True)
class SampleCheck:
    """One check against a standard sample (标样核查)."""

    at: datetime
    factor: str
    reading: float
    nominal: float


def _entries() -> deque[LogEntry]:
    return deque(maxlen=REMEMBERED_ENTRIES)


def _checks() -> deque[SampleCheck]:
    return deque(maxlen=REMEMBERED_ENTRIES)


@dataclass(slots=True)
class SiteState:
    """Settings and memory of one simulated site (站房状态).

    Args:
        alarm_limits: lower and upper limit of each factor, as texts; 2005.
        host_address: where alarms go; 2005.
        report_time: `hhmm`; 2005.
        sampling: start `hhmmss` and period in hours of each analyser.
        information: states and parameters by code, as texts.
        log: what was done, oldest first.
        checks: standard-sample checks, oldest first; 2025.
        bottle: number of the last retained sample, 1 to 99.
    """

    alarm_limits: dict[str, tuple[str, str]] = field(default_factory=dict)
    host_address: str = "0"
    report_time: str = "0000"
    sampling: dict[str, tuple[str, str]] = field(default_factory=dict)
    information: dict[str, str] = field(
        default_factory=lambda: {
            "i12001": "0",
            "i12002": "0",
            "i12003": "0",
            "i13003": "60",
            "i13004": "165.0",
            "i13005": "15",
            "i22001": "0",
            "i22002": "0",
            "i22003": "0",
        }
    )
    log: deque[LogEntry] = field(default_factory=_entries)
    checks: deque[SampleCheck] = field(default_factory=_checks)
    bottle: int = 0

    def note(self, at: datetime, factor: str, text: str) -> None:
        """Write a line into the log (记日志).

        >>> site = SiteState()
        >>> site.note(datetime.fromisoformat("2026-01-01T00:00:00+08:00"), "w01018", "清洗")
        >>> [entry.text for entry in site.log]
        ['清洗']
        """
        self.log.append(LogEntry(at, factor, text))

    def next_bottle(self) -> int:
        """Fill the next bottle (留样瓶号); after 99 comes 1 again.

        >>> SiteState(bottle=99).next_bottle()
        1
        """
        self.bottle = self.bottle % 99 + 1
        return self.bottle
