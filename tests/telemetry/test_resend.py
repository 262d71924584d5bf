from datetime import timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.telemetry.intake import checked_rows
from bihuan.telemetry.resend import admitted, resolved
from bihuan.telemetry.schema import KEY, empty_rows
from bihuan.telemetry.tail import stamped_rows
from tests.telemetry.given import NOON, Given, rows, some_rows
from tests.telemetry.model import Model

LATER = NOON + timedelta(days=1)


def incoming(*some: Given) -> pl.DataFrame:
    checked = checked_rows(rows(some), packets=0, now=LATER)
    return stamped_rows(pl.DataFrame(checked), arrival=0, segment=1)


def versions(frame: pl.DataFrame) -> list[tuple[float | None, int]]:
    return list(frame.select("value", "version").iter_rows())


def held(*some: Given) -> pl.DataFrame:
    return resolved(incoming(*some), empty_rows()).accepted.select(empty_rows().columns)


def test_an_equal_value_is_a_duplicate_and_another_one_a_newer_version() -> None:
    verdict = resolved(incoming(Given(value=1.0), Given(value=2.0)), held(Given(value=1.0)))
    assert versions(verdict.accepted) == [(2.0, 2)]
    assert verdict.duplicates == 1


def test_a_replay_of_a_revised_datum_changes_nothing() -> None:
    both = Given(value=1.0), Given(value=2.0)
    assert resolved(incoming(*both), held(*both)).duplicates == 2


def test_a_missing_value_equals_a_missing_value() -> None:
    verdict = resolved(incoming(Given(value=None)), held(Given(value=None)))
    assert verdict.accepted.is_empty()


def test_another_flag_is_another_version() -> None:
    verdict = resolved(incoming(Given(flag="D")), held(Given(flag="N")))
    assert versions(verdict.accepted) == [(1.0, 2)]


def test_a_resend_does_not_undo_a_correction() -> None:
    corrected = Given(value=1.0), Given(value=5.0, source="correction")
    assert resolved(incoming(Given(value=1.0)), held(*corrected)).duplicates == 1


def test_a_correction_is_an_act_even_when_it_says_what_was_said_before() -> None:
    verdict = resolved(incoming(Given(value=1.0, source="correction")), held(Given(value=1.0)))
    assert versions(verdict.accepted) == [(1.0, 2)]


def test_a_period_may_be_rolled_up_back_to_an_earlier_value() -> None:
    before = held(Given(value=1.0, source="rollup"), Given(value=2.0, source="rollup"))
    verdict = resolved(incoming(Given(value=1.0, source="rollup")), before)
    assert versions(verdict.accepted) == [(1.0, 3)]


def test_rolling_up_again_to_the_same_value_does_not_undo_a_correction() -> None:
    before = held(Given(value=1.0, source="rollup"), Given(value=7.0, source="correction"))
    assert resolved(incoming(Given(value=1.0, source="rollup")), before).duplicates == 1


def test_only_rows_that_are_not_later_than_their_series_are_looked_up() -> None:
    asked: list[pl.DataFrame] = []

    def lookup(keys: pl.DataFrame) -> pl.DataFrame:
        asked.append(keys)
        return held(Given(minute=5))

    ends = held(Given(minute=5)).select(
        *KEY[:-1],
        pl.col("start").alias("last"),
        pl.lit(None, pl.Datetime("ms", "UTC")).alias("future_from"),
        pl.lit(None, pl.Datetime("ms", "UTC")).alias("future_to"),
    )
    verdict = admitted(incoming(Given(minute=6), Given(minute=5), Given(minute=4)), ends, lookup)
    assert [keys.height for keys in asked] == [2]
    assert verdict.accepted["start"].is_sorted()
    assert (verdict.accepted.height, verdict.duplicates) == (2, 1)


@pytest.mark.parametrize("with_ends", [True, False])
@settings(max_examples=150, deadline=None)
@given(
    before=some_rows(sources=["hj212", "hj212", "correction", "rollup"]),
    cut=st.integers(0, 12),
)
def test_columns_agree_with_a_loop(before: list[Given], cut: int, with_ends: bool) -> None:
    model = Model()
    for some in before:
        author = "王" if some.source == "correction" else None
        model.append([some], now=LATER, author=author)
    first = held(*before[:cut])
    came = incoming(*before[cut:])
    ends = _ends(first) if with_ends else None
    verdict = admitted(came, ends, lambda keys: first.join(keys, on=KEY, how="semi"))
    both = pl.concat([first, verdict.accepted.select(first.columns)])
    assert both.height == model.accepted
    assert verdict.duplicates + (min(cut, len(before)) - first.height) == model.duplicates
    said = both.sort(*KEY, "version").group_by(KEY, maintain_order=True).agg("value")
    assert said["value"].to_list() == [
        [v.value for v in versions] for _, versions in sorted(model.held.items())
    ]


def _ends(frame: pl.DataFrame) -> pl.DataFrame:
    instant = pl.Datetime("ms", "UTC")
    return frame.group_by(KEY[:-1]).agg(
        pl.col("start").max().alias("last"),
        pl.lit(None, instant).alias("future_from"),
        pl.lit(None, instant).alias("future_to"),
    )
