import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from tests.telemetry.rollup.rows import MIDNIGHT, Row, table

from bihuan.telemetry import Kind, Mover, SeriesQuery, Store
from bihuan.telemetry.rollup import RolledUp, RollUp, RollUpPlan, RollUpRule, StageRules

MINUTE = timedelta(minutes=1)
ALWAYS = MIDNIGHT - timedelta(days=400), MIDNIGHT + timedelta(days=400)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "store", journal="worker")
    yield store
    store.close()


def send(store: Store, rows: Sequence[Row], *, minute: float, kind: Kind = Kind.MINUTE) -> None:
    """Let rows arrive so many minutes after midnight."""
    sent = table(rows).append_column("kind", pa.array([str(kind)] * len(rows)))
    sent = sent.append_column("source", pa.array(["hj212"] * len(rows)))
    store.append(sent, now=MIDNIGHT + minute * MINUTE)


def rolled(store: Store, kind: Kind = Kind.ROLLED_HOUR) -> list[tuple[Any, ...]]:
    """Point, minutes after midnight, mean, flag and version of what was rolled."""
    found = pl.DataFrame(store.series(SeriesQuery(None, None, kind, *ALWAYS)))
    return [
        (point, (start - MIDNIGHT) / MINUTE, value, flag, version)
        for point, start, value, flag, version in found.select(
            "point", "start", "value", "flag", "version"
        ).iter_rows()
    ]


def run(store: Store, minute: float, plan: RollUpPlan | None = None) -> RolledUp:
    return RollUp(store, plan or RollUpPlan()).run_once(MIDNIGHT + minute * MINUTE)


def an_hour(hour: int = 0, value: float = 5.0, point: int = 1) -> list[Row]:
    return [Row(60 * hour + 10 * slot, value + slot, point=point) for slot in range(6)]


def test_an_hour_is_rolled_when_it_has_ended_and_its_grace_is_over(store: Store) -> None:
    send(store, an_hour(), minute=60)
    assert run(store, 64.9) == RolledUp(0, 0)
    assert run(store, 65) == RolledUp(3, 0)
    assert rolled(store) == [(1, 0, 7.5, "N", 1)]
    assert run(store, 66) == RolledUp(0, 0)


def test_what_was_there_when_it_began_is_left_as_it_is(store: Store) -> None:
    send(store, an_hour(0), minute=60)
    RollUp(store, RollUpPlan()).begin_here(MIDNIGHT + 70 * MINUTE)
    assert run(store, 71) == RolledUp(0, 0)
    send(store, an_hour(1), minute=120)
    assert run(store, 125) == RolledUp(3, 0)
    assert rolled(store) == [(1, 60, 7.5, "N", 1)]


def test_a_late_minute_makes_a_newer_version_of_its_hour_only(store: Store) -> None:
    send(store, an_hour(0)[:5] + an_hour(1), minute=120)
    run(store, 125)
    before = rolled(store)
    send(store, [Row(50, 40.0)], minute=300)
    assert run(store, 301).hours == 2, "mean and maximum differ, the minimum does not"
    after = rolled(store)
    assert after[0] == (1, 0, 12.5, "N", 2)
    assert after[1:] == before[1:]


def test_a_correction_reaches_hour_and_day(store: Store) -> None:
    for hour in range(24):
        send(store, an_hour(hour), minute=60 * hour + 60)
    assert run(store, 24 * 60 + 5) == RolledUp(72, 3)
    assert rolled(store, Kind.ROLLED_DAY) == [(1, 0, 7.5, "N", 1)]
    wrong = table([Row(600, 5.0)]).append_column("kind", pa.array(["minute"]))
    nulled = wrong.set_column(wrong.schema.get_field_index("value"), "value", pa.array([599.0]))
    store.correct(nulled, author="王", reason="test", now=MIDNIGHT + 1500 * MINUTE)
    assert run(store, 1501) == RolledUp(3, 2)
    assert rolled(store, Kind.ROLLED_DAY)[0][2:] == (pytest.approx(7.5 + 594 / 144), "N", 2)


def test_reported_hours_make_the_day_and_rolled_ones_fill_the_gaps(store: Store) -> None:
    send(
        store, [Row(60 * hour, 10.0, length=60) for hour in range(23)], minute=1440, kind=Kind.HOUR
    )
    send(store, an_hour(0, 500.0) + an_hour(23, 31.5), minute=1440)
    run(store, 1445)
    assert rolled(store, Kind.ROLLED_DAY) == [(1, 0, pytest.approx((23 * 10 + 34) / 24), "N", 1)]


