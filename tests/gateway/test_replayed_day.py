"""A day of three editions, replayed with loss, repeats, disorder and restarts, equals the truth."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bihuan.hj212.frame import write_frame
from bihuan.hj212.segment import read_header
from bihuan.telemetry import Kind, Mover, SeriesQuery, Store
from tests.gateway.conftest import RegisterDevice
from tests.gateway.running import Client, RunningGateway

DAY = datetime(2026, 11, 20, tzinfo=UTC) - timedelta(hours=8)
MORNING = DAY + timedelta(days=1, hours=9)
EDITIONS = {"88888880000001": "2005", "010000A8900016F000169DC0": "2017", "A2025": "2025"}
FLAGS = {"2005": 1, "2017": 5, "2025": 9}
CODES = {"2005": {"011": "w01018", "060": "w21003"}}
FACTORS = ("w01018", "w21003")
STATISTICS = {"Min": 1, "Avg": 0, "Max": 2}
PERIODS = {Kind.MINUTE: ("2051", 10, 144), Kind.HOUR: ("2061", 60, 24), Kind.DAY: ("2031", 1440, 1)}
Datum = tuple[int, str, int, Kind, datetime, float, str]


@dataclass
class Logger:
    """A device that repeats what was not acknowledged, over ever new connections."""

    mn: str
    edition: str
    point: int
    rng: random.Random
    waiting: dict[str, bytes] = field(default_factory=dict)
    everything: list[bytes] = field(default_factory=list)
    truth: list[Datum] = field(default_factory=list)

    def measure(self) -> None:
        for kind, (code, minutes, periods) in PERIODS.items():
            for number in range(periods):
                self._report(kind, code, DAY + number * timedelta(minutes=minutes))
        self.everything = list(self.waiting.values())

    def talk(self, port: int) -> None:
        """Send what waits, worse than any device does, and hear some of the answers."""
        batch = list(self.waiting.values())
        self.rng.shuffle(batch)
        with Client(port) as line:
            sent = 0
            for frame in batch:
                if self.rng.random() < 0.2:
                    continue  # lost on the way
                damaged = frame[:40] + b"~" + frame[41:]
                copies = [frame] * self.rng.choice((1, 1, 1, 2, 3))
                sent += len(copies)
                self._put(line, [*([damaged] * (self.rng.random() < 0.05)), *copies])
            heard = line.answers(sent)
            for answer in heard[: len(heard) // 2] if self.rng.random() < 0.5 else heard:
                self.waiting.pop(_answered(answer), None)
            line.send(batch[0][:30])  # the line breaks in the middle of a frame

    def _put(self, line: Client, frames: list[bytes]) -> None:
        wire = b"".join(frames)
        cut = self.rng.randrange(len(wire))
        line.send(wire[:cut])
        line.send(wire[cut:])

    def _report(self, kind: Kind, code: str, start: datetime) -> None:
        groups, names = [], CODES.get(self.edition, {name: name for name in FACTORS})
        for name, factor in names.items():
            parts = []
            for label, statistic in STATISTICS.items():
                value = round(self.rng.uniform(0, 100), 2)
                parts.append(f"{name}-{label}={value}")
                self.truth.append((self.point, factor, statistic, kind, start, value, "N"))
            groups.append(",".join([*parts, f"{name}-Flag=N"]))
        local = start + timedelta(hours=8)
        request_id = f"20261121{code}{len(self.waiting):05}"
        segment = (
            f"QN={request_id};ST=32;CN={code};PW=123456;MN={self.mn};Flag={FLAGS[self.edition]};"
            f"CP=&&DataTime={local:%Y%m%d%H%M%S};{';'.join(groups)}&&"
        )
        self.waiting[request_id] = write_frame(segment.encode())


def _answered(answer: bytes) -> str:
    packet = read_header(answer[6:-4])
    if packet.request_id:
        return packet.request_id
    return packet.parameters.partition(b";")[0].removeprefix(b"QN=").decode()


def told(store: Store) -> Iterator[Datum]:
    for kind in PERIODS:
        query = SeriesQuery(None, None, kind, DAY, DAY + timedelta(days=1), range(17))
        for row in store.series(query).to_pylist():
            assert row["version"] == 1
            yield (
                row["point"],
                row["factor"],
                row["statistic"],
                kind,
                row["start"],
                row["value"],
                row["flag"],
            )


@pytest.mark.requirement("A1.18", "B1.1")
@pytest.mark.parametrize("seed", [1, 2])
def test_a_day_with_loss_repeats_and_disorder_equals_the_truth(
    store: Store, register: RegisterDevice, seed: int
) -> None:
    loggers = []
    for mn, edition in EDITIONS.items():
        point = register(mn, edition=edition).points.get()
        loggers.append(Logger(mn, edition, point.pk, random.Random(f"{seed} {mn}")))
        loggers[-1].measure()
    mover = Mover(store.layout.root)
    while any(logger.waiting for logger in loggers):
        with RunningGateway(store, now=lambda: MORNING) as running:  # a restart forgets repeats
            for logger in loggers:
                if logger.waiting:
                    logger.talk(running.port)
            assert running.on_loop(lambda gateway: gateway.tally.is_balanced())
        mover.move_once(MORNING)
    with RunningGateway(store, now=lambda: MORNING) as running:
        for logger in loggers:
            with Client(running.port) as line:
                line.send(*logger.everything)
                line.answers(len(logger.everything))
    truth = sorted(datum for logger in loggers for datum in logger.truth)
    assert sorted(told(store)) == truth
    mover.move_once(MORNING)
    assert sorted(told(store)) == truth
    mover.close()
