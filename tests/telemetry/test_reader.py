import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from bihuan.telemetry import (
    BadRows,
    CompletenessQuery,
    DatumKey,
    Kind,
    Mark,
    Mover,
    ReadOnlyStore,
    SeriesQuery,
    Store,
    TelemetryError,
)
from bihuan.telemetry.schema import INSTANT, SHANGHAI
from tests.telemetry.given import MOMENT, NOON, Given, at, everything, packets, rows

HOURS = [Given(minute=60 * hour, value=float(hour), kind="hour") for hour in range(4)]


def values(store: Store, query: SeriesQuery) -> list[float | None]:
    found: list[float | None] = store.series(query)["value"].to_pylist()
    return found


def test_a_span_is_half_open(store: Store, mover: Mover) -> None:
    store.append(rows(HOURS), now=at(300))
    query = SeriesQuery([1], ["w01018"], Kind.HOUR, at(60), at(180))
    assert values(store, query) == [1.0, 2.0]
    mover.move_once(at(300))
    assert values(store, query) == [1.0, 2.0]


def test_a_span_may_be_told_in_shanghais_clock(store: Store, mover: Mover) -> None:
    store.append(rows(HOURS), now=at(300))
    local = [at(minute).astimezone(SHANGHAI) for minute in (60, 180)]
    query = SeriesQuery([1], ["w01018"], Kind.HOUR, *local)
    assert values(store, query) == [1.0, 2.0]
    mover.move_once(at(300))
    assert values(store, query) == [1.0, 2.0]


def test_history_and_the_present_answer_one_query(store: Store, mover: Mover) -> None:
    year = timedelta(days=365)
    old = [Given(minute=-60 * 24 * day, value=float(day), kind="day") for day in range(1, 90)]
    store.append_bulk(rows(old), now=NOON)
    store.append(rows([Given(kind="day", value=0.0)]), now=NOON)
    query = SeriesQuery([1], None, Kind.DAY, NOON - year, NOON + year)
    assert values(store, query) == [float(day) for day in range(89, -1, -1)]


def test_history_in_bulk_may_say_when_it_first_came(store: Store) -> None:
    given = rows([Given(minute=-60, value=1.0), Given(minute=-30, value=2.0)])
    first = NOON - timedelta(minutes=59)
    came = pa.array([first, None], INSTANT)
    store.append_bulk(given.append_column("arrival", came), now=NOON)
    found = store.series(everything())
    assert found["arrival"].to_pylist() == [first, NOON]
    late = given.append_column("arrival", pa.array([NOON, at(1)], INSTANT))
    with pytest.raises(BadRows, match="arrival"):
        store.append_bulk(late, now=NOON)


@pytest.mark.requirement("A1.10")
def test_a_year_of_ninety_stations_is_answered_by_hour_day_month_and_year(store: Store) -> None:
    begin, stations, hours = day_start(2025, 1, 1), 90, 365 * 24
    level = np.random.default_rng(1).normal(50, 9, (stations, hours)).round(1)
    start = np.datetime64(begin.replace(tzinfo=None), "ms") + np.arange(hours) * 3_600_000
    table = pa.table(
        {
            "point": np.repeat(np.arange(1, stations + 1, dtype="int32"), hours),
            "factor": pa.repeat("a34004", stations * hours),
            "kind": pa.repeat("hour", stations * hours),
            "statistic": np.zeros(stations * hours, "int8"),
            "start": pa.array(np.tile(start, stations)).cast(MOMENT),
            "end": pa.array(np.tile(start + 3_600_000, stations)).cast(MOMENT),
            "value": level.ravel(),
            "source": pa.repeat("demo", stations * hours),
        }
    )
    store.append_bulk(table, now=NOON)
    year = begin, begin + timedelta(days=365)
    found = store.series(SeriesQuery(range(1, 91), ["a34004"], Kind.HOUR, *year))
    assert np.array_equal(found["value"].to_numpy().reshape(stations, hours), level)
    relation = store.relation(Kind.HOUR, *year)
    mean = "SELECT avg(value) AS mean FROM rows GROUP BY point, {0} ORDER BY point, {0}"
    days = relation.sql(mean.format("day"))["mean"].to_numpy().reshape(stations, 365)
    assert np.allclose(days, level.reshape(stations, 365, 24).mean(axis=2))
    months = relation.sql(mean.format("date_trunc('month', day)"))["mean"].to_numpy()
    assert np.isclose(months[0], level[0, : 31 * 24].mean())
    assert len(months) == 12 * stations
    years = relation.sql(mean.format("date_trunc('year', day)"))["mean"].to_numpy()
    assert np.allclose(years, level.mean(axis=1))


