"""The resend rule (补传规则): what is a duplicate, and what is a newer version.

A row later than everything its series holds is version 1. Otherwise it is compared with the
versions of its datum: a report equal to any of them is a counted duplicate, so that replaying
old days changes nothing; another value gets the highest version + 1. Two writers differ: a
person's correction is an act and always a new version, and what is computed or read again from
its origin (a roll-up, a pull) is compared with the last of its kind only, since it may come back
to an earlier value.
"""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from bihuan.telemetry.schema import KEY, SERIES_KEY, Mark, empty_rows

CONTENT = ("value", "flag", "end")

BY_THE_LAST = ("rollup", "pull")
JUDGED_OTHERWISE = ("correction", *BY_THE_LAST)

IS_FUTURE = ((pl.col("marks") & Mark.FUTURE.value) != 0).alias("future")

Lookup = Callable[[pl.DataFrame], pl.DataFrame]
"""From keys (the columns of KEY) to every version that the store holds of them."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What is left of incoming rows: `accepted` with versions; the others were duplicates."""

    accepted: pl.DataFrame
    duplicates: int

    @property
    def newer(self) -> int:
        """How many of the accepted rows supersede an older version."""
        return int((self.accepted["version"] > 1).sum())


def admitted(incoming: pl.DataFrame, ends: pl.DataFrame | None, held: Lookup) -> Resolution:
    """Apply the resend rule, looking up only what cannot be new.

    Args:
        incoming: rows without `version`, first come first.
        ends: one row a series: SERIES_KEY, `last` start held (null: none), and the range
            `future_from` .. `future_to` of starts that were marked FUTURE (null: none).
            Without it every row is looked up.
        held: asked at most once, for the rows that are not later than their series.

    Returns:
        The accepted rows ordered by KEY and version.
    """
    rows = ordered(incoming)
    meets, twins = _meets(rows, ends), _twins(rows)
    if not (meets | twins).any():
        return Resolution(_first_versions(rows), 0)
    existing = held(rows.filter(meets).select(KEY)) if meets.any() else empty_rows()
    contested = twins | _found(rows, existing)
    fresh = _first_versions(rows.filter(~contested))
    verdict = resolved(rows.filter(contested), existing)
    accepted = pl.concat([fresh, verdict.accepted.select(fresh.columns)])
    return Resolution(ordered(accepted), verdict.duplicates)


