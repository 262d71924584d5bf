"""The verdicts of the health page (健康检查): a tone, a value, and the sentence why."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Tone(StrEnum):
    """How grave it is; the names are those of the design system's states."""

    GOOD = "good"
    WAIT = "wait"
    OVER = "over"
    NONE = "none"


WORDS = {Tone.GOOD: "正常", Tone.WAIT: "注意", Tone.OVER: "异常", Tone.NONE: "未配置"}


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the health page.

    Attributes:
        key: stable name, for tests and alarms.
        group: heading under which it stands.
        value: what was measured, ready to read.
        because: why it is not good, and what to do; '' when it is good.
    """

    key: str
    group: str
    name: str
    tone: Tone
    value: str
    because: str = ""

    @property
    def words(self) -> str:
        """The tone in a word."""
        return WORDS[self.tone]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on a fact is worth attention or an alarm (阈值); settings override them."""

    beat_late: timedelta = timedelta(seconds=45)
    beat_lost: timedelta = timedelta(seconds=90)
    segments_many: int = 300
    segments_too_many: int = 2_000
    move_late: timedelta = timedelta(minutes=5)
    lag_long_s: float = 60.0
    lag_too_long_s: float = 300.0
    rejected_share: float = 0.05
    disk_low: float = 0.20
    disk_too_low: float = 0.10
    clock_off_s: float = 30.0
    clock_too_far_s: float = 300.0
    clock_witnesses: int = 5
    job_late: timedelta = timedelta(minutes=5)
    job_too_late: timedelta = timedelta(minutes=30)
    database_slow_ms: float = 200.0
    backup_late: timedelta = timedelta(hours=26)
    backup_too_late: timedelta = timedelta(days=3)
    certificate_soon: timedelta = timedelta(days=30)
    certificate_too_soon: timedelta = timedelta(days=7)


def tone_above(value: float, attention: float, alarm: float) -> Tone:
    """The tone of a number that should be small.

    >>> tone_above(5, 10, 20), tone_above(10, 10, 20), tone_above(20, 10, 20)
    (<Tone.GOOD: 'good'>, <Tone.WAIT: 'wait'>, <Tone.OVER: 'over'>)
    """
    if value >= alarm:
        return Tone.OVER
    return Tone.WAIT if value >= attention else Tone.GOOD


def unless_good(tone: Tone, sentence: str) -> str:
    """The sentence why, where there is something to explain.

    >>> unless_good(Tone.GOOD, "磁盘空间不足")
    ''
    """
    return "" if tone is Tone.GOOD else sentence
