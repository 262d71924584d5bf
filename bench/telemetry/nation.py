"""The load of a nation: 12,000 points with 8 factors, in packets as devices write them."""

import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from bihuan.telemetry import APPEND_SCHEMA, RAW_SCHEMA, Kind
from bihuan.telemetry.schema import SHANGHAI

POINTS = 12_000
# In the order of their codes, with the size and the decimals of their values.
FACTORS = {
    "a01001": (18.0, 1),
    "a01011": (9.0, 2),
    "a01012": (62.0, 1),
    "a01013": (-180.0, 1),
    "a19001": (11.0, 2),
    "a21002": (38.0, 2),
    "a21026": (21.0, 2),
    "a34013": (4.0, 3),
}
NOISE = 0.02
INSTANT = pa.timestamp("ms", "UTC")
HOUR_MS = 3_600_000

Values = npt.NDArray[np.float64]


def instants(milliseconds: npt.NDArray[np.int64]) -> pa.Array:
    """Milliseconds since 1970 as instants."""
    return pa.array(milliseconds, pa.int64()).cast(INSTANT)


@dataclass
class Nation:
    """Devices whose values wander; one seed gives one history."""

    points: int = POINTS
    seed: int = 212
    _levels: Values = field(init=False)
    _chance: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self._chance = np.random.default_rng(self.seed)
        sizes = np.array([size for size, _ in FACTORS.values()])
        self._levels = sizes * self._chance.uniform(0.3, 1.7, (self.points, len(FACTORS)))

    def values(self, points: npt.NDArray[np.int64], times: int = 1) -> Values:
        """Values of some points at some following times, shape (point, factor, time)."""
        shape = (len(points), len(FACTORS), times)
        drift = np.cumsum(self._chance.normal(0, NOISE, shape), axis=2)
        found = self._levels[points][:, :, None] * (1 + np.clip(drift, -0.9, 3))
        for place, (_, decimals) in enumerate(FACTORS.values()):
            found[:, place] = np.round(found[:, place], decimals)
        return found

    def hours(self, day: datetime) -> pa.Table:
        """One day of reported hours of every point, in the store's order."""
        return self._day(Kind.HOUR, day, 24)

    def minutes(self, day: datetime) -> pa.Table:
        """One day of one-minute values of every point, in the store's order."""
        return self._day(Kind.MINUTE, day, 1440)

    def days(self, day: datetime) -> pa.Table:
        """The day values of every point, in the store's order."""
        return self._day(Kind.DAY, day, 1)

    def _day(self, kind: Kind, day: datetime, times: int) -> pa.Table:
        every, length_ms = np.arange(self.points), 24 * HOUR_MS // times
        begin = int(day.timestamp() * 1000)
        starts = np.tile(begin + length_ms * np.arange(times), self.points * len(FACTORS))
        points = np.repeat(every, len(FACTORS) * times)
        factors = np.tile(np.repeat(np.arange(len(FACTORS)), times), self.points)
        values = self.values(every, times=times).ravel()
        return _rows(kind, points, factors, (starts, starts + length_ms), values, None)

    def packets(self, first: int, count: int, now: datetime) -> tuple[pa.Table, pa.Table]:
        """Rows and packets of the next `count` real-time uploads, eight values each."""
        points = (first + np.arange(count)) % self.points
        values = self.values(points)[:, :, 0]
        moments = np.full(count * len(FACTORS), int(now.timestamp() * 1000))
        rows = _rows(
            Kind.REALTIME,
            np.repeat(points, len(FACTORS)),
            np.tile(np.arange(len(FACTORS)), count),
            (moments, moments),
            values.ravel(),
            np.repeat(np.arange(count), len(FACTORS)),
        )
        return rows, _raw(points, values, now)


def _rows(
    kind: Kind,
    points: npt.NDArray[np.int64],
    factors: npt.NDArray[np.int64],
    span: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]],
    values: Values,
    places: npt.NDArray[np.int64] | None,
) -> pa.Table:
    count = len(points)
    names = pa.DictionaryArray.from_arrays(pa.array(factors, pa.int32()), list(FACTORS))
    return pa.table(
        [
            pa.array(points, pa.int32()),
            names.cast(pa.string()),
            pa.repeat(pa.scalar(str(kind)), count),
            pa.repeat(pa.scalar(0, pa.int8()), count),
            instants(span[0]),
            instants(span[1]),
            pa.array(values),
            pa.repeat(pa.scalar("N"), count),
            pa.repeat(pa.scalar(0, pa.int16()), count),
            pa.repeat(pa.scalar("hj212"), count),
            pa.array(np.full(count, -1) if places is None else places, pa.int32()),
        ],
        schema=APPEND_SCHEMA,
    )


def _raw(points: npt.NDArray[np.int64], values: Values, now: datetime) -> pa.Table:
    local = now.astimezone(SHANGHAI)
    sent = [_packet(point, row, local) for point, row in zip(points, values, strict=True)]
    return pa.table(
        [
            pa.array([_device(point) for point in points]),
            pa.repeat(pa.scalar(now, INSTANT), len(points)),
            pa.array(sent, pa.binary()),
            pa.repeat(pa.scalar("stored"), len(points)),
        ],
        schema=RAW_SCHEMA,
    )


def _device(point: int) -> str:
    return f"4101810{point:05d}A8900016F000"


def _packet(point: int, values: Values, local: datetime) -> bytes:
    """A real-time upload as HJ 212-2017 writes it; its request id differs each time."""
    fields = ";".join(
        f"{factor}-Rtd={value:.{decimals}f},{factor}-Flag=N"
        for value, (factor, (_, decimals)) in zip(values, FACTORS.items(), strict=True)
    )
    moment = f"{local:%Y%m%d%H%M%S}"
    request = f"{moment}{(point * 7919 + local.microsecond) % 1000:03d}"
    segment = (
        f"QN={request};ST=31;CN=2011;PW=123456;MN={_device(point)};Flag=5;"
        f"CP=&&DataTime={moment};{fields}&&"
    ).encode()
    return b"##%04d%s%04X\r\n" % (len(segment), segment, zlib.crc32(segment) & 0xFFFF)


def midnights(now: datetime, days: int) -> list[datetime]:
    """Midnights in Shanghai of so many days, all of which have ended."""
    today = now.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    return [(today - timedelta(days=ago)).astimezone(UTC) for ago in range(days + 1, 1, -1)]
