"""Rules over series and networks: what fires, what does not, and the sentences."""

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bihuan.rules.condition import (
    Jump,
    OutOfRange,
    OverLimit,
    Silence,
    Standstill,
    explain,
    flags,
    judge,
)
from bihuan.rules.network import (
    FarFromNeighbours,
    Inversion,
    group_moves,
    nearest,
    neighbour_medians,
)
from bihuan.rules.panel import Clock, Panel, panel_from
from bihuan.rules.spell import filled, spells
from bihuan.rules.verdict import Card

CARD = Card("T-1", "示例规则", "示例")
START = datetime(2026, 3, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def hours(*rows: list[float]) -> Panel:
    names = tuple(f"站{number}" for number in range(len(rows)))
    return Panel(names, START, HOUR, np.array(rows, dtype=float), "PM₂.₅", "µg/m³")


def test_one_spell_is_one_verdict_with_its_worst_value() -> None:
    found = judge(OverLimit(CARD, 75), hours([70, 80, 95, 76, 20, 90]))
    assert [(v.begin, v.end, v.worst) for v in found] == [
        (START + HOUR, START + 4 * HOUR, 95),
        (START + 5 * HOUR, START + 6 * HOUR, 90),
    ]
    assert found[0].because == "PM₂.₅ 超过限值 75 µg/m³，持续 3 小时，最高 95 µg/m³"


def test_a_value_at_the_limit_is_not_above_it() -> None:
    assert judge(OverLimit(CARD, 75), hours([75])) == []


def test_a_spell_that_is_too_short_says_so() -> None:
    rule = OverLimit(CARD, 75, least=3 * HOUR)
    panel = hours([80, 80, 20])
    assert judge(rule, panel) == []
    assert "不足 3 个周期" in explain(rule, panel, row=0, position=0)
    assert "未达到条件" in explain(rule, panel, row=0, position=2)


def test_a_rule_that_fired_explains_itself_as_in_its_verdict() -> None:
    rule = OutOfRange(CARD, -5, 1000)
    panel = hours([10, 1200, 10])
    assert explain(rule, panel, row=0, position=1) == judge(rule, panel)[0].because


def test_missing_values_are_neither_out_of_range_nor_above_a_limit() -> None:
    panel = hours([np.nan, np.nan])
    for rule in (OutOfRange(CARD, 0, 1), OverLimit(CARD, 0), Standstill(CARD, HOUR)):
        assert judge(rule, panel) == []


def test_a_standstill_needs_its_time_in_any_clock() -> None:
    minutes = Panel(("站",), START, timedelta(minutes=10), np.full((1, 30), 42.0), "PM₁₀", "µg/m³")
    found = judge(Standstill(CARD, 4 * HOUR), minutes)
    assert found[0].because == "PM₁₀ 连续 5 小时为 42 µg/m³，没有变化"
    assert judge(Standstill(CARD, 6 * HOUR), minutes) == []


def test_small_values_may_stand_still() -> None:
    assert judge(Standstill(CARD, 4 * HOUR, above=5), hours([3] * 8)) == []


def test_two_values_that_stand_one_after_the_other_are_two_spells() -> None:
    found = judge(Standstill(CARD, 3 * HOUR), hours([1, 5, 5, 5, 7, 7, 7, 7, 9, 9]))
    assert [one.end - one.begin for one in found] == [3 * HOUR, 4 * HOUR]
    assert "连续 3 小时为 5" in found[0].because and "连续 4 小时为 7" in found[1].because


def test_a_spike_returns_and_a_step_stays() -> None:
    spike = [50, 52, 400, 51, 49, 50, 52, 50, 51, 50]
    step = [50, 52, 51, 400, 399, 402, 398, 400, 401, 399]
    spikes = Jump(CARD, 100, 3, returns_within=2 * HOUR)
    steps = Jump(CARD, 100, 3)
    assert [v.begin for v in judge(spikes, hours(spike, step))] == [START + 2 * HOUR]
    found = judge(steps, hours(spike, step))
    assert [(v.series, v.begin) for v in found] == [("站1", START + 3 * HOUR)]
    assert "由 52 变为 400" in judge(spikes, hours(spike))[0].because


def test_silence_names_the_last_value() -> None:
    found = judge(Silence(CARD, 2 * HOUR), hours([31, np.nan, np.nan, np.nan, 30, np.nan]))
    assert [v.because for v in found] == ["PM₂.₅ 连续 3 小时无数据，中断前为 31 µg/m³"]
    assert np.isnan(found[0].worst)


def test_the_part_above_the_whole_for_three_hours() -> None:
    whole = hours([60, 60, 60, 60])
    found = judge(Inversion(CARD, whole), hours([80, 81, 82, 40]))
    assert len(found) == 1
    assert judge(Inversion(CARD, whole), hours([65, 65, 65, 65])) == []


def network(size: int = 8, hours_long: int = 24) -> tuple[Panel, np.ndarray]:
    chance = np.random.default_rng(1)
    values = 60 + chance.normal(0, 2, (size, hours_long))
    panel = hours(*values.tolist())
    place = np.linspace(113.0, 113.03, size)
    return panel, nearest(place, [34.7] * size, count=5, within_km=5)


def test_one_station_far_from_its_neighbours_is_found_alone() -> None:
    panel, table = network()
    values = panel.values.copy()
    values[3, 5:10] += 120
    found = judge(FarFromNeighbours(CARD, table), panel.with_values(values))
    assert [(v.series, v.begin, v.end) for v in found] == [
        ("站3", START + 5 * HOUR, START + 10 * HOUR)
    ]
    assert "邻近 5 个站点" in found[0].because


def test_a_whole_region_that_rises_is_no_fault() -> None:
    panel, table = network()
    values = panel.values.copy()
    values[:, 5:10] += 200
    risen = panel.with_values(values)
    assert judge(FarFromNeighbours(CARD, table), risen) == []
    assert group_moves(risen, table, least=50)[:, 5].all()
    assert not group_moves(panel, table, least=50).any()


def test_two_neighbours_say_nothing() -> None:
    panel, _ = network(3)
    table = nearest([113.0, 113.001, 113.002], [34.7] * 3, count=5, within_km=5)
    median, _ = neighbour_medians(panel.values, table)
    assert np.isnan(median).all()


def test_rows_become_a_panel_in_any_order_and_the_later_counts() -> None:
    frame = pl.DataFrame(
        {
            "series": ["b", "a", "b", "c", "b"],
            "start": [START + HOUR, START, START, START, START + timedelta(minutes=30)],
            "value": [1.0, 2.0, 3.0, 9.0, 7.0],
        }
    )
    frame = pl.concat([frame, frame[:1].with_columns(value=pl.lit(5.0))])
    panel = panel_from(frame, ["a", "b"], Clock(START, HOUR, 2))
    assert np.array_equal(panel.values, [[2, np.nan], [3, 5]], equal_nan=True)


def test_panels_check_their_shape_and_zone() -> None:
    with pytest.raises(ValueError, match="2 series"):
        Panel(("a", "b"), START, HOUR, np.zeros((1, 3)))
    with pytest.raises(ValueError, match="zone"):
        Panel(("a",), START.replace(tzinfo=None), HOUR, np.zeros((1, 3)))


@given(arrays(np.bool_, st.tuples(st.integers(1, 4), st.integers(1, 30))))
def test_spells_filled_again_are_the_hits(hits: np.ndarray) -> None:
    assert np.array_equal(filled(spells(hits), hits.shape), hits)


@given(arrays(np.bool_, st.tuples(st.integers(1, 4), st.integers(1, 30))), st.integers(1, 4))
def test_long_spells_are_those_that_a_loop_finds(hits: np.ndarray, least: int) -> None:
    expected = set()
    for row, line in enumerate(hits.tolist()):
        begin = None
        for place, hit in enumerate([*line, False]):
            if hit and begin is None:
                begin = place
            if not hit and begin is not None:
                if place - begin >= least:
                    expected.add((row, begin, place))
                begin = None
    found = spells(hits, least=least)
    assert set(zip(found.row, found.begin, found.end, strict=True)) == expected


values = arrays(np.float64, (3, 40), elements=st.one_of(st.just(np.nan), st.floats(0, 300)))


@given(values)
def test_the_past_replayed_gives_what_was_judged_live(recorded: np.ndarray) -> None:
    """A window that reaches back far enough judges its last hours as the whole series does."""
    whole = hours(*recorded.tolist())
    rule = OverLimit(CARD, 150, least=3 * HOUR)
    tail = Panel(whole.series, START + 20 * HOUR, HOUR, recorded[:, 20:], "PM₂.₅", "µg/m³")
    assert np.array_equal(flags(rule, whole)[:, 23:], flags(rule, tail)[:, 3:]) or (
        (recorded[:, 18:23] > 150).any()
    )
