"""Questions about series, and how they are answered from the lake and the journal's tail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl
import pyarrow as pa

from bihuan.telemetry.engine import Engine
from bihuan.telemetry.lake import Snapshot
from bihuan.telemetry.moment import Moment
from bihuan.telemetry.resend import resolved
from bihuan.telemetry.scan import COLUMNS, in_store_types, merged, source, versions_held
from bihuan.telemetry.schema import (
    KEY,
    ROLLED,
    ROW_SCHEMA,
    DatumKey,
    Kind,
    Mark,
    day_of,
    empty_rows,
    require_aware,
    to_rows,
)

ORDER = ("point", "factor", "statistic", "start")


@dataclass(frozen=True, slots=True)
class SeriesQuery:
    """Which series (序列) over which half-open span [start, end) of period starts.

    Args:
        points: None asks for all of them; so does None for factors.
        kind: HOUR and DAY are filled with rolled values where nothing was reported.
        statistics: 0 is the value itself.
        prefer_reported: False lets rolled values win where both exist.
        as_of_version: the highest version to look at; 1 gives what was first reported.
        as_of: look only at what had arrived by this moment.
    """

    points: Sequence[int] | None
    factors: Sequence[str] | None
    kind: Kind
    start: datetime
    end: datetime
    statistics: Sequence[int] = (0,)
    prefer_reported: bool = True
    as_of_version: int | None = None
    as_of: datetime | None = None

    def __post_init__(self) -> None:
        require_aware(self.start, "start")
        require_aware(self.end, "end")
        object.__setattr__(self, "start", self.start.astimezone(UTC))  # as the store keeps them
        object.__setattr__(self, "end", self.end.astimezone(UTC))

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds to read, the preferred one first."""
        pair = (self.kind, ROLLED[self.kind]) if self.kind in ROLLED else (self.kind,)
        return pair if self.prefer_reported else pair[::-1]

    @property
    def looks_back(self) -> bool:
        """Whether older versions are asked for; settled ones lie in the audit table."""
        return self.as_of_version is not None or self.as_of is not None

    def condition(self) -> pl.Expr:
        """What the rows of a tail must meet."""
        terms = [
            pl.col("kind").is_in([str(kind) for kind in self.kinds]),
            pl.col("start").is_between(self.start, self.end, closed="left"),
            pl.col("statistic").is_in(list(self.statistics)),
        ]
        if self.points is not None:
            terms.append(pl.col("point").is_in(list(self.points)))
        if self.factors is not None:
            terms.append(pl.col("factor").is_in(list(self.factors)))
        return pl.all_horizontal(terms)


def files_for(snapshot: Snapshot, query: SeriesQuery) -> pl.DataFrame:
    """The files that can hold rows of a query."""
    terms = [
        pl.col("kind").is_in([str(kind) for kind in query.kinds]),
        pl.col("day").is_between(day_of(query.start), day_of(query.end)),
        pl.col("min_start") < query.end,
        pl.col("max_start") >= query.start,
    ]
    if query.points:
        terms.append(pl.col("min_point") <= max(query.points))
        terms.append(pl.col("max_point") >= min(query.points))
    return snapshot.files.filter(*terms)


@dataclass(frozen=True, slots=True)
class Selection:
    """A query as SQL over some files."""

    sql: str
    parameters: tuple[object, ...]


def selection(files: pl.DataFrame, query: SeriesQuery) -> Selection:
    """Every version in some files that a query's keys have."""
    terms = ["start >= ?", "start < ?", f"statistic IN ({_numbers(query.statistics)})"]
    parameters: list[object] = [query.start, query.end]
    if query.points is not None:
        terms.append(f"point IN ({_numbers(query.points)})")
    if query.factors is not None:
        terms.append("factor IN (SELECT unnest(?))")
        parameters.append(list(query.factors))
    sql = f"SELECT {COLUMNS} FROM {source(files)} WHERE {' AND '.join(terms)}"
    return Selection(sql, tuple(parameters))


def answered(engine: Engine, moment: Moment, query: SeriesQuery) -> pa.Table:
    """One row a datum, ordered by point, factor, statistic and start: ROW_SCHEMA."""
    files = files_for(moment.rows, query)
    tail = moment.tail.filter(query.condition())
    if files.height and tail.is_empty() and _is_plain(files, query):
        select = selection(files, query)
        ordered = f"{select.sql} ORDER BY {', '.join(ORDER)}"
        return engine.table(ordered, select.parameters).cast(ROW_SCHEMA)
    held = [rows_in(engine, files, query)]
    if query.looks_back:
        held.append(rows_in(engine, files_for(moment.audit, query), query))
    versions = _as_of(_with_tail(engine, moment, merged(held), tail), query)
    return to_rows(_preferred(_newest(versions, query), query))


def rows_in(engine: Engine, files: pl.DataFrame, query: SeriesQuery) -> pl.DataFrame:
    """Every version in some files that a query's keys have, as a frame."""
    if files.is_empty():
        return empty_rows()
    select = selection(files, query)
    return in_store_types(engine.frame(select.sql, select.parameters))


def _is_plain(files: pl.DataFrame, query: SeriesQuery) -> bool:
    """Whether every row of the files is the one answer for its datum."""
    if query.looks_back or files["kind"].n_unique() > 1:
        return False
    return bool((files["max_version"] == 1).all())


def versions_of(engine: Engine, moment: Moment, key: DatumKey) -> pl.DataFrame:
    """Every version of one datum, settled ones included, oldest first."""
    keys = key.frame()
    held = versions_held(engine, moment.tables, keys)
    tail = moment.tail.join(keys, on=KEY, how="semi", maintain_order="left")
    return pl.concat([held, resolved(tail, held).accepted.select(held.columns)]).sort("version")


def _with_tail(
    engine: Engine, moment: Moment, held: pl.DataFrame, tail: pl.DataFrame
) -> pl.DataFrame:
    """Versions held and the tail's rows, under the resend rule."""
    if tail.is_empty():
        return held
    revised = held.filter(pl.col("version") > 1).join(tail, on=KEY, how="semi").select(KEY)
    audited = versions_held(engine, [moment.audit], revised)
    known = pl.concat([held, audited])
    return pl.concat([held, resolved(tail, known).accepted.select(held.columns)])


def _as_of(rows: pl.DataFrame, query: SeriesQuery) -> pl.DataFrame:
    if query.as_of_version is not None:
        rows = rows.filter(pl.col("version") <= query.as_of_version)
    if query.as_of is not None:
        rows = rows.filter(pl.col("arrival") <= query.as_of)
    return rows


def _newest(rows: pl.DataFrame, query: SeriesQuery) -> pl.DataFrame:
    revised = pl.col("version") > 1
    if not query.looks_back:
        revised &= (pl.col("marks") & Mark.SETTLED.value) == 0
    keys = rows.filter(revised).select(KEY)
    if keys.is_empty():
        return rows
    rivals = rows.join(keys, on=KEY, how="semi").sort("version").unique(KEY, keep="last")
    return pl.concat([rows.join(keys, on=KEY, how="anti"), rivals])


def _preferred(rows: pl.DataFrame, query: SeriesQuery) -> pl.DataFrame:
    if len(query.kinds) == 1:
        return rows.sort(ORDER)
    second = (pl.col("kind") != query.kinds[0]).alias("second")
    by_preference = rows.with_columns(second).sort(*ORDER, "second")
    return by_preference.unique(ORDER, keep="first", maintain_order=True).drop("second")


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(str(int(number)) for number in numbers) or "NULL"
