"""All verdicts together (健康结论)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bihuan.main.health.around import around_checks
from bihuan.main.health.check import Check, Thresholds, Tone
from bihuan.main.health.facts import Facts
from bihuan.main.health.process import process_checks, reception_checks
from bihuan.main.health.storage import database_checks, store_checks


def judged(facts: Facts, limits: Thresholds, now: datetime) -> list[Check]:
    """Every check of the health page (系统健康), in its order."""
    return [
        *process_checks(facts, limits, now),
        *reception_checks(facts, limits),
        *store_checks(facts, limits, now),
        *database_checks(facts, limits, now),
        *around_checks(facts, limits, now),
    ]


@dataclass(frozen=True, slots=True)
class Health:
    """The checks in groups, and the gravest of them."""

    groups: list[tuple[str, list[Check]]]
    alarms: int
    warnings: int

    @property
    def tone(self) -> Tone:
        """The gravest tone."""
        if self.alarms:
            return Tone.OVER
        return Tone.WAIT if self.warnings else Tone.GOOD


def health_of(checks: Sequence[Check]) -> Health:
    """The checks as the page shows them."""
    groups: dict[str, list[Check]] = {}
    for check in checks:
        groups.setdefault(check.group, []).append(check)
    return Health(
        groups=list(groups.items()),
        alarms=sum(check.tone == Tone.OVER for check in checks),
        warnings=sum(check.tone == Tone.WAIT for check in checks),
    )