def test_realtime_values_are_used_where_no_minute_of_the_hour_came(store: Store) -> None:
    realtime = [Row(minute, 1.0, length=0) for minute in range(120)]
    send(store, realtime, minute=120, kind=Kind.REALTIME)
    send(store, an_hour(1), minute=120)
    run(store, 125)
    assert rolled(store) == [(1, 0, 1.0, "N", 1), (1, 60, 7.5, "N", 1)]


def test_points_follow_their_own_rules(store: Store) -> None:
    spoiled = StageRules(hour=RollUpRule(is_spoiled_by_one=True))
    plan = RollUpPlan(points={2: spoiled})
    rows = [*an_hour(point=1), *an_hour(point=2)]
    rows = [row._replace(flag="D") if row.minute == 50 else row for row in rows]
    send(store, rows, minute=60)
    run(store, 65, plan)
    assert [(point, flag) for point, _, _, flag, _ in rolled(store)] == [(1, "N"), (2, "D")]


class Killed(BaseException):
    """What a kill looks like from inside a test."""


def test_a_run_that_was_killed_before_it_saved_its_progress_is_done_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(store, an_hour(), minute=60)

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("bihuan.telemetry.rollup.job.replace_durably", killed)
        with pytest.raises(Killed):
            run(store, 65)
    before = rolled(store)
    assert run(store, 66) == RolledUp(0, 0)
    assert rolled(store) == before


def test_the_first_run_takes_all_that_is_there(store: Store) -> None:
    send(store, an_hour(-48) + an_hour(0), minute=60)
    assert run(store, 24 * 60 + 5) == RolledUp(6, 6)


def test_hours_that_end_between_two_runs_are_all_closed(store: Store) -> None:
    run(store, 5)
    for hour in range(5):
        send(store, an_hour(hour)[:3], minute=60 * hour + 40)
    run(store, 60 * 2 + 5)
    send(store, an_hour(4)[3:], minute=299)
    run(store, 60 * 5 + 5)
    assert [(minute, flag, version) for _, minute, _, flag, version in rolled(store)] == [
        (0, "D", 1),
        (60, "D", 1),
        (120, "D", 1),
        (180, "D", 1),
        (240, "N", 1),
    ]


@pytest.mark.parametrize("seed", range(2))
def test_runs_on_the_way_end_where_one_run_at_the_end_does(tmp_path: Path, seed: int) -> None:
    """In any order of arrival, with moves in between, late values and resends."""
    chance = random.Random(seed)
    parcels = [an_hour(hour, chance.uniform(0, 9), point) for hour in range(30) for point in (1, 2)]
    rows = [row for parcel in parcels for row in parcel]
    rows += chance.sample(rows, 20)
    chance.shuffle(rows)
    often, once = (Store(tmp_path / name, journal="worker") for name in ("often", "once"))
    mover = Mover(often.layout.root)
    arrivals = sorted(chance.randint(300, 1860) for _ in range(8))
    for minute, part in zip(arrivals, portions(rows, len(arrivals)), strict=True):
        send(often, part, minute=minute)
        send(once, part, minute=minute)
        run(often, minute)
        if chance.random() < 0.5:
            mover.move_once(MIDNIGHT + minute * MINUTE)
    for store in (often, once):
        run(store, 2000)
    for kind in (Kind.ROLLED_HOUR, Kind.ROLLED_DAY):
        ours, theirs = rolled(often, kind), rolled(once, kind)
        assert ours
        assert [row[:2] + row[3:4] for row in ours] == [row[:2] + row[3:4] for row in theirs]
        assert [row[2] for row in ours] == pytest.approx([row[2] for row in theirs], rel=1e-12)
    for closable in (often, once, mover):
        closable.close()


def portions(rows: list[Row], count: int) -> Iterable[list[Row]]:
    return (rows[place::count] for place in range(count))


def test_progress_is_kept_beside_the_data(store: Store) -> None:
    send(store, an_hour(), minute=60)
    run(store, 65)
    assert (store.layout.root / "rollup.json").exists()
    assert run(store, 66) == RolledUp(0, 0)
