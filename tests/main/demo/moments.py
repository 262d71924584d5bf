"""Fixed times that the tests of the demo share."""

from datetime import UTC, datetime

from bihuan.main.demo.moment import first_hour_of_day, hour_number

NOW = datetime(2026, 11, 21, 6, 33, 12, tzinfo=UTC)
TODAY = (hour_number(NOW) + 8) // 24
MIDNIGHT = first_hour_of_day(TODAY)


def first_hour(year: int, month: int, day: int) -> int:
    """The running hour with which a Shanghai day begins."""
    ordinal = datetime(year, month, day, tzinfo=UTC).toordinal()
    return first_hour_of_day(ordinal - datetime(1970, 1, 1, tzinfo=UTC).toordinal())
