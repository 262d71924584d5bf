"""One run of a pull adapter (拉取): fetch, map, compare, append; every cell is counted."""

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl
import pyarrow as pa

from bihuan import telemetry
from bihuan.gateway.outcome import Outcome
from bihuan.gateway.pull.credential import credential
from bihuan.gateway.pull.effect import effect_of
from bihuan.gateway.pull.error import PullFailed
from bihuan.gateway.pull.mapped import mapped
from bihuan.gateway.pull.setting import DatabaseSetting, FileSetting, HttpSetting, read_setting
from bihuan.gateway.pull.source.database import fetch_database
from bihuan.gateway.pull.source.fetched import Fetched
from bihuan.gateway.pull.source.file import new_files
from bihuan.gateway.pull.source.http import fetch_http
from bihuan.hj212.record import BEIJING
from bihuan.registry.gateway_batch import CounterStep
from bihuan.registry.interface.run import Ended
from bihuan.registry.models import Interface, TakenFile
from bihuan.registry.services import add_counters
from bihuan.telemetry import StoreFull

log = logging.getLogger(__name__)

JOURNAL = "pull"
SOURCE = "pull"
MOST_RAW = 4 * 1024 * 1024
MOST_DOUBTS = 20


@dataclass(slots=True)
class Tally:
    """What a run adds up to while it goes on."""

    counts: Counter[str] = field(default_factory=Counter)
    doubts: list[str] = field(default_factory=list)
    start: datetime | None = None
    end: datetime | None = None
    newest: datetime | None = None
    cursor: str = ""
    is_all: bool = True


def pull(interface: Interface, cursor: str, *, now: datetime) -> Ended:
    """Read what is new at an origin and put it into the store.

    Args:
        interface: the adapter.
        cursor: where the last run ended.
        now: time of arrival. [aware]

    Returns:
        How it ended; a failure is told in it, with whether trying again helps.
    """
    tally = Tally(cursor=cursor)
    problem, helps_again = "", True
    try:
        setting = read_setting(interface.kind, interface.settings)
        for fetched in _fetched(interface, setting, cursor, tally, now):
            _take(interface, setting, fetched, tally, now)
    except PullFailed as error:
        problem, helps_again = error.sentence, error.helps_again
        log.info("pull failed interface=%s reason=%s", interface.key, problem)
    except StoreFull:
        problem = "平台暂时无法入库，将自动重试"
    _count(interface, tally, now)
    return Ended(
        counts=dict(tally.counts),
        doubts=tally.doubts[:MOST_DOUBTS],
        start=tally.start,
        end=tally.end,
        newest=tally.newest,
        cursor=tally.cursor,
        is_all=tally.is_all,
        problem=problem[:500],
        helps_again=helps_again,
    )


Setting = HttpSetting | FileSetting | DatabaseSetting


def _fetched(
    interface: Interface, setting: Setting, cursor: str, tally: Tally, now: datetime
) -> Iterator[Fetched]:
    match setting:
        case HttpSetting():
            yield fetch_http(setting, credential(interface.credential), cursor, now=now)
        case DatabaseSetting():
            yield fetch_database(setting, credential(interface.credential), cursor, now=now)
        case FileSetting():
            yield from _files(interface, setting, tally, now)


def _files(
    interface: Interface, setting: FileSetting, tally: Tally, now: datetime
) -> Iterator[Fetched]:
    """Each new file; one that cannot be read is noted and holds up no other."""
    known = set(interface.taken_files.values_list("sha256", flat=True))
    for file in new_files(setting, known, now=now):
        if file.sha256 in known:
            continue
        known.add(file.sha256)
        problem = ""
        try:
            rows = file.rows(setting.rows)
        except PullFailed as error:
            problem = error.sentence
            tally.counts["bad_files"] += 1
            tally.doubts.append(f"文件“{file.name}”：{problem}")
        else:
            yield Fetched(rows, file.data, cursor=file.name[:80])
        tally.counts["files"] += 1
        TakenFile.objects.create(
            interface=interface, sha256=file.sha256, name=file.name[:200], at=now, problem=problem
        )


def _take(
    interface: Interface, setting: Setting, fetched: Fetched, tally: Tally, now: datetime
) -> None:
    """Map the rows, append what is new or changed, and only then move on."""
    found = mapped(fetched.rows, setting.mapping, district=interface.district_id, now=now)
    effect = effect_of(found.values, setting.mapping)
    if effect.rows.height:
        _append(interface, setting, effect.rows, fetched.raw, now)
    tally.counts.update(
        rows=len(fetched.rows),
        read=found.read,
        new=effect.new,
        changed=effect.changed,
        equal=effect.equal,
        superseded=found.superseded,
        missing=found.missing,
        refused=sum(found.refused.values()),
    )
    tally.doubts += found.doubts
    newest = found.values.filter(pl.col("value").is_not_null())["start"].max()
    if isinstance(newest, datetime):
        tally.newest = max(tally.newest or newest, newest)
    tally.start, tally.end = fetched.start, fetched.end
    tally.cursor, tally.is_all = fetched.cursor, fetched.is_all


def _append(
    interface: Interface, setting: Setting, values: pl.DataFrame, raw: bytes, now: datetime
) -> None:
    keeps_raw = len(raw) <= MOST_RAW
    rows = values.select(
        "point",
        "factor",
        pl.lit(setting.mapping.kind).alias("kind"),
        pl.lit(0, pl.Int8).alias("statistic"),
        "start",
        (pl.col("start") + setting.mapping.length).alias("end"),
        "value",
        "flag",
        pl.lit(SOURCE).alias("source"),
        pl.lit(0 if keeps_raw else -1, pl.Int32).alias("raw_index"),
    )
    packet = {
        "device": [f"{SOURCE}-{interface.key}"],
        "received": [now],
        "packet": [raw],
        "outcome": [Outcome.STORED.value],
    }
    table = pa.table(packet, schema=telemetry.RAW_SCHEMA) if keeps_raw else None
    telemetry.store(JOURNAL).append(rows.to_arrow(), table, now=now)


def _count(interface: Interface, tally: Tally, now: datetime) -> None:
    """Into the very counters that devices and pushes are counted in (接收计数)."""
    day = now.astimezone(BEIJING).date()
    values = tally.counts["new"] + tally.counts["changed"]
    name = f"{SOURCE}:{interface.key}"[:40]
    add_counters([CounterStep(name, day, "requests", 1), CounterStep(name, day, "values", values)])
