"""The bench measures what it says; a tiny run of both parts."""

from pathlib import Path

import pytest
from bench.telemetry.bar import Bar, table
from bench.telemetry.month import run_month
from bench.telemetry.nation import FACTORS, Nation
from bench.telemetry.paced import Pace, run_paced

from tests.telemetry.given import NOON


def test_a_tiny_nation_is_written_at_its_pace_and_nothing_is_missing(tmp_path: Path) -> None:
    bars = {bar.name: bar for bar in run_paced(tmp_path, Pace(rate=200, seconds=2))}
    assert bars["packets that are missing in the lake"].measured == 0
    assert bars["values that are missing in the lake"].measured == 0


def test_a_month_of_a_few_points_is_corrected_and_settled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.telemetry.month.CORRECTIONS", 60)
    bars = {bar.name: bar for bar in run_month(tmp_path, points=3, days=4)}
    assert bars["month of hours: values"].measured == 4 * 24 * 3 * len(FACTORS) / 1e6
    assert bars["corrections that were settled"].measured == 60


def test_packets_are_as_long_as_real_ones_and_differ() -> None:
    _, raw = Nation().packets(0, 100, NOON)
    sent = raw["packet"].to_pylist()
    assert all(316 <= len(packet) <= 372 for packet in sent)
    assert len(set(sent)) == 100


def test_a_missed_bar_is_said() -> None:
    assert "MISSED" in table([Bar("too slow", 2.0, "s", 1)])
    assert "MISSED" not in table([Bar("at the bar", 1.0, "s", 1), Bar("no bar", 9.0, "s")])
