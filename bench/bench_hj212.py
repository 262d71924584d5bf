"""How many packets a CPU second reads, one by one and in batches, check code included.

    python -m bench.bench_hj212 [--packets 6000] [--rounds 25] [--json FILE]

CPU seconds are the process's, over all its threads. Each figure is the best round, since other
programs on the machine only slow a round down; the median is printed beside it. The packets are
made here in the mixture of a province: real-time, minute, hour, facility states, answers. With the
reference data beside the project, its collected packets are measured as well.
"""

import argparse
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bihuan.hj212.batch import decode_batch
from bihuan.hj212.check_code import check_code, check_codes
from bihuan.hj212.decode import packets_of
from bihuan.hj212.error import MalformedSegment
from bihuan.hj212.frame import Frame, Reader, write_frame
from bihuan.hj212.record import read_upload
from bihuan.hj212.segment import read_header

ONE_BY_ONE_BAR = 80_000
BATCH_BAR = 200_000
DEVICES = 2_000
KINDS_OF_SITE = 60
WATER = ("w00000", "w01001", "w01018", "w21003", "w21011", "w21001", "w01010")
AIR = ("a00000", "a21026", "a21002", "a34013", "a19001", "a01011", "a01012")
PACKETS_A_SECOND = 400
MIXTURE = {"2011": 62, "2051": 22, "2061": 8, "2021": 4, "9014": 4}


def province(count: int, seed: int = 1) -> list[bytes]:
    """Frames of two thousand devices at sixty kinds of site, as loggers of 2017 send them."""
    source = random.Random(seed)
    commands = source.choices(list(MIXTURE), MIXTURE.values(), k=count)
    return [write_frame(_segment(*item, source)) for item in enumerate(commands)]


def _segment(place: int, command: str, source: random.Random) -> bytes:
    number = source.randrange(DEVICES)
    own = random.Random(number % KINDS_OF_SITE)
    factors = own.sample(WATER if number % 2 else AIR, own.choice((5, 6, 7)))
    second = place // PACKETS_A_SECOND
    time_text = f"20261121{second // 3600:02}{second // 60 % 60:02}{second % 60:02}"
    head = f"QN={time_text}{source.randrange(1000):03};ST={31 + number % 2};CN={command};"
    head += f"PW=123456;MN=010000A8900016F0{number:08X};Flag=5;CP=&&"
    return (head + _data_area(command, factors, time_text, source) + "&&").encode()


def _data_area(command: str, factors: Sequence[str], time_text: str, source: random.Random) -> str:
    if command == "9014":
        return ""
    if command == "2021":
        items = [f"SB{number}-RS={source.randrange(2)}" for number in range(1, 6)]
    elif command == "2011":
        items = [f"{factor}-Rtd={_number(source)},{factor}-Flag=N" for factor in factors]
    else:
        items = [_aggregate(factor, source) for factor in factors[:4]]
    return ";".join([f"DataTime={time_text}", *items])


def _aggregate(factor: str, source: random.Random) -> str:
    kinds = ("Cou", "Min", "Avg", "Max") if factor.endswith("0000") else ("Min", "Avg", "Max")
    values = [f"{factor}-{kind}={_number(source)}" for kind in kinds]
    return ",".join([*values, f"{factor}-Flag=N"])


def _number(source: random.Random) -> str:
    return f"{source.lognormvariate(3, 2):.{source.randrange(4)}f}"


def one_by_one(frames: Sequence[bytes]) -> int:
    """Frame, header and typed values of each; gives the number of values."""
    reader, values = Reader(), 0
    for frame in frames:
        for event in reader.feed(frame):
            if isinstance(event, Frame):
                try:
                    values += len(read_upload(read_header(event.segment)).records)
                except MalformedSegment:
                    continue
    return values


def in_batches(frames: Sequence[bytes]) -> int:
    """The same in batches of five thousand, as one group commit would bring them."""
    batches = [decode_batch(frames[at : at + 5000]) for at in range(0, len(frames), 5000)]
    return sum(batch.records.height for batch in batches)


def pace(
    work: Callable[[Sequence[bytes]], Any], frames: Sequence[bytes], rounds: int
) -> list[float]:
    """Frames a CPU second of each round, after one round to warm up."""
    work(frames)
    paces = []
    for _ in range(rounds):
        begun = time.process_time()
        work(frames)
        paces.append(len(frames) / (time.process_time() - begun))
    return paces


def reference_frames() -> list[bytes]:
    """The collected packets, when the reference data is there."""
    beside = Path(__file__).parents[2] / "shared" / "data"
    file = Path(os.environ.get("BIHUAN_REFERENCE_DATA", beside)) / "hj212" / "packets.txt"
    return list(packets_of(file.read_bytes())) * 20 if file.is_file() else []


def figures(frames: Sequence[bytes], rounds: int) -> list[dict[str, Any]]:
    """Every measurement, those with a bar first."""
    segments = [frame[6:-6] for frame in frames]
    collected = reference_frames()
    plan: list[tuple[str, Callable[[Sequence[bytes]], Any], Sequence[bytes], int]] = [
        ("one by one, full decode", one_by_one, frames, ONE_BY_ONE_BAR),
        ("in batches, full decode", in_batches, frames, BATCH_BAR),
        ("one by one, check code only", lambda s: [check_code(x) for x in s], segments, 0),
        ("in batches, check code only", check_codes, segments, 0),
        ("one by one, frame only", lambda f: [Reader().feed(x) for x in f], frames, 0),
        ("one by one, header only", lambda s: [read_header(x) for x in s], segments, 0),
    ]
    if collected:
        plan += [
            ("collected packets, one by one", one_by_one, collected, 0),
            ("collected packets, in batches", in_batches, collected, 0),
        ]
    return [_figure(name, pace(work, data, rounds), bar) for name, work, data, bar in plan]


def _figure(name: str, paces: list[float], bar: int) -> dict[str, Any]:
    return {
        "figure": name,
        "best": round(max(paces)),
        "median": round(statistics.median(paces)),
        "bar": bar,
        "ok": max(paces) >= bar,
    }


def main() -> int:
    """Print the table; 1 when a bar was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packets", type=int, default=6_000)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--json", help="write the figures here as well")
    options = parser.parse_args()
    frames = province(options.packets)
    length = sum(map(len, frames)) / len(frames)
    values = one_by_one(frames) / len(frames)
    print(f"{len(frames)} packets of {length:.0f} bytes and {values:.1f} values in the mean\n")
    print(f"{'packets a CPU second':34}{'best':>12}{'median':>12}{'bar':>10}")
    found = figures(frames, options.rounds)
    for row in found:
        bar = f"{row['bar']:,}" if row["bar"] else "-"
        verdict = "" if row["ok"] else "  MISSED"
        print(f"{row['figure']:34}{row['best']:>12,}{row['median']:>12,}{bar:>10}{verdict}")
    if options.json:
        Path(options.json).write_text(json.dumps(found), "utf-8")
    return 0 if all(row["ok"] for row in found) else 1


if __name__ == "__main__":
    sys.exit(main())
