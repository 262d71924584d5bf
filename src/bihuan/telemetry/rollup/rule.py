"""By which rule finer values become a coarser one."""

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class RollUpRule:
    """When an aggregate is valid (有效性判定) and which factors are angles.

    The defaults are the flue-gas rule of HJ 212: an aggregate is good when 75 %
    of the values due are good. Waste water sets `is_spoiled_by_one`; flue-gas
    hours may ask for 45 minutes and days for 20 hours with `minimum_count`.

    Args:
        interval: spacing of the values due; None takes the length that each value
            itself covers. Real-time values cover a moment, so they need it.
        valid_flags: data flags (数据标记) that count as valid. T, above range,
            counts by default [M]; an unknown flag never does.
        minimum_share: valid values out of those due. [1]
        minimum_count: so many valid values instead of a share.
        is_spoiled_by_one: one bad value that arrived makes the aggregate bad.
        angles: factors averaged on the circle; wind direction (风向) by default. [°]
        minute: length of a minute record (分钟数据), which divides the hour.
        sentinels: converted values that say "undefined", never a measurement [M].

    Source: HJ 212-2017, 6.6 and table 8; HJ 75-2017 (45 minutes, 20 hours) [M].

    >>> RollUpRule(interval=timedelta(minutes=10)).minimum_share
    Fraction(3, 4)
    """

    interval: timedelta | None = None
    valid_flags: frozenset[str] = frozenset({"", "N", "T"})
    minimum_share: Fraction = Fraction(3, 4)
    minimum_count: int | None = None
    is_spoiled_by_one: bool = False
    angles: frozenset[str] = frozenset({"a01008"})
    minute: timedelta = timedelta(minutes=10)
    sentinels: frozenset[float] = frozenset({9999.99})


DEFAULT_RULE = RollUpRule()


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRules:
    """One rule for each step from fine to coarse (汇总规则).

    Args:
        hour: hours from reported minutes.
        hour_from_realtime: hours from real-time values, where no minute was reported.
        day: days from hours.

    >>> StageRules().hour_from_realtime.interval
    datetime.timedelta(seconds=60)
    """

    hour: RollUpRule = DEFAULT_RULE
    hour_from_realtime: RollUpRule = RollUpRule(interval=timedelta(seconds=60))
    day: RollUpRule = DEFAULT_RULE


DEFAULT_STAGES = StageRules()
