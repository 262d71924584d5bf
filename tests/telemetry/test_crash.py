"""Real processes, really killed."""

import random
import time
from collections import Counter
from pathlib import Path

import pytest

from bihuan.telemetry import Kind, Mover, SeriesQuery, Store
from tests.telemetry.given import NOON, at
from tests.telemetry.program import mover, reader, started, writer
from tests.telemetry.program.writer import VALUES, packet_name

ROUNDS = 10

READS = 10

ALL = SeriesQuery(None, None, Kind.REALTIME, NOON, at(10**7))


@pytest.mark.requirement("A1.18")
def test_every_acknowledged_packet_is_there_once_though_writer_and_mover_are_killed(
    root: Path,
) -> None:
    chance = random.Random(20261121)
    acknowledged: list[int] = []
    for _ in range(ROUNDS):
        writing, moving = started(writer.main, root), started(mover.main, root)
        time.sleep(chance.uniform(0.02, 0.4))
        for process in chance.sample([writing, moving], 2):
            said = process.killed()
            acknowledged += said if process is writing else []
            time.sleep(chance.uniform(0, 0.1))
    assert len(acknowledged) > ROUNDS
    _check(root, acknowledged)


def _check(root: Path, acknowledged: list[int]) -> None:
    last, store = Mover(root), Store(root)
    last.move_once(at(0))
    found = store.series(ALL)
    values = Counter(found["value"].to_pylist())
    assert set(acknowledged) <= set(values), "acknowledged and lost"
    assert set(values.values()) == {VALUES}
    assert len(values) <= len(acknowledged) + ROUNDS, "more than was in flight at each kill"
    assert found["version"].unique().to_pylist() == [1]
    counts = store.counts()
    assert (counts.accepted, counts.duplicates, counts.waiting) == (len(found), 0, 0)
    assert counts.packets == len(values)
    held = store.raw_of_device("mn1", NOON, at(1), limit=10**6)
    assert Counter(held["packet"].to_pylist()) == Counter(packet_name(int(n)) for n in values)
    _check_links(store)
    store.close()
    last.close()


def _check_links(store: Store) -> None:
    for row in store.series(ALL).slice(0, 40).to_pylist():
        packet = store.raw_packet(row["segment"], row["index"], arrival=row["arrival"])
        assert packet is not None
        assert packet.packet == packet_name(int(row["value"]))


def test_readers_in_two_processes_see_whole_commits_and_never_an_error(root: Path) -> None:
    writing, moving = started(writer.main, root), started(mover.main, root)
    readers = [started(reader.main, root) for _ in range(2)]
    # a reader that fails hangs up, and hearing it fails
    said = [[running.heard.recv() for _ in range(READS)] for running in readers]
    assert len(writing.killed()) > READS
    for process in (moving, *readers):
        process.killed()
    for reads in said:
        assert reads[-1][0] > reads[0][0]
