"""The latest file (最新值): the newest datum of every series, replaced at each move.

One Arrow file a kind, so that the hourly kinds are not rewritten every ten seconds. Each row
also carries how far its series reaches, which is what the resend rule asks first.
"""

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa

from bihuan.telemetry.layout import replace_durably, sync_file, sync_folder
from bihuan.telemetry.resend import Lookup, admitted
from bihuan.telemetry.schema import KEY, POLARS_INSTANT, ROW_TYPES, SERIES_KEY, Mark

STATE_TYPES = {
    **ROW_TYPES,
    "future_from": POLARS_INSTANT,
    "future_to": POLARS_INSTANT,
}

HEAD = "head.json"


@dataclass(frozen=True, slots=True)
class LatestHead:
    """Up to where the latest files go.

    Args:
        version: version of the Delta table `rows` that they reflect; -1 for none.
        marks: journal number to the last sequence taken in.
    """

    version: int
    marks: Mapping[int, int]


NOTHING = LatestHead(-1, {})


def no_series() -> pl.DataFrame:
    """The state of an empty store."""
    return pl.DataFrame(schema=STATE_TYPES)


def ends_of(state: pl.DataFrame) -> pl.DataFrame:
    """How far each series reaches, as the resend rule asks it."""
    return state.select(*SERIES_KEY, pl.col("start").alias("last"), "future_from", "future_to")


def advanced(state: pl.DataFrame, accepted: pl.DataFrame) -> pl.DataFrame:
    """The state after some accepted rows; taking the same rows in again changes nothing.

    Args:
        accepted: ordered by KEY and version.
    """
    if accepted.is_empty():
        return state
    future = accepted.select((pl.col("marks") & Mark.FUTURE.value) != 0).to_series()
    if future.any():
        state = _widened(state, accepted.filter(future))
        accepted = accepted.filter(~future)
    newer = _newer(state, accepted)
    older = state.join(newer, on=SERIES_KEY, how="anti", maintain_order="left")
    return pl.concat([older, newer])


def _newer(state: pl.DataFrame, accepted: pl.DataFrame) -> pl.DataFrame:
    """The last row of each series, where it is newer than what the state has."""
    same_series = pl.all_horizontal(pl.col(c) == pl.col(c).shift(-1) for c in reversed(SERIES_KEY))
    last = accepted.filter(~same_series.fill_null(False))
    known = state.select(
        *SERIES_KEY,
        pl.col("start").alias("known_start"),
        pl.col("version").alias("known_version"),
        "future_from",
        "future_to",
    )
    joined = last.join(known, on=SERIES_KEY, how="left", maintain_order="left")
    later = pl.col("start") > pl.col("known_start")
    revised = pl.col("start") == pl.col("known_start")
    revised &= pl.col("version") > pl.col("known_version")
    return joined.filter((later | revised).fill_null(True)).select(list(STATE_TYPES))


def _widened(state: pl.DataFrame, ahead: pl.DataFrame) -> pl.DataFrame:
    """The state knowing of rows from the future; a series may consist of nothing else."""
    ranges = ahead.group_by(SERIES_KEY).agg(
        pl.col("start").min().alias("ahead_from"), pl.col("start").max().alias("ahead_to")
    )
    joined = state.join(ranges, on=SERIES_KEY, how="full", coalesce=True)
    return joined.with_columns(
        pl.min_horizontal("future_from", "ahead_from").alias("future_from"),
        pl.max_horizontal("future_to", "ahead_to").alias("future_to"),
    ).select(list(STATE_TYPES))


def with_tail(state: pl.DataFrame, tail: pl.DataFrame, held: Lookup) -> pl.DataFrame:
    """The newest data of a state and of the rows that came after it, as rows.

    Args:
        tail: rows without `version`, first come first; only what is as new as its series counts.
        held: the resend rule's lookup, asked for the few that are just as new.
    """
    ends = ends_of(state)
    came = tail.filter((pl.col("marks") & Mark.FUTURE.value) == 0)
    last = came.join(ends, on=SERIES_KEY, how="left", maintain_order="left")["last"]
    came = came.filter((came["start"] >= last).fill_null(True))
    moved = [state]

    def remembered(keys: pl.DataFrame) -> pl.DataFrame:
        # a move may have brought them to the lake after the state was written
        versions = held(keys)
        moved.append(advanced(state, versions.sort(*KEY, "version")))
        return versions

    accepted = admitted(came, ends, remembered).accepted
    newest = advanced(moved[-1], accepted)
    return newest.filter(pl.col("start").is_not_null()).select(list(ROW_TYPES))


class LatestFiles:
    """The folder of latest files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def head(self) -> LatestHead:
        """Up to where the files go; NOTHING when there are none."""
        path = self._folder / HEAD
        if not path.exists():
            return NOTHING
        content = json.loads(path.read_text("ascii"))
        return LatestHead(content["version"], {int(n): s for n, s in content["marks"].items()})

    def read(self, kind: str) -> pl.DataFrame:
        """The state of one kind."""
        path = self._folder / f"{kind}.arrow"
        if not path.exists():
            return no_series()
        with pa.memory_map(str(path)) as source:
            return pl.DataFrame(pa.ipc.open_file(source).read_all())

    def write(self, kind: str, state: pl.DataFrame) -> None:
        """Replace the file of one kind; readers see the old one or the new one."""
        draft = self._folder / f"{kind}.new"
        table = state.to_arrow()
        with pa.ipc.new_file(draft, table.schema) as writer:
            writer.write_table(table)
        # synced, or after a power cut the head might say more than its files hold
        sync_file(draft)
        draft.rename(self._folder / f"{kind}.arrow")
        sync_folder(self._folder)

    def write_head(self, head: LatestHead) -> None:
        """Say up to where the files go; after the files, so it may lag but never lead."""
        content = json.dumps({"version": head.version, "marks": head.marks})
        replace_durably(self._folder / HEAD, content)


class LatestReader:
    """Reads the latest files again only when their head has changed."""

    def __init__(self, folder: Path) -> None:
        self._files = LatestFiles(folder)
        self._guard = threading.Lock()
        self._head = NOTHING
        self._states: dict[str, pl.DataFrame] = {}

    def head(self) -> LatestHead:
        """Up to where the files go now."""
        return self._files.head()

    def states(self, kinds: Sequence[str]) -> tuple[LatestHead, pl.DataFrame]:
        """The head, and the states of these kinds at that head or a little later."""
        with self._guard:
            head = self._files.head()
            if head != self._head:
                self._head, self._states = head, {}
            return head, pl.concat([no_series(), *(self._state(kind) for kind in kinds)])

    def _state(self, kind: str) -> pl.DataFrame:
        if kind not in self._states:
            self._states[kind] = self._files.read(kind)
        return self._states[kind]