def day_start(year: int, month: int, day: int) -> datetime:
    """Midnight in Shanghai."""
    return datetime(year, month, day, tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.requirement("B1.7")
def test_four_kinds_of_one_moment_are_four_data(store: Store, mover: Mover) -> None:
    kinds = [Kind.REALTIME, Kind.MINUTE, Kind.HOUR, Kind.DAY]
    store.append(rows([Given(kind=k, value=float(n)) for n, k in enumerate(kinds)]), now=NOON)
    mover.move_once(NOON)
    store.append(rows([Given(kind=Kind.HOUR, value=9.0)]), now=NOON)
    assert [values(store, everything(kind)) for kind in kinds] == [[0.0], [1.0], [9.0], [3.0]]
    found = [store.versions(DatumKey(1, "w01018", kind, NOON)).num_rows for kind in kinds]
    assert found == [1, 1, 2, 1]


@pytest.mark.requirement("B1.7")
def test_rolled_hours_fill_the_gaps_and_never_hide_what_was_reported(
    store: Store, mover: Mover
) -> None:
    rolled = [g._replace(kind="hour_rolled", source="rollup", value=-1.0) for g in HOURS]
    store.append(rows([HOURS[0], HOURS[2], *rolled]), now=at(300))
    mover.move_once(at(300))
    query = SeriesQuery([1], None, Kind.HOUR, NOON, at(300))
    assert values(store, query) == [0.0, -1.0, 2.0, -1.0]
    ours = SeriesQuery([1], None, Kind.HOUR, NOON, at(300), prefer_reported=False)
    assert values(store, ours) == [-1.0] * 4
    only = SeriesQuery([1], None, Kind.ROLLED_HOUR, NOON, at(300))
    assert values(store, only) == [-1.0] * 4


def test_a_series_as_it_was_first_reported_or_known_at_a_moment(store: Store, mover: Mover) -> None:
    store.append(rows([Given(value=1.0)]), now=at(1))
    mover.move_once(at(1))
    store.correct(rows([Given(value=2.0)]), author="李", reason="标定漂移", now=at(60))
    span = NOON, at(1)
    first = SeriesQuery([1], None, Kind.REALTIME, *span, as_of_version=1)
    then = SeriesQuery([1], None, Kind.REALTIME, *span, as_of=at(59))
    for _ in range(2):
        assert [values(store, query) for query in (first, then)] == [[1.0], [1.0]]
        assert values(store, everything()) == [2.0]
        mover.move_once(at(61))


@pytest.mark.requirement("A1.19")
def test_a_correction_keeps_the_old_value_and_says_who_and_why(store: Store, mover: Mover) -> None:
    store.append(rows([Given(value=1.0, raw_index=0)]), packets(b"##0001"), now=NOON)
    mover.move_once(NOON)
    store.correct(rows([Given(value=None)]), author="王", reason="校准期间", now=at(60))
    mover.move_once(at(60))
    old, new = store.versions(DatumKey(1, "w01018", Kind.REALTIME, NOON)).to_pylist()
    assert (old["value"], old["author"], old["source"]) == (1.0, None, "hj212")
    assert (new["value"], new["author"], new["reason"]) == (None, "王", "校准期间")
    assert (new["source"], new["marks"], new["arrival"]) == ("correction", Mark.CORRECTED, at(60))
    packet = store.raw_packet(old["segment"], old["index"])
    assert packet is not None
    assert (packet.packet, packet.device) == (b"##0001", "mn1")


@pytest.mark.parametrize(("author", "reason"), [("", "校准"), ("王", " ")])
def test_a_correction_without_author_or_reason_is_refused(
    store: Store, author: str, reason: str
) -> None:
    with pytest.raises(TelemetryError, match="author and a reason"):
        store.correct(rows([Given()]), author=author, reason=reason, now=NOON)


@pytest.mark.requirement("A1.19")
def test_a_packet_is_found_before_and_after_it_has_moved(store: Store, mover: Mover) -> None:
    segment = store.append(rows([Given(raw_index=1)]), packets(b"##first", b"##second"), now=NOON)
    for _ in range(2):
        for arrival in (None, NOON, at(10_000)):
            found = store.raw_packet(segment, 1, arrival=arrival)
            assert found is not None
            assert found.packet == b"##second"
        assert store.raw_packet(segment, 2) is None
        assert store.raw_packet(segment, -1) is None
        mover.move_once(NOON)


def test_packets_of_a_device_come_in_the_order_of_their_receipt(store: Store, mover: Mover) -> None:
    for minute in (2, 0, 1):
        store.append(rows([]), packets(b"##%d" % minute, received=at(minute)), now=at(minute))
        store.append(rows([]), packets(b"other", device="mn2", received=at(minute)), now=NOON)
        if minute == 0:
            mover.move_once(at(minute))
    found = store.raw_of_device("mn1", NOON, at(2))
    assert found["packet"].to_pylist() == [b"##0", b"##1"]
    assert store.raw_of_device("mn1", NOON, at(9), 1)["packet"].to_pylist() == [b"##0"]


def test_a_value_from_the_future_is_stored_and_marked_but_never_the_latest(
    store: Store, mover: Mover
) -> None:
    store.append(rows([Given(minute=0, value=1.0), Given(minute=60, value=9.0)]), now=NOON)
    for _ in range(2):
        assert values(store, everything()) == [1.0, 9.0]
        assert store.series(everything())["marks"].to_pylist() == [0, Mark.FUTURE]
        assert store.latest()["value"].to_pylist() == [1.0]
        mover.move_once(NOON)


def test_a_value_that_comes_when_its_time_has_come_replaces_the_one_from_the_future(
    store: Store, mover: Mover
) -> None:
    store.append(rows([Given(minute=60, value=9.0)]), now=NOON)
    mover.move_once(NOON)
    store.append(rows([Given(minute=60, value=9.0)]), now=at(60))
    for _ in range(2):
        assert store.latest()["value"].to_pylist() == [9.0]
        assert store.series(everything())["version"].to_pylist() == [2]
        mover.move_once(at(60))


def test_late_data_enter_their_day_and_are_not_the_latest(store: Store, mover: Mover) -> None:
    store.append(rows([Given(minute=0, value=1.0)]), now=NOON)
    mover.move_once(NOON)
    store.append(rows([Given(minute=-3000, value=2.0)]), now=at(1))
    for _ in range(2):
        assert store.latest()["value"].to_pylist() == [1.0]
        assert values(store, everything()) == [2.0, 1.0]
        mover.move_once(at(1))
    assert store.counts().newer == 0


def test_a_duplicate_inside_one_segment_counts_once(store: Store, mover: Mover) -> None:
    store.append(rows([Given(), Given(), Given(value=2.0)]), now=NOON)
    assert store.series(everything()).select(["value", "version"]).to_pylist() == [
        {"value": 2.0, "version": 2}
    ]
    move = mover.move_once(NOON)
    assert (move.rows, move.duplicates, move.newer) == (2, 1, 1)


def test_two_journals_are_one_store(root: Path, store: Store, mover: Mover) -> None:
    other = Store(root, journal="web")
    store.append(rows([Given(point=1)]), packets(b"##1"), now=NOON)
    other.append(rows([Given(point=2), Given(point=1)]), packets(b"##2"), now=at(1))
    for reader in (store, other, Store(root)):
        assert reader.series(everything())["point"].to_pylist() == [1, 2]
    move = mover.move_once(at(1))
    assert (move.rows, move.duplicates, move.packets) == (2, 1, 2)
    assert other.latest()["point"].to_pylist() == [1, 2]


def test_segments_of_a_journal_keep_their_order_when_the_clock_is_set_back(
    store: Store, mover: Mover
) -> None:
    store.append(rows([Given(value=1.0)]), now=at(5))
    store.append(rows([Given(value=2.0)]), now=at(4))
    for _ in range(2):
        assert values(store, everything()) == [2.0]
        mover.move_once(at(5))


@pytest.mark.requirement("A1.18")
def test_replaying_three_moved_days_changes_no_count(store: Store, mover: Mover) -> None:
    three_days = [
        Given(point=point, minute=10 * n, value=float(n % 7), kind="minute")
        for point in range(1, 4)
        for n in range(3 * 144)
    ]
    revised = [g._replace(value=99.0) for g in three_days[::50]]
    late = at(3 * 1440)
    store.append(rows(three_days), now=late)
    store.append(rows(revised), now=late)
    mover.move_once(late)
    before = store.series(everything(Kind.MINUTE))
    counts = store.counts()
    for replay in (three_days, revised, three_days[::-1]):
        store.append(rows(replay), now=late)
        assert store.series(everything(Kind.MINUTE)) == before
        move = mover.move_once(late)
        assert (move.rows, move.duplicates) == (0, len(replay))
    assert store.series(everything(Kind.MINUTE)) == before
    assert store.counts().accepted == counts.accepted
    assert store.counts().newer == len(revised)


@pytest.mark.requirement("A1.18", "A1.19")
def test_a_day_with_duplicates_disorder_and_loss_becomes_the_truth(
    store: Store, mover: Mover
) -> None:
    chance = random.Random(212)
    truth = {minute: round(chance.gauss(50, 9), 1) for minute in range(0, 1440, 5)}
    sent = list(truth) + chance.sample(sorted(truth), 60)
    chance.shuffle(sent)
    lost = set(chance.sample(sorted(truth), 30))
    arrived = [minute for minute in sent if minute not in lost] + sorted(lost)
    for begin in range(0, len(arrived), 25):
        minutes = arrived[begin : begin + 25]
        given = [Given(minute=m, value=truth[m], raw_index=n) for n, m in enumerate(minutes)]
        store.append(rows(given), packets(*(b"##%d" % m for m in minutes)), now=at(1440))
        if chance.random() < 0.5:
            mover.move_once(at(1440))
    found = store.series(everything())
    assert found["value"].to_pylist() == list(truth.values())
    for row in found.to_pylist()[::40]:
        packet = store.raw_packet(row["segment"], row["index"])
        assert packet is not None
        assert at(int(packet.packet[2:])) == row["start"]


def test_a_cursor_of_this_moment_tells_only_what_comes_later(store: Store, mover: Mover) -> None:
    store.append(rows(HOURS), now=at(300))
    cursor = store.cursor()
    assert store.changes_since(cursor)[0].num_rows == 0
    mover.move_once(at(300))
    assert store.changes_since(cursor)[0].num_rows == 0
    store.append(rows([Given(minute=300, value=1.0, kind="hour")]), now=at(360))
    assert store.changes_since(cursor)[0].num_rows == 1


def test_a_change_is_told_once_and_a_duplicate_never(store: Store, mover: Mover) -> None:
    store.append(rows([Given(minute=1), Given(minute=5)]), now=at(5))
    told, cursor = store.changes_since(None)
    assert told.to_pylist() == [
        {
            "point": 1,
            "kind": "realtime",
            "day": NOON.date(),
            "start_min": at(1),
            "start_max": at(5),
        }
    ]
    mover.move_once(at(5))
    store.append(rows([Given(minute=1)]), now=at(6))
    told, cursor = store.changes_since(cursor)
    assert told.num_rows == 0
    store.append(rows([Given(minute=-1440 * 3)]), now=at(7))
    mover.move_once(at(7))
    told, cursor = store.changes_since(cursor)
    assert told["start_min"].to_pylist() == [at(-1440 * 3)]


@pytest.mark.parametrize("cursor", ["", "{}", '{"version": 1, "marks": []}', "yesterday"])
def test_a_text_that_is_no_cursor_is_refused(store: Store, cursor: str) -> None:
    with pytest.raises(TelemetryError, match="not a cursor"):
        store.changes_since(cursor)


def test_completeness_counts_pairs_that_received_nothing(store: Store, mover: Mover) -> None:
    some = [*HOURS[:3], Given(minute=180, value=None, kind="hour"), Given(point=2, kind="hour")]
    store.append(rows(some), now=at(300))
    mover.move_once(at(300))
    hours = CompletenessQuery(
        (1, 3), ("w01018",), Kind.HOUR, NOON, at(360), interval=timedelta(hours=1)
    )
    assert store.completeness(hours).to_pylist() == [
        {"point": 1, "factor": "w01018", "received": 4, "with_value": 3, "expected": 6},
        {"point": 3, "factor": "w01018", "received": 0, "with_value": 0, "expected": 6},
    ]


def test_the_latest_of_some_points_and_one_kind(store: Store, mover: Mover) -> None:
    given = [Given(point=p, kind=k, value=float(p)) for p in (1, 2, 3) for k in ("hour", "day")]
    store.append(rows(given), now=NOON)
    mover.move_once(NOON)
    store.append(rows([Given(point=2, minute=1, kind="hour", value=20.0)]), now=at(1))
    found = store.latest([1, 2], kind=Kind.HOUR)
    assert found.select(["point", "value"]).to_pylist() == [
        {"point": 1, "value": 1.0},
        {"point": 2, "value": 20.0},
    ]


def test_a_store_without_a_journal_only_reads(root: Path, store: Store) -> None:
    reader = Store(root)
    with pytest.raises(ReadOnlyStore):
        reader.append(rows([Given()]), now=NOON)
    with pytest.raises(ReadOnlyStore):
        reader.append_bulk(rows([Given()]), now=NOON)


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        store.append(rows([Given()]), now=NOON.replace(tzinfo=None))
    with pytest.raises(ValueError, match="has no time zone"):
        SeriesQuery(None, None, Kind.HOUR, NOON.replace(tzinfo=None), NOON)


def test_threads_share_one_store(store: Store, mover: Mover) -> None:
    ask: list[Callable[[], object]] = [
        lambda: len(store.series(everything())),
        lambda: len(store.latest()),
        lambda: store.relation(Kind.REALTIME, NOON, at(999)).sql("SELECT * FROM rows").num_rows,
        lambda: store.changes_since(None)[0].num_rows,
        lambda: store.append(rows([Given(point=9, minute=-1)]), now=NOON),
    ]
    with ThreadPoolExecutor(4) as pool:
        for turn in range(6):
            given = [Given(point=point, minute=turn) for point in range(5)]
            store.append(rows(given), now=at(turn))
            answers = list(pool.map(lambda question: question(), ask * 2))
            mover.move_once(at(turn))
            assert answers[0] in (5 * (turn + 1), 5 * (turn + 1) + 1)
    assert len(store.series(everything())) == 31
