"""Decisions about values reach issued documents, each told once."""

from datetime import timedelta

import pytest

from bihuan.air.models import ReviewReason, ReviewState
from bihuan.air.reporting.decision import decisions
from bihuan.air.series.block import midnight
from bihuan.air.services.doubt import raise_doubt
from bihuan.air.services.review import Decision, review_doubts
from bihuan.reports.change import all_sources
from tests.air.conftest import TODAY, AirCounty

START = midnight(TODAY - timedelta(days=1)) + timedelta(hours=10)


def reviewed(air: AirCounty, hour: int) -> None:
    """Four hours of a township's station are found invalid."""
    start = START + timedelta(hours=hour)
    doubt = raise_doubt(
        air.points["GY-T-05"],
        factor="a34004",
        start=start,
        end=start + timedelta(hours=1),
        because="与相邻站点相差一倍",
        by=air.analyst,
        now=air.now,
    )
    told = Decision(ReviewState.INVALID, ReviewReason.INSTRUMENT, "现场比对偏高")
    review_doubts([doubt], told, by=air.analyst, now=air.now)


@pytest.mark.requirement("D2")
def test_a_review_is_told_once_with_its_hours_and_why(air: AirCounty) -> None:
    reviewed(air, 0)
    told, cursor = decisions(None)
    assert list(told) == [], "the first look only sets the cursor"
    reviewed(air, 2)
    told, after = decisions(cursor)
    (change,) = told
    begin = START + timedelta(hours=2)
    assert (change.start, change.end) == (begin, begin + timedelta(hours=1))
    assert "无效" in change.why
    assert list(decisions(after)[0]) == []


def test_the_room_hands_its_decisions_in() -> None:
    assert "air.decisions" in {source.key for source in all_sources()}
