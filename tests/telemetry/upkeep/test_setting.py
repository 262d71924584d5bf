from datetime import datetime

import pytest

from bihuan.telemetry.schema import SHANGHAI
from bihuan.telemetry.upkeep.setting import DEFAULTS


@pytest.mark.parametrize(("hour", "day"), [(0, 4), (2, 4), (3, 5), (23, 5)])
def test_yesterday_is_settled_from_three_in_the_morning(hour: int, day: int) -> None:
    now = datetime(2026, 3, 5, hour, 59, tzinfo=SHANGHAI)
    assert DEFAULTS.settled_before(now).day == day
