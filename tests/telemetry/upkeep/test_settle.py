from datetime import date, timedelta

import polars as pl
import pyarrow as pa
import pytest
from tests.telemetry.upkeep.conftest import SPARING
from tests.telemetry.upkeep.lake import MIDNIGHT, NIGHT_AFTER, SmallStore, rows

from bihuan.telemetry import DatumKey, Kind, Mark
from bihuan.telemetry.upkeep import Upkeep
from bihuan.telemetry.upkeep.rewrite import Exchange
from bihuan.telemetry.upkeep.settle import Settlement

HOUR_3 = DatumKey(point=1, factor="w01018", kind=Kind.HOUR, start=MIDNIGHT + timedelta(hours=3))


def a_corrected_day(small: SmallStore) -> None:
    small.take(pa.concat_tables([rows(hour, float(hour)) for hour in range(24)]))
    for value in (50.0, 51.0, 52.0):
        small.take(rows(3, value, points=[1]))


def versions(small: SmallStore) -> list[tuple[float, int]]:
    held = pl.DataFrame(small.store.versions(HOUR_3))
    return held.select("value", "version").rows()


def test_a_settled_day_keeps_the_latest_and_the_audit_table_the_rest(small: SmallStore) -> None:
    a_corrected_day(small)
    before, known = small.values(), versions(small)
    assert small.upkeep.run_once(NIGHT_AFTER).settlement == Settlement(1, 3)
    assert small.values() == before
    assert versions(small) == known == [(3.0, 1), (50.0, 2), (51.0, 3), (52.0, 4)]
    assert small.audited()["value"].to_list() == [3.0, 50.0, 51.0]
    held = pl.read_parquet(small.files()["path"][0], hive_partitioning=False)
    assert held.height == 24 * 5
    marked = held.filter((pl.col("marks") & Mark.SETTLED.value) != 0)
    assert marked.select("point", "value", "version").rows() == [(1, 52.0, 4)]


def test_days_that_have_not_ended_wait_for_their_night(small: SmallStore) -> None:
    a_corrected_day(small)
    assert small.upkeep.run_once(MIDNIGHT + timedelta(hours=23)).settlement == Settlement()
    assert small.upkeep.run_once(MIDNIGHT + timedelta(hours=26)).settlement == Settlement()
    assert small.upkeep.run_once(MIDNIGHT + timedelta(hours=27)).settlement.partitions == 1


def test_a_night_settles_once_and_the_next_night_only_what_changed(small: SmallStore) -> None:
    a_corrected_day(small)
    small.upkeep.run_once(NIGHT_AFTER)
    path = small.files()["path"].to_list()
    assert small.upkeep.run_once(NIGHT_AFTER + timedelta(days=1)).settlement == Settlement()
    assert small.files()["path"].to_list() == path
    small.take(rows(3, 60.0, points=[1]))
    small.take(rows(9, 61.0, points=[2]))
    assert small.upkeep.run_once(NIGHT_AFTER + timedelta(days=2)).settlement == Settlement(1, 2)
    assert small.files().height == 1
    assert versions(small)[-2:] == [(52.0, 4), (60.0, 5)]


def test_a_resend_of_a_settled_version_is_still_a_duplicate(small: SmallStore) -> None:
    a_corrected_day(small)
    small.upkeep.run_once(NIGHT_AFTER)
    before = versions(small)
    small.take(rows(3, 50.0, points=[1]))
    small.take(rows(3, 3.0, points=[1]))
    assert versions(small) == before


class Killed(BaseException):
    """What a kill looks like from inside a test."""


def test_a_settling_that_was_killed_between_its_writes_moves_nothing_twice(
    small: SmallStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_corrected_day(small)
    before = small.values()

    def killed(*_: object) -> bool:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Exchange, "replace", killed)
        with pytest.raises(Killed):
            small.upkeep.run_once(NIGHT_AFTER)
    assert small.audited().height == 3
    assert small.values() == before
    small.take(rows(3, 53.0, points=[1]))
    fresh = Upkeep(small.root, SPARING)
    assert fresh.run_once(NIGHT_AFTER).settlement == Settlement(1, 1)
    fresh.close()
    assert small.audited()["value"].sort().to_list() == [3.0, 50.0, 51.0, 52.0]
    assert versions(small)[-1] == (53.0, 5)


def test_late_rows_of_a_settled_day_do_not_rewrite_it_until_they_are_many(
    small: SmallStore,
) -> None:
    small.take(pa.concat_tables([rows(hour, float(hour)) for hour in range(0, 24, 2)]))
    small.upkeep.run_once(NIGHT_AFTER)
    settled = set(small.files()["path"])
    small.take(rows(25, 1.0, points=[8]))
    small.take(rows(5, 5.0, points=[8]))
    small.upkeep.run_once(NIGHT_AFTER + timedelta(days=1))
    assert settled <= set(small.files()["path"])
    for hour in (7, 9, 11):
        small.take(rows(hour, 5.0, points=[8]))
    small.upkeep.run_once(NIGHT_AFTER + timedelta(days=2))
    assert small.files().filter(pl.col("day") == date(2026, 11, 2)).height == 1
    assert len(small.values()) == 12 * 5 + 5
