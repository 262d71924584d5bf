"""The age of the newest data."""

from datetime import UTC, datetime, timedelta

import pytest

from bihuan.ui import freshness

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freshness, "_sources", [])


def test_nobody_said_how_to_find_out() -> None:
    assert freshness.freshness(NOW) is None


def test_nothing_has_arrived_yet() -> None:
    freshness.register(lambda now: None)
    found = freshness.freshness(NOW)
    assert found is not None
    assert (found.newest, found.age, found.tone) == (None, None, "none")


def test_the_age_is_counted_from_now_and_never_negative() -> None:
    freshness.register(lambda now: NOW + timedelta(seconds=5))
    found = freshness.freshness(NOW)
    assert found is not None
    assert found.age == timedelta(0)
    assert found.tone == "good"


def test_the_last_source_counts() -> None:
    freshness.register(lambda now: NOW)
    freshness.register(lambda now: NOW - timedelta(hours=2))
    found = freshness.freshness(NOW)
    assert found is not None
    assert found.tone == "over"
