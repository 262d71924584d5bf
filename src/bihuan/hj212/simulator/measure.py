"""What a simulated logger says of a moment or a period: the groups of its data areas."""

from datetime import datetime, timedelta
from math import log10

from bihuan.hj212.conversation.equipment import Message
from bihuan.hj212.edition import Edition
from bihuan.hj212.record import CONVERSION_SENTINEL
from bihuan.hj212.simulator.schedule import Period
from bihuan.hj212.simulator.settings import LoggerSettings, SimulatedFactor, Total
from bihuan.hj212.simulator.source import ValueSource
from bihuan.hj212.wire_time import wire_text

NOISE = "23"
OXYGEN = frozenset({"a19001", "S01"})
AIR_OXYGEN = 21.0
NO_CONVERSION_2025 = f"{CONVERSION_SENTINEL}"
NIGHT_ENDS_H, NIGHT_BEGINS_H = 6, 22
THIRDS = 3


class Measuring:
    """Turns a value source into data areas (数据区) in the form of the device's edition.

    Minimum and maximum of a period are those of its mean and of the means of its
    thirds, so they always enclose the mean.

    >>> from bihuan.hj212.conversation.identity import Identity
    >>> settings = LoggerSettings(Identity("A"), (SimulatedFactor("w01018", decimals=1),))
    >>> measuring = Measuring(settings, lambda factor, start, end: (40.06, "N"))
    >>> measuring.realtime(datetime.fromisoformat("2026-01-01T00:00:00+08:00"))
    (b'w01018-Rtd=40.1,w01018-Flag=N',)
    """

    def __init__(self, settings: LoggerSettings, values: ValueSource) -> None:
        self._settings = settings
        self._values = values
        self._edition = settings.identity.edition
        self._oxygen = next((f.code for f in settings.factors if f.code in OXYGEN), None)
        self._flow = next((f for f in settings.factors if f.total is Total.FLOW), None)

    def message(self, period: Period, *, is_replay: bool = False) -> Message:
        """The upload that reports a moment or a period (上传数据)."""
        head = f"DataTime={wire_text(period.start)}".encode()
        return Message(period.command_code, head, self._groups(period), is_replay=is_replay)

    def _groups(self, period: Period) -> tuple[bytes, ...]:
        match period.command_code:
            case "2011":
                return self.realtime(period.start)
            case "2021":
                return self.facility_states(period.start)
            case "2041":
                return self.facility_hours(period.start, period.end)
            case _:
                return self.period(period.start, period.end)

    def realtime(self, at: datetime) -> tuple[bytes, ...]:
        """Real-time values (实时数据) at a moment, 2011.

        Source: HJ 212-2017 appendix C (2011).
        """
        return tuple(self._realtime(factor, at).encode() for factor in self._settings.factors)

    def period(self, start: datetime, end: datetime) -> tuple[bytes, ...]:
        """Sum, minimum, mean and maximum of a period (分钟, 小时, 日数据): 2051, 2061, 2031.

        Source: HJ 212-2017 appendix C (2051); noise sends Data alone.
        """
        if self._settings.identity.system_code == NOISE:
            return self._noise(start, end)
        volume = self._volume(start, end)
        return tuple(
            self._period(factor, start, end, volume).encode() for factor in self._settings.factors
        )

    def facility_states(self, at: datetime) -> tuple[bytes, ...]:
        """States of the treatment facilities (治理设施运行状态) at a moment, 2021."""
        return tuple(b"SB%d-RS=%d" % (n, self._facility(n, at, at)) for n in self._facilities)

    def facility_hours(self, start: datetime, end: datetime) -> tuple[bytes, ...]:
        """Hours that the facilities ran in a day (治理设施运行时间), 2041. [h]"""
        hours = ((n, self._facility(n, start, end)) for n in self._facilities)
        return tuple(b"SB%d-RT=%.2f" % (number, run) for number, run in hours)

    @property
    def _facilities(self) -> range:
        return range(1, self._settings.facilities + 1)

    def _facility(self, number: int, start: datetime, end: datetime) -> float:
        value, _ = self._values(f"SB{number}", start, end)
        return value or 0.0

    def _realtime(self, factor: SimulatedFactor, at: datetime) -> str:
        code = factor.code
        value, flag = self._values(code, at, at)
        if not factor.is_converted:
            return f"{code}-Rtd={factor.text(value)},{code}-Flag={flag}"
        converted = self._converted(factor, value, (at, at))
        return f"{code}-Rtd={factor.text(value)},{code}-ZsRtd={converted},{code}-Flag={flag}"

    def _period(
        self, factor: SimulatedFactor, start: datetime, end: datetime, volume: float | None
    ) -> str:
        code, text = factor.code, factor.text
        mean, flag = self._values(code, start, end)
        low, high = self._extremes(code, mean, start, end)
        fields = [f"{code}-Min={text(low)},{code}-Avg={text(mean)},{code}-Max={text(high)}"]
        if factor.total is not Total.NONE:
            fields.insert(0, f"{code}-Cou={self._total(factor, mean, volume)}")
        if factor.is_converted:
            for name, value in (("ZsMin", low), ("ZsAvg", mean), ("ZsMax", high)):
                fields.append(f"{code}-{name}={self._converted(factor, value, (start, end))}")
        if self._edition is not Edition.HJT212_2005:
            fields.append(f"{code}-Flag={flag}")
        return ",".join(fields)

    def _extremes(
        self, code: str, mean: float | None, start: datetime, end: datetime
    ) -> tuple[float | None, float | None]:
        if mean is None:
            return None, None
        third = (end - start) / THIRDS
        thirds = (
            self._values(code, start + n * third, start + (n + 1) * third)[0] for n in range(THIRDS)
        )
        known = [mean, *(value for value in thirds if value is not None)]
        return min(known), max(known)

    def _volume(self, start: datetime, end: datetime) -> float | None:
        """Volume of the period. [m³]"""
        if self._flow is None:
            return None
        flow, _ = self._values(self._flow.code, start, end)
        if flow is None:
            return None
        return flow * (end - start).total_seconds() * self._settings.flow_units.volume

    def _total(self, factor: SimulatedFactor, mean: float | None, volume: float | None) -> str:
        """Cubic metres of the flow, kilograms of anything else."""
        if volume is None or mean is None:
            return ""
        if factor.total is Total.FLOW:
            return f"{volume:.3f}"
        return f"{mean * volume * self._settings.flow_units.mass:.4f}"

    def _converted(
        self, factor: SimulatedFactor, value: float | None, period: tuple[datetime, datetime]
    ) -> str:
        """A concentration at the reference oxygen content (折算值), as text.

        Source: HJ 212-2017 appendix D; the sentinel of 2025 is second hand.
        """
        oxygen = self._values(self._oxygen, *period)[0] if self._oxygen else None
        if value is None or oxygen is None:
            return ""
        if oxygen >= AIR_OXYGEN:
            return NO_CONVERSION_2025 if self._edition is Edition.HJ212_2025 else ""
        ratio = (AIR_OXYGEN - self._settings.reference_oxygen) / (AIR_OXYGEN - oxygen)
        return factor.text(value * ratio)

    def _noise(self, start: datetime, end: datetime) -> tuple[bytes, ...]:
        is_day = end - start >= timedelta(days=1)
        return tuple(
            (self._noise_day if is_day else self._noise_period)(factor, start, end).encode()
            for factor in self._settings.factors
        )

    def _noise_period(self, factor: SimulatedFactor, start: datetime, end: datetime) -> str:
        value, flag = self._values(factor.code, start, end)
        return f"{factor.code}-Data={factor.text(value)},{factor.code}-Flag={flag}"

    def _noise_day(self, factor: SimulatedFactor, start: datetime, end: datetime) -> str:
        dawn = start + timedelta(hours=NIGHT_ENDS_H)
        dusk = start + timedelta(hours=NIGHT_BEGINS_H)
        day, _ = self._values(factor.code, dawn, dusk)
        night = _level(
            (self._values(factor.code, start, dawn)[0], NIGHT_ENDS_H),
            (self._values(factor.code, dusk, end)[0], 24 - NIGHT_BEGINS_H),
        )
        code, text = factor.code, factor.text
        whole, flag = self._values(code, start, end)
        return (
            f"{code}-Data={text(whole)},{code}-DayData={text(day)},"
            f"{code}-NightData={text(night)},{code}-Flag={flag}"
        )


def _level(*parts: tuple[float | None, float]) -> float | None:
    """Equivalent level of parts of the night, each with its hours. [dB]"""
    known = [(level, hours) for level, hours in parts if level is not None]
    if not known:
        return None
    energy = sum(hours * 10 ** (level / 10) for level, hours in known)
    return 10 * log10(energy / sum(hours for _, hours in known))
