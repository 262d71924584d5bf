"""What an operator may set about the upkeep of the lake."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bihuan.telemetry.schema import SHANGHAI, Kind


def _kept() -> Mapping[Kind, timedelta]:
    return {Kind.REALTIME: timedelta(days=90)}


@dataclass(frozen=True, slots=True, kw_only=True)
class UpkeepSettings:
    """Sizes, ages and hours of the upkeep (存储维护).

    Args:
        rows_per_file: a rewritten file holds about so many rows; one with less than a
            quarter of them is small, and is merged with its like.
        packets_per_file: the same for packets.
        few: fewer small files than this in a partition are left alone.
        settle_hour: from this hour of Shanghai's clock on, the days before today are
            settled. [0..23]
        spare: a file taken out of the table stays on disk so long for its readers.
        checkpoint_every: log entries between two checkpoints.
        kept: how long each kind stays; a kind that is not named stays for good.
        raw_kept: how long packets stay; None keeps them for good. [P]

    >>> UpkeepSettings().kept[Kind.REALTIME].days
    90
    """

    rows_per_file: int = 4_000_000
    packets_per_file: int = 1_000_000
    few: int = 4
    settle_hour: int = 3
    spare: timedelta = timedelta(hours=2)
    checkpoint_every: int = 30
    kept: Mapping[Kind, timedelta] = field(default_factory=_kept)
    raw_kept: timedelta | None = timedelta(days=365)

    def settled_before(self, now: datetime) -> date:
        """The day before which every day should be settled (结算) by now.

        >>> night = datetime(2026, 3, 5, 2, 59, tzinfo=SHANGHAI)
        >>> UpkeepSettings().settled_before(night).isoformat()
        '2026-03-04'
        """
        local = now.astimezone(SHANGHAI)
        return local.date() - timedelta(days=0 if local.hour >= self.settle_hour else 1)


DEFAULTS = UpkeepSettings()