def ordered(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows by KEY, equal keys in the order they came; history mostly comes that way."""
    return rows if _is_ordered(rows) else rows.sort(KEY, maintain_order=True)


def _is_ordered(rows: pl.DataFrame) -> bool:
    falls = pl.lit(False)
    for name in reversed(KEY):
        here, before = pl.col(name), pl.col(name).shift(1)
        falls = (here < before) | ((here == before) & falls)
    return not rows.select(falls.fill_null(False).any()).item()


def _first_versions(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.lit(1, pl.Int32).alias("version"))


def _meets(rows: pl.DataFrame, ends: pl.DataFrame | None) -> pl.Series:
    """Whether a row may find a datum of its key in the store."""
    if ends is None:
        return pl.repeat(True, rows.height, eager=True)
    joined = rows.select(KEY).join(
        ends.select(*SERIES_KEY, "last", "future_from", "future_to"),
        on=SERIES_KEY,
        how="left",
        maintain_order="left",
    )
    old = pl.col("start") <= pl.col("last")
    foreseen = pl.col("start").is_between("future_from", "future_to")
    return joined.select((old.fill_null(False) | foreseen.fill_null(False)).alias("x"))["x"]


def _twins(rows: pl.DataFrame) -> pl.Series:
    """Whether a neighbour has the same key; the rows are sorted by it."""
    as_before = pl.all_horizontal(pl.col(c) == pl.col(c).shift(1) for c in reversed(KEY))
    before = rows.select(as_before.fill_null(False).alias("x"))["x"]
    return before | before.shift(-1, fill_value=False)


def _found(rows: pl.DataFrame, existing: pl.DataFrame) -> pl.Series:
    """Whether the store holds a row's datum."""
    keys = rows.select(*KEY, pl.row_index("place"))
    places = keys.join(existing, on=KEY, how="semi")["place"]
    return pl.repeat(False, rows.height, eager=True).scatter(places, True)


def resolved(incoming: pl.DataFrame, existing: pl.DataFrame) -> Resolution:
    """Apply the resend rule to rows in the order of their arrival.

    Args:
        incoming: rows without `version`, first come first.
        existing: every version in the store of the data that `incoming` names; more do no harm.
    """
    rows = _without_plain_resends(incoming, existing)
    if rows.is_empty():
        return Resolution(_first_versions(rows), incoming.height)
    queue = _queue(rows, existing.join(rows, on=KEY, how="semi"))
    queue = queue.with_columns(_is_duplicate(queue).alias("duplicate"))
    accepted = (pl.col("new") & ~pl.col("duplicate")).cast(pl.Int32)
    queue = queue.with_columns(
        (pl.col("held").max() + accepted.cum_sum()).over(KEY).cast(pl.Int32).alias("version")
    )
    kept = queue.filter("new", ~pl.col("duplicate")).select("place", "version")
    numbered = rows.with_row_index("place").join(kept, on="place", maintain_order="left")
    return Resolution(numbered.drop("place"), incoming.height - kept.height)


def _without_plain_resends(incoming: pl.DataFrame, existing: pl.DataFrame) -> pl.DataFrame:
    """Reports that say what the store knows need no ordering; a replay is nothing else."""
    if existing.is_empty():
        return incoming
    rows = incoming.with_columns(IS_FUTURE).with_row_index("place")
    said = [*KEY, *CONTENT, "future"]
    reports = rows.filter(~pl.col("source").is_in(JUDGED_OTHERWISE))
    resent = reports.join(existing.with_columns(IS_FUTURE), on=said, how="semi", nulls_equal=True)
    return rows.join(resent, on="place", how="anti", maintain_order="left").drop("place", "future")


def _queue(incoming: pl.DataFrame, existing: pl.DataFrame) -> pl.DataFrame:
    """Both in one frame: within a datum first the versions held, then what came, in order."""
    columns = [*KEY, *CONTENT, "source", "marks"]
    held = existing.select(
        *columns, pl.lit(None, pl.UInt32).alias("place"), pl.col("version").alias("held")
    )
    came = incoming.select(
        *columns, pl.row_index("place").cast(pl.UInt32), pl.lit(0, pl.Int32).alias("held")
    )
    return (
        pl.concat([held, came])
        .with_columns(
            pl.col("place").is_not_null().alias("new"),
            IS_FUTURE,
        )
        .sort(*KEY, "new", "held", "place")
    )


def _is_duplicate(queue: pl.DataFrame) -> pl.Series:
    by_person = pl.col("source") == "correction"
    by_last = pl.col("source").is_in(BY_THE_LAST)
    seen = queue.select(~pl.struct(*KEY, *CONTENT, "future").is_first_distinct()).to_series()
    repeats = _repeats_the_one_before(queue)
    return queue.select(~by_person & pl.when(by_last).then(repeats).otherwise(seen)).to_series()


def _repeats_the_one_before(queue: pl.DataFrame) -> pl.Series:
    """Whether a row says what the last row of its datum that no person wrote said."""
    same = [pl.col(c).eq_missing(pl.col(c).shift(1)) for c in (*KEY, *CONTENT, "future")]
    computed = queue.with_row_index("line").filter(pl.col("source") != "correction")
    repeats = computed.select("line", pl.all_horizontal(same).alias("repeats"))
    return (
        queue.with_row_index("line")
        .join(repeats, on="line", how="left", maintain_order="left")["repeats"]
        .fill_null(False)
    )
