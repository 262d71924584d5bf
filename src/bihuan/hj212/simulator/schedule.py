"""When a simulated logger has something to report, by its own clock."""

from dataclasses import dataclass
from datetime import datetime
from math import inf
from random import Random

from bihuan.hj212.edition import Edition
from bihuan.hj212.record import BEIJING
from bihuan.hj212.simulator.settings import LoggerSettings

MINUTE_S, HOUR_S, DAY_S = 60, 3_600, 86_400
EAST_S = 8 * HOUR_S
HEARTBEAT = "9015"
MOMENTS = frozenset({"2011", "2021", HEARTBEAT})  # of the others, a period is reported


@dataclass(frozen=True, slots=True)
class Period:
    """One moment or period to report (待上报的时刻或时段); a moment has no length."""

    command_code: str
    start: datetime
    end: datetime


@dataclass(slots=True)
class Rhythm:
    """One kind of report and its next period (上报节拍).

    Times are seconds of the epoch by the logger's clock; periods are
    aligned to China's day.

    >>> minute = Rhythm("2051", length_s=600, delay_s=2.0)
    >>> minute.begin(1234)
    >>> minute.next_start, minute.due
    (1200, 1802.0)
    """

    command_code: str
    length_s: int
    delay_s: float
    next_start: int = 0
    is_on: bool = True
    due: float = inf

    def begin(self, reading: float) -> None:
        """Start with the period that runs now (从当前时段开始)."""
        self._turn_to(self.aligned(reading))
        if self.command_code in MOMENTS and self.due < reading:
            self._turn_to(self.next_start + self.length_s)

    def _turn_to(self, start: int) -> None:
        """The next period; its report leaves when it has ended, and never while it is off."""
        self.next_start = start
        whole = 0 if self.command_code in MOMENTS else self.length_s
        self.due = start + whole + self.delay_s if self.is_on else inf

    def aligned(self, reading: float) -> int:
        """Start of the period around a moment (所在时段的起点). [s]

        >>> Rhythm("2031", length_s=86400, delay_s=0).aligned(0)
        -28800
        """
        return int((reading + EAST_S) // self.length_s * self.length_s) - EAST_S

    def period(self, start: int) -> Period:
        """The period that begins there (时段)."""
        length = 0 if self.command_code in MOMENTS else self.length_s
        begin = datetime.fromtimestamp(start, BEIJING)
        end = datetime.fromtimestamp(start + length, BEIJING)
        return Period(self.command_code, begin, end)

    def take(self, reading: float) -> list[Period]:
        """Every period that has ended (到期时段); of missed moments only the last."""
        starts = []
        while self.due <= reading:
            starts.append(self.next_start)
            self._turn_to(self.next_start + self.length_s)
        if self.command_code in MOMENTS:
            starts = starts[-1:]
        return [self.period(start) for start in starts]


class Schedule:
    """All rhythms of one logger (上报计划).

    Devices spread: the seed decides how long after a period's end its packet
    leaves, and at which second real-time packets do.
    """

    def __init__(self, settings: LoggerSettings, rng: Random) -> None:
        spread = rng.uniform(0, settings.spread_s)
        phase = rng.uniform(0, min(settings.realtime_interval_s, settings.spread_s))
        minute_s = settings.minute_interval_min * MINUTE_S
        self._rhythms = {
            "2011": Rhythm("2011", settings.realtime_interval_s, phase),
            "2051": Rhythm("2051", minute_s, spread),
            "2061": Rhythm("2061", HOUR_S, spread),
            "2031": Rhythm("2031", DAY_S, spread),
        }
        if settings.facilities:
            self._rhythms["2021"] = Rhythm("2021", minute_s, phase)
            self._rhythms["2041"] = Rhythm("2041", DAY_S, spread)
        if settings.heartbeat_s and settings.identity.edition is Edition.HJ212_2025:
            self._rhythms[HEARTBEAT] = Rhythm(HEARTBEAT, settings.heartbeat_s, phase)

    def begin(self, reading: datetime, since: datetime | None) -> None:
        """Switch on (开机).

        Args:
            reading: what the logger's clock shows.
            since: periods from here on are still to be reported; None: from now on.
        """
        now = reading.timestamp()
        for rhythm in self._rhythms.values():
            is_moment = rhythm.command_code in MOMENTS
            rhythm.begin(now if since is None or is_moment else since.timestamp())

    def take_due(self, reading: datetime) -> list[Period]:
        """What is to be reported now (到期上报), oldest first.

        Args:
            reading: what the logger's clock shows.
        """
        now = reading.timestamp()
        due = [
            period
            for rhythm in self._rhythms.values()
            if rhythm.due <= now
            for period in rhythm.take(now)
        ]
        return sorted(due, key=lambda period: period.end) if len(due) > 1 else due

    @property
    def next_due(self) -> float:
        """When `take_due` has something (下次到期), by the logger's clock. [s of the epoch]"""
        return min(rhythm.due for rhythm in self._rhythms.values())

    def skip_moments(self, reading: datetime) -> None:
        """Forget the moments that passed while the link was down (断线期间的实时数据不补)."""
        for code in MOMENTS & self._rhythms.keys():
            self._rhythms[code].begin(reading.timestamp())

    def clock_was_set(self, reading: datetime) -> None:
        """Go on from a clock that was set (校时后续).

        Periods that a small step passes over are still reported; after a
        step back, or of a day or more, the present period is the next.
        """
        now = reading.timestamp()
        for rhythm in self._rhythms.values():
            gap = rhythm.aligned(now) - rhythm.next_start
            if rhythm.command_code in MOMENTS or not 0 <= gap < DAY_S:
                rhythm.begin(now)

    def switch(self, command_code: str, is_on: bool, reading: datetime) -> None:
        """Start or stop one kind of report (启停上报); unknown kinds are left alone."""
        if (rhythm := self._rhythms.get(command_code)) is not None:
            rhythm.is_on = is_on
            rhythm.begin(reading.timestamp())

    def set_interval(self, command_code: str, length_s: int, reading: datetime) -> None:
        """Report at another distance (修改间隔): moments at once, periods from the next. [s]"""
        rhythm = self._rhythms[command_code]
        rhythm.length_s = length_s
        is_moment = command_code in MOMENTS
        rhythm.begin(reading.timestamp() if is_moment else rhythm.next_start)

    def rhythm(self, command_code: str) -> Rhythm | None:
        """One kind of report (某类上报), None when the logger does not make it."""
        return self._rhythms.get(command_code)
