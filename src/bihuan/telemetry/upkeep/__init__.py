"""Upkeep of the lake (存储维护): merge, settle, let go, checkpoint and vacuum, in its own process.

Every step is one commit or none, so the process may be killed at any moment and run again.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from pathlib import Path
from threading import Event

from deltalake.exceptions import DeltaError

from bihuan.telemetry.engine import Engine
from bihuan.telemetry.lake import Lake
from bihuan.telemetry.layout import locked
from bihuan.telemetry.schema import require_aware
from bihuan.telemetry.upgrade import opened
from bihuan.telemetry.upkeep.log import checkpoint, vacuum
from bihuan.telemetry.upkeep.merge import merge
from bihuan.telemetry.upkeep.retention import let_go
from bihuan.telemetry.upkeep.rewrite import Exchange
from bihuan.telemetry.upkeep.setting import DEFAULTS, UpkeepSettings
from bihuan.telemetry.upkeep.settle import NOTHING, Settlement, Settler
from bihuan.telemetry.upkeep.sorting import Sorter

log = logging.getLogger(__name__)

CHECKPOINT_INTERVAL_S = 300.0
CHECKPOINTS_A_MERGE = 2
CHECKPOINTS_A_ROUND = 12


@dataclass(frozen=True, slots=True)
class Upkept:
    """What one round of upkeep did.

    Args:
        merged: files that went into larger ones.
        settlement: partitions put in order and versions moved to the audit table.
        let_go: rows and packets whose time of keeping was over.
        deleted: files removed from the disk.
    """

    merged: int = 0
    settlement: Settlement = NOTHING
    let_go: int = 0
    deleted: int = 0


class Upkeep:
    """Keeps the lake small and quick; one at a time works on a store.

    Args:
        root: folder of the store; made when it is not there.
    """

    def __init__(self, root: Path, settings: UpkeepSettings = DEFAULTS) -> None:
        self.layout = opened(root)
        self.lake = Lake(self.layout)
        self._settings = settings
        self._engine = Engine(threads=1, spill=self.layout.scratch)
        self._sorter = Sorter(self._engine, settings.rows_per_file)
        self._packet_sorter = Sorter(self._engine, settings.packets_per_file)
        self._tables = (self.lake.rows, self.lake.audit, self.lake.raw)
        self._nightly_done_before: date | None = None

    def run_once(self, now: datetime) -> Upkept:
        """One round: merge always, settle and let go once a night, then checkpoint and vacuum.

        Waits for another upkeep of the same store; a mover goes on beside it.
        """
        require_aware(now, "now")
        with locked(self.layout.upkeep_lock):
            exchange = Exchange(self.layout.lock, now, self._settings.checkpoint_every)
            self.checkpoint()
            settlement, gone = self._nightly(exchange, now)
            merged = self._merge(exchange)
            return Upkept(merged, settlement, gone, self._tidy())

    def merge_once(self, now: datetime) -> int:
        """Only merge small files, so that what came today is read from few; gives how many went."""
        require_aware(now, "now")
        with locked(self.layout.upkeep_lock):
            merged = self._merge(Exchange(self.layout.lock, now, self._settings.checkpoint_every))
            self.checkpoint()
            return merged

    def run(self, stop: Event, *, clock: Callable[[], datetime]) -> None:
        """One round an hour, merges every ten minutes, checkpoints between, until told to stop.

        What fails is reported and tried again.
        """
        for turn in count(1):
            if stop.wait(CHECKPOINT_INTERVAL_S):
                return
            try:
                if not turn % CHECKPOINTS_A_ROUND:
                    self.run_once(clock())
                elif not turn % CHECKPOINTS_A_MERGE:
                    self.merge_once(clock())
                else:
                    self.checkpoint()
            except (OSError, DeltaError) as error:
                log.error("upkeep failed error=%s", error)

    def checkpoint(self) -> None:
        """Write the checkpoints that are due, so that the log stays short for its readers."""
        for table in self._tables:
            with locked(self.layout.lock):
                checkpoint(table, every=self._settings.checkpoint_every)

    def close(self) -> None:
        """Give the memory back."""
        self._engine.close()

    def _nightly(self, exchange: Exchange, now: datetime) -> tuple[Settlement, int]:
        before = self._settings.settled_before(now)
        if self._nightly_done_before == before:
            return NOTHING, 0
        gone = let_go(self.lake, exchange=exchange, settings=self._settings, now=now)
        settler = Settler(self.lake, self._engine, self._sorter, exchange, self._settings)
        settlement = settler.settle(now)
        self._nightly_done_before = before
        return settlement, gone

    def _merge(self, exchange: Exchange) -> int:
        sorters = {
            self.lake.rows: self._sorter,
            self.lake.audit: self._sorter,
            self.lake.raw: self._packet_sorter,
        }
        return sum(
            merge(table, sorter=sorter, exchange=exchange, few=self._settings.few)
            for table, sorter in sorters.items()
        )

    def _tidy(self) -> int:
        deleted = 0
        for table in self._tables:
            with locked(self.layout.lock):
                checkpoint(table, every=self._settings.checkpoint_every)
                deleted += vacuum(table, spare=self._settings.spare)
        return deleted
