"""The roll-up job (汇总任务): follows what changed and appends what differs."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from bihuan.telemetry.layout import replace_durably
from bihuan.telemetry.query import SeriesQuery
from bihuan.telemetry.relation import DATUM
from bihuan.telemetry.rollup.aggregate import MEMBERS
from bihuan.telemetry.rollup.period import DAY_MS, HOUR_MS
from bihuan.telemetry.rollup.plan import RollUpPlan
from bihuan.telemetry.rollup.window import Window, closing
from bihuan.telemetry.schema import Kind, require_aware
from bihuan.telemetry.writer import Store

# Late packets of an hour usually come within minutes; waiting saves a second version.
GRACE = timedelta(minutes=5)
POINTS_AT_ONCE = 2_000
FINER = (Kind.REALTIME, Kind.MINUTE)
STATISTICS = tuple(range(2 * len(MEMBERS)))
# Sums of the same values in another order differ in the last bits; that is no new version.
SAME = 1e-12


@dataclass(frozen=True, slots=True)
class RolledUp:
    """How many rows a run appended."""

    hours: int
    days: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the job has come; kept in a file of the store.

    Args:
        cursor: of `changes_since`.
        hours: end of the last hour that was rolled for every point. [ms]
        days: the same of days.
    """

    cursor: str | None = None
    hours: int | None = None
    days: int | None = None


class RollUp:
    """Rolls what arrived up to hours and days, in the process that owns the store.

    Each run takes the periods that ended since the last one, and older ones that late data or
    corrections touched. What it computes anew and finds unchanged is not written. Its progress
    is saved last, so a run that was killed is done again and appends nothing twice.

    Args:
        store: opened with a journal of its own.
        plan: which rules hold for which points.
    """

    def __init__(self, store: Store, plan: RollUpPlan, *, grace: timedelta = GRACE) -> None:
        self._store = store
        self._plan = plan
        self._grace = grace
        self._file = store.layout.root / "rollup.json"

    def begin_here(self, now: datetime) -> None:
        """Leave what the store holds already as it is (从此处开始); later runs take what follows.

        For history that was written in bulk with its reported hours and days: rolling it all up
        again would double it.
        """
        _, cursor = self._store.changes_since(None)
        ended_by = require_aware(now, "now") - self._grace
        hours, days = (closing(length, None, ended_by).now for length in (HOUR_MS, DAY_MS))
        replace_durably(self._file, json.dumps(asdict(Progress(cursor, hours, days))))

    def run_once(self, now: datetime) -> RolledUp:
        """Bring hours and days up to date.

        Returns:
            How many rows were appended: 0 when nothing that matters changed.
        """
        progress, ended_by = _progress(self._file), require_aware(now, "now") - self._grace
        changes, cursor = self._store.changes_since(progress.cursor)
        hours = closing(HOUR_MS, progress.hours, ended_by)
        days = closing(DAY_MS, progress.days, ended_by)
        appended = RolledUp(
            sum(self._hours(w, now) for w in hours.windows(_of(changes, *FINER))),
            sum(self._days(w, now) for w in days.windows(_of(changes, *FINER, Kind.HOUR))),
        )
        reached = Progress(cursor, hours.now, days.now)
        if reached != progress:
            replace_durably(self._file, json.dumps(asdict(reached)))
        return appended

    def _hours(self, window: Window, now: datetime) -> int:
        appended = 0
        for part in self._parts(window, FINER):
            rolled = self._plan.hours(
                self._rows(part, Kind.MINUTE), self._rows(part, Kind.REALTIME)
            )
            appended += self._append_new(rolled, part, Kind.ROLLED_HOUR, now)
        return appended

    def _days(self, window: Window, now: datetime) -> int:
        appended = 0
        for part in self._parts(window, (Kind.HOUR, Kind.ROLLED_HOUR)):
            rolled = self._plan.days(self._rows(part, Kind.HOUR))
            appended += self._append_new(rolled, part, Kind.ROLLED_DAY, now)
        return appended

    def _parts(self, window: Window, kinds: Iterable[Kind]) -> Iterator[Window]:
        """The window for some points at a time, so that a nation's hour fits into memory."""
        points = window.points
        if points is None:
            points = tuple(sorted({p for kind in kinds for p in self._points(window, kind)}))
        for first in range(0, len(points), POINTS_AT_ONCE):
            yield replace(window, points=points[first : first + POINTS_AT_ONCE])

    def _points(self, window: Window, kind: Kind) -> list[int]:
        relation = self._store.relation(kind, window.start, window.end)
        found: list[int] = relation.sql("SELECT DISTINCT point FROM rows")["point"].to_pylist()
        return found

    def _rows(self, window: Window, kind: Kind) -> pa.Table:
        return self._store.series(
            SeriesQuery(window.points, None, kind, window.start, window.end, STATISTICS)
        )

    def _append_new(self, rolled: pa.Table, window: Window, kind: Kind, now: datetime) -> int:
        fresh = _differing(pl.DataFrame(rolled), pl.DataFrame(self._rows(window, kind)))
        if fresh.height:
            rows = fresh.with_columns(kind=pl.lit(str(kind)), source=pl.lit("rollup"))
            self._store.append(rows.to_arrow(), now=now)
        return fresh.height


def _progress(file: Path) -> Progress:
    return Progress(**json.loads(file.read_text("ascii"))) if file.exists() else Progress()


def _of(changes: pa.Table, *kinds: Kind) -> pa.Table:
    return changes.filter(pc.is_in(changes["kind"], pa.array([str(kind) for kind in kinds])))


def _differing(rolled: pl.DataFrame, stored: pl.DataFrame) -> pl.DataFrame:
    """Rolled rows that the store does not hold like this."""
    held = stored.select(*DATUM, pl.col("value").alias("was"), pl.col("flag").alias("had"))
    apart = (pl.col("value") - pl.col("was")).abs() > SAME * pl.col("was").abs()
    same_flag = pl.col("flag").eq_missing(pl.col("had"))
    one_missing = pl.col("value").is_null() != pl.col("was").is_null()
    changed = ~same_flag | one_missing | apart.fill_null(False)
    joined = rolled.join(held, on=DATUM, how="left", maintain_order="left")
    return joined.filter(changed).select(
        "point", "factor", "statistic", "start", "end", "value", "flag"
    )
